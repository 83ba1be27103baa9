using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
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
            // Another name would not be recognized as that of a folder that was left.
            Assert.Matches("^tokentools-folder-[0-9a-f]{32}$", Path.GetFileName(path));
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
        var abandoned = NewPath();
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
    public void Create_FolderWithoutLock_IsRemoved()
    {
        var abandoned = Directory.CreateDirectory(NewPath()).FullName;
        // What a killed process leaves on Windows.
        File.WriteAllText(Path.Combine(abandoned, ".lock"), string.Empty);
        File.WriteAllText(Path.Combine(abandoned, "transcript.txt"), "x");

        using var folder = new OwnerOnlyFolder();

        Assert.False(Directory.Exists(abandoned));
    }

    [Fact]
    public void Create_FolderInUse_IsNotRemoved()
    {
        using var first = new OwnerOnlyFolder();
        using var second = new OwnerOnlyFolder();

        Assert.True(Directory.Exists(first.Path));
        Assert.True(Directory.Exists(second.Path));
    }

    // In another container, the process would have an id that means nothing here, or is that of another process. The lock says it.
    [LinuxFact]
    public async Task Create_FolderThatAnotherProcessLocks_IsRemovedOnceThatIsKilled()
    {
        var other = Directory.CreateDirectory(NewPath()).FullName;
        var start = new ProcessStartInfo("flock", ["--exclusive", "--close", other, "sh", "-c", "echo locked; cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        Assert.Equal("locked", await process.StandardOutput.ReadLineAsync());

        using (new OwnerOnlyFolder())
        {
            Assert.True(Directory.Exists(other));
        }

        process.Kill();
        await process.WaitForExitAsync();
        using (new OwnerOnlyFolder())
        {
            Assert.False(Directory.Exists(other));
        }
    }

    [Fact]
    public void TryTake_FolderThatAnotherProcessHasJustRemoved_IsNull() => Assert.Null(FolderLock.TryTake(NewPath()));

    private static string NewPath() => Path.Combine(Path.GetTempPath(), "tokentools-folder-" + Guid.NewGuid().ToString("N"));

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint EffectiveUser();

    [DllImport("libc", EntryPoint = "chown")]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);
}
