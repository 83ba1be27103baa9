using System;
using System.IO;
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
}
