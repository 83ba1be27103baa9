using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.Versioning;
using System.Text;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

/// <summary>New files with and without a name, and locks of them, on Linux.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PosixTemporaryFileTests : IDisposable
{
    // errno.h
    private const int NotFound = 2, NotAFolder = 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokentools-");

    public void Dispose() => _folder.Delete(recursive: true);

    [LinuxFact]
    public void TryOpen_File_DoesNotWaitAndIsNotInherited()
    {
        var path = InFolder("file");
        File.WriteAllText(path, "x");
        foreach (var canWrite in new[] { false, true })
        {
            using (var file = PosixLock.TryOpen(path, canWrite)!)
            {
                var flags = OpenDescriptors.FlagsOf(file);
                Assert.Equal(canWrite ? 2 : 0, flags & OpenDescriptors.AccessMode);
                Assert.Equal(OpenDescriptors.NonBlocking, flags & OpenDescriptors.NonBlocking);
                Assert.Equal(OpenDescriptors.CloseOnExec, flags & OpenDescriptors.CloseOnExec);
                Assert.Equal(1, OpenDescriptors.CountOf(path));
            }

            Assert.Equal(0, OpenDescriptors.CountOf(path));
        }

        Assert.Null(PosixLock.TryOpen(InFolder("missing"), canWrite: false));
        Assert.Null(PosixLock.TryOpen(_folder.FullName, canWrite: true));
    }

    [LinuxFact]
    public void Release_ClosedFile_IsIgnored()
    {
        var file = PosixLock.TryOpen(_folder.FullName, canWrite: false)!;
        file.Dispose();

        PosixLock.Release(file);

        Assert.True(file.IsClosed);
    }

    [LinuxTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Create_File_IsNotInheritedByOtherPrograms(bool allowUnnamed)
    {
        using var file = new PosixTemporaryFile(_folder.FullName, allowUnnamed);

        Assert.Equal(OpenDescriptors.CloseOnExec, OpenDescriptors.FlagsOf(file.Stream.SafeFileHandle) & OpenDescriptors.CloseOnExec);
        Assert.Equal(allowUnnamed, file.Name is null);
    }

    [LinuxTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Create_MissingFolder_IsAnError(bool allowUnnamed)
    {
        var error = Assert.Throws<Win32Exception>(() => new PosixTemporaryFile(InFolder("missing"), allowUnnamed).Dispose());

        Assert.Equal(NotFound, error.NativeErrorCode);
    }

    // Other processes take a file that no one has locked for abandoned.
    [LinuxTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Publish_Replacing_KeepsTheLockUntilTheFileIsDisposedOf(bool allowUnnamed)
    {
        var path = InFolder("secret");
        var file = new PosixTemporaryFile(_folder.FullName, allowUnnamed);
        file.Stream.Write("x"u8);

        Assert.True(file.Publish(path, replace: true));

        Assert.Matches("^\\.tokentools-tmp-" + (allowUnnamed ? "[0-9a-f]{12}$" : "[A-Za-z0-9]{6}$"), Path.GetFileName(file.Name));
        using var other = PosixLock.TryOpen(path, canWrite: true)!;
        Assert.False(PosixLock.TryTake(other));
        // flock(2): the copy of a process that is being started would keep the lock.
        using var copy = OpenDescriptors.CopyOf(file.Stream.SafeFileHandle);
        file.Dispose();
        Assert.True(PosixLock.TryTake(other));
        Assert.True(file.Stream.SafeFileHandle.IsClosed);
        copy.Dispose();
        other.Dispose();
        Assert.Equal(0, OpenDescriptors.CountOf(path));
    }

    [LinuxTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Publish_FolderIsMissing_FailsWithoutAnotherName(bool allowUnnamed)
    {
        using var file = new PosixTemporaryFile(_folder.FullName, allowUnnamed);
        var name = file.Name;

        var error = Assert.Throws<Win32Exception>(() => file.Publish(InFolder("missing/secret"), replace: false));

        Assert.Equal(NotFound, error.NativeErrorCode);
        Assert.Equal(name, file.Name);
        Assert.Equal(allowUnnamed ? 0 : 1, _folder.GetFileSystemInfos().Length);
        Assert.True(file.Discard());
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [LinuxFact]
    public void Publish_FolderForTheTemporaryNameIsGone_IsTheErrorOfThatName()
    {
        var folder = _folder.CreateSubdirectory("folder");
        using var file = new PosixTemporaryFile(folder.FullName, allowUnnamed: true);
        folder.Delete();
        File.WriteAllText(folder.FullName, string.Empty);

        var error = Assert.Throws<Win32Exception>(() => file.Publish(InFolder("secret"), replace: true));

        Assert.Equal(NotAFolder, error.NativeErrorCode);
        Assert.False(File.Exists(InFolder("secret")));
    }

    [LinuxFact]
    public void Publish_TemporaryFileIsGone_ReportsTheFileAtThePath()
    {
        using var file = new PosixTemporaryFile(_folder.FullName, allowUnnamed: false);
        File.Delete(file.Name!);
        var path = InFolder("secret");

        Assert.Equal(NotFound, Assert.Throws<Win32Exception>(() => file.Publish(path, replace: false)).NativeErrorCode);
        File.WriteAllText(path, "old");

        Assert.False(file.Publish(path, replace: false));
        Assert.Equal("old", File.ReadAllText(path));
    }

    // Longer than what is cleared at a time, and not a multiple of it.
    [LinuxTheory]
    [InlineData(0)]
    [InlineData(10_000)]
    public void Discard_Content_IsClearedAndNothingIsOpen(int length)
    {
        using var file = new PosixTemporaryFile(_folder.FullName, allowUnnamed: false);
        var name = file.Name!;
        file.Stream.Write(Encoding.ASCII.GetBytes(new string('x', length)));
        using var reader = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        Assert.True(file.Discard());

        Assert.Equal(0, reader.Length);
        Assert.True(file.Stream.SafeFileHandle.IsClosed);
        Assert.False(File.Exists(name));
    }

    [LinuxTheory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Discard_CannotBeCleared_SaysWhetherItIsDeleted(bool isFolderInItsPlace, bool expected)
    {
        using var file = new PosixTemporaryFile(_folder.FullName, allowUnnamed: false);
        file.Stream.Dispose();
        if (isFolderInItsPlace)
        {
            File.Delete(file.Name!);
            Directory.CreateDirectory(file.Name!);
        }

        Assert.Equal(expected, file.Discard());
        Assert.False(File.Exists(file.Name));
    }

    [Fact]
    public void RemoveAbandoned_MissingFolder_IsIgnored()
    {
        var missing = InFolder("missing");

        TemporaryFile.RemoveAbandoned(missing);

        Assert.False(Directory.Exists(missing));
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);
}
