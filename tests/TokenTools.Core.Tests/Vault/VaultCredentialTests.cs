using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using TokenTools.Core.Tests.Security;
using TokenTools.Security;
using TokenTools.Vault;
using Xunit;

namespace TokenTools.Core.Tests.Vault;

public sealed class VaultCredentialTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vault").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("token")]
    [InlineData(" token\r\n")]
    [InlineData("\uFEFFtoken\n")]
    public void ReadFile_Text_IsReadWithoutWhiteSpaceAndByteOrderMark(string content) =>
        Assert.Equal("token", SecureText.Reveal(VaultCredential.ReadFile(Write(Encoding.UTF8.GetBytes(content)), "ApiTokenFile")));

    [Fact]
    public void ReadFile_LongestCredential_IsReadWhole() =>
        Assert.Equal(65_536, VaultCredential.ReadFile(Write(Encoding.UTF8.GetBytes(new string('x', 65_536))), "ApiTokenFile").Length);

    [Theory]
    [InlineData(0)]
    [InlineData(65_537)]
    public void ReadFile_EmptyOrTooLarge_IsRejected(int length) =>
        Rejected(Write(Encoding.UTF8.GetBytes(new string('x', length))), nameof(Messages.VaultFileInvalid));

    [Fact]
    public void ReadFile_OnlyWhiteSpace_IsRejected() => Rejected(Write("\r\n "u8.ToArray()), nameof(Messages.VaultFileInvalid));

    [Fact]
    public void ReadFile_Utf16_IsRejected() => Rejected(Write([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("token")]), nameof(Messages.VaultFileUnreadable));

    [Theory]
    [InlineData("token")]
    [InlineData("")]
    [InlineData("/a\0b")]
    public void ReadFile_RelativePath_IsRejected(string path) => Rejected(path, nameof(Messages.VaultPathRelative));

    [Fact]
    public void ReadFile_MissingFile_IsRejected() => Rejected(Path.Combine(_folder, "missing"), nameof(Messages.VaultFileUnreadable));

    [PosixTheory]
    [InlineData("pipe")]
    [InlineData("device")]
    [InlineData("folder")]
    public void ReadFile_SomethingElse_IsRejectedAndNotOpened(string what) =>
        Rejected(what == "pipe" ? Pipe() : what == "device" ? "/dev/zero" : _folder, nameof(Messages.VaultFileInvalid));

    [LinuxFact]
    public void ReadFile_LinkToAPipe_IsRejectedAndNotOpened() =>
        Rejected(File.CreateSymbolicLink(Path.Combine(_folder, "link"), Pipe()).FullName, nameof(Messages.VaultFileInvalid));

    [PosixFact]
    public void ReadFile_LinkToAFileThatOthersCanRead_IsRejected()
    {
        var path = Write("token"u8.ToArray());
        var link = File.CreateSymbolicLink(Path.Combine(_folder, "link"), path).FullName;
        Assert.Equal("token", SecureText.Reveal(VaultCredential.ReadFile(link, "ApiTokenFile")));

        Chmod(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Rejected(link, nameof(Messages.VaultFileNotPrivate));
    }

    [Fact]
    public void RequirePrivate_PermissionsUnknown_IsRejected() => Assert.Equal(
        nameof(Messages.VaultFileModeUnknown),
        Assert.Throws<TokenArgumentException>(static () => VaultCredential.RequirePrivate(state: null, "/token", "ApiTokenFile")).ErrorId);

    private string Pipe()
    {
        var path = Path.Combine(_folder, "pipe");
        using var mkfifo = Process.Start("mkfifo", [path]);
        mkfifo.WaitForExit();
        Assert.Equal(0, mkfifo.ExitCode);
        return path;
    }

    private static void Rejected(string path, string expected) =>
        Assert.Equal(expected, Assert.Throws<TokenArgumentException>(() => VaultCredential.ReadFile(path, "ApiTokenFile")).ErrorId);

    private string Write(byte[] content)
    {
        var path = Path.Combine(_folder, "file");
        File.WriteAllBytes(path, content);
        Chmod(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private static void Chmod(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
