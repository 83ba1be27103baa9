using System;
using System.IO;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

/// <summary>Locks on temporary folders.</summary>
public sealed class FolderLockTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokentools-");

    private string Path => _folder.FullName;

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            _folder.Delete(recursive: true);
        }
    }

    [LinuxFact]
    public void TryTake_LockedFolder_IsNullAndKeepsNothingOpen()
    {
        using var first = FolderLock.TryTake(Path);
        Assert.NotNull(first);

        Assert.Null(FolderLock.TryTake(Path));

        Assert.Equal(1, OpenDescriptors.CountOf(Path));
    }

    // flock(2): the lock is released by an explicit operation, or when all copies of the descriptor have been closed.
    [LinuxFact]
    public void Dispose_ProcessThatIsBeingStartedHasACopy_ReleasesTheLock()
    {
        var first = FolderLock.TryTake(Path);
        using var copy = OpenDescriptors.CopyOf(Path);

        first!.Dispose();

        Assert.Equal(1, OpenDescriptors.CountOf(Path));
        using var second = FolderLock.TryTake(Path);
        Assert.NotNull(second);
    }

    [LinuxFact]
    public void Delete_FolderWithFiles_IsGoneAndNothingIsOpen()
    {
        File.WriteAllText(System.IO.Path.Combine(Path, "file"), "x");
        var taken = FolderLock.TryTake(Path);

        taken!.Delete(Path);

        Assert.False(Directory.Exists(Path));
        Assert.Equal(0, OpenDescriptors.CountOf(Path));
    }

    [LinuxFact]
    public void TryRemoveAbandoned_LockedFolder_IsRemovedOnceItIsReleased()
    {
        File.WriteAllText(System.IO.Path.Combine(Path, "file"), "x");
        using (FolderLock.TryTake(Path))
        {
            FolderLock.TryRemoveAbandoned(Path);
            Assert.True(File.Exists(System.IO.Path.Combine(Path, "file")));
        }

        FolderLock.TryRemoveAbandoned(Path);

        Assert.False(Directory.Exists(Path));
        Assert.Equal(0, OpenDescriptors.CountOf(Path));
    }

    [Fact]
    public void TryRemoveAbandoned_MissingFolder_IsIgnored()
    {
        var missing = System.IO.Path.Combine(Path, "missing");

        FolderLock.TryRemoveAbandoned(missing);

        Assert.False(Directory.Exists(missing));
    }
}
