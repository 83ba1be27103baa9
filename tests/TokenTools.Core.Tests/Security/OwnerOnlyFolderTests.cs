using System;
using System.IO;
using System.Runtime.InteropServices;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

/// <summary>Temporary folders for their owner only.</summary>
public class OwnerOnlyFolderTests
{
    [Fact]
    public void Create_Folder_IsOnlyForItsOwnerAndGoneAtTheEnd()
    {
        string path;
        using (var folder = new OwnerOnlyFolder())
        {
            path = folder.Path;
            Assert.True(Directory.Exists(path));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
            }

            File.WriteAllText(Path.Combine(path, "file"), "x");
        }

        Assert.False(Directory.Exists(path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Create_FolderOfAnotherUserOrLink_IsNotRemoved(bool isLink)
    {
        var abandoned = Path.Combine(Path.GetTempPath(), "tokentools-folder-99999999-" + Guid.NewGuid().ToString("N"));
        if (OperatingSystem.IsWindows() || (!isLink && EffectiveUser() != 0))
        {
            // Only root can give a folder to another user.
            return;
        }

        if (isLink)
        {
            Directory.CreateSymbolicLink(abandoned, Path.GetTempPath());
        }
        else
        {
            Directory.CreateDirectory(abandoned);
            Assert.Equal(0, ChangeOwner(abandoned, 12345, 12345));
        }

        try
        {
            using var folder = new OwnerOnlyFolder();
            Assert.True(Directory.Exists(abandoned));
        }
        finally
        {
            Directory.Delete(abandoned);
        }
    }

    [Fact]
    public void Create_FolderOfAProcessThatHasEnded_IsRemoved()
    {
        // No process has this id: pid_max is at most 2^22 on Linux, and ids on Windows are multiples of 4.
        var abandoned = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "tokentools-folder-99999999-" + Guid.NewGuid().ToString("N"))).FullName;
        var running = Directory.CreateDirectory(
            Path.Combine(Path.GetTempPath(), "tokentools-folder-" + Environment.ProcessId + "-" + Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            using var folder = new OwnerOnlyFolder();
            Assert.False(Directory.Exists(abandoned));
            Assert.True(Directory.Exists(running));
        }
        finally
        {
            Directory.Delete(running);
        }
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint EffectiveUser();

    [DllImport("libc", EntryPoint = "chown")]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);
}
