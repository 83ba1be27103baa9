using System;
using System.IO;
using System.Text;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

/// <summary>Files with a secret for another program.</summary>
public class SecretFileTests
{
    [Theory]
    [InlineData("zażółć 🔑 secret")]
    [InlineData("x")]
    public void Create_Secret_IsReadableUntilItIsDisposedOf(string text)
    {
        using var secret = SecureText.FromString(text);
        string path;
        string? target;
        using (var file = new SecretFile(secret))
        {
            path = file.Path;
            target = new FileInfo(path).LinkTarget;
            Assert.Equal(Encoding.UTF8.GetBytes(text), File.ReadAllBytes(path));
            Assert.Equal(Encoding.UTF8.GetBytes(text), File.ReadAllBytes(path));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }

        // On Linux, a test in another thread may have opened a file with the number of the descriptor since.
        Assert.True(target is null ? !File.Exists(path) : new FileInfo(path).LinkTarget != target);
    }

    [Fact]
    public void Create_OnLinux_HasNoNameInAnyFolder()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var secret = SecureText.FromString("secret");
        using var file = new SecretFile(secret);

        Assert.StartsWith("/proc/" + Environment.ProcessId + "/fd/", file.Path, StringComparison.Ordinal);
        Assert.EndsWith("(deleted)", new FileInfo(file.Path).LinkTarget, StringComparison.Ordinal);
    }

    [PosixFact]
    public void Create_FolderIsMissing_IsOneErrorAboutTheFolder()
    {
        using var secret = SecureText.FromString("kQ3vZ8xN1p");
        var folder = Path.Combine(Path.GetTempPath(), "missing", "folder");

        var error = Assert.Throws<TokenArgumentException>(() => new SecretFile(secret, folder).Dispose());

        Assert.Equal((nameof(Messages.ChildFileFailed), "File"), (error.ErrorId, error.ParameterName));
        Assert.Contains(folder, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("kQ3vZ8xN1p", error.Message, StringComparison.Ordinal);
    }

    [PosixFact]
    public void Create_KilledProcessLeftItsFile_IsRemoved()
    {
        var parent = Directory.CreateTempSubdirectory("tokentools-");
        var abandoned = Path.Combine(parent.FullName, TemporaryFile.NamePrefix + "abcdef");
        File.WriteAllText(abandoned, "token");
        using var secret = SecureText.FromString("secret");

        new SecretFile(secret, parent.FullName).Dispose();

        Assert.Empty(parent.GetFileSystemInfos());
        parent.Delete();
    }

    [PosixFact]
    public void Dispose_ProgramStillHasItOpen_SeesNoContent()
    {
        using var secret = SecureText.FromString("secret");
        var file = new SecretFile(secret);
        using var open = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Assert.Equal(6, open.Length);

        file.Dispose();

        Assert.Equal(0, open.Length);
    }
}
