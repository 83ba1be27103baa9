using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

/// <summary>Files that only their owner can read, on every system.</summary>
public sealed class OwnerOnlyFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokentools-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Write_FileExists_ReplacesItOnlyIfAsked()
    {
        var path = InFolder("secret");
        File.WriteAllText(path, "old");

        Assert.Equal(nameof(Messages.InstallerFileExists), RefusalOf(path));
        Assert.Equal("old", File.ReadAllText(path));

        Write(path, "new", replace: true);
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Single(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void Write_ManyThreadsAtOnce_OneSucceeds()
    {
        var path = InFolder("secret");
        var succeeded = new bool[50];
        Parallel.For(0, succeeded.Length, i =>
        {
            try
            {
                Write(path, i.ToString(CultureInfo.InvariantCulture), replace: false);
                succeeded[i] = true;
            }
            catch (TokenArgumentException error)
            {
                Assert.Equal(nameof(Messages.InstallerFileExists), error.ErrorId);
            }
        });

        Assert.Single(succeeded, true);
        Assert.Equal(File.ReadAllText(path), Array.IndexOf(succeeded, true).ToString(CultureInfo.InvariantCulture));
        Assert.Single(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void Write_FolderOrNoFolder_IsRefused()
    {
        Assert.Equal(nameof(Messages.InstallerFileIsFolder), RefusalOf(_folder.FullName, replace: true));
        Assert.Equal(nameof(Messages.InstallerFileNoFolder), RefusalOf(InFolder("a/b"), replace: true));
    }

    [Theory]
    [InlineData("a\0b", false)]
    [InlineData("a\0b", true)]
    // More than the 255 that a name may have on any system.
    [InlineData("{long}", false)]
    [InlineData("{long}", true)]
    public void Write_NameThatNoSystemAccepts_IsOneErrorAboutThePath(string name, bool replace)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Write(InFolder(name.Replace("{long}", new string('x', 300), StringComparison.Ordinal)), "x", replace));
        Assert.Equal((nameof(Messages.InstallerFileFailed), "Path"), (error.ErrorId, error.ParameterName));
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Theory]
    [InlineData("schlüssel 🔑 .properties")]
    [InlineData("a b'c&d;e (1) #1 %PATH%")]
    public void Write_UnusualName_IsWritten(string name)
    {
        Write(InFolder(name), "x", replace: false);
        Assert.Equal("x", File.ReadAllText(InFolder(name)));
        Assert.Equal(name, Assert.Single(_folder.GetFileSystemInfos()).Name);
    }

    [Fact]
    public void Write_ContentFails_LeavesNothing()
    {
        var error = Assert.Throws<TokenArgumentException>(() => OwnerOnlyFile.Write(InFolder("secret"), replace: false, static stream =>
        {
            stream.Write("token"u8);
            throw new IOException("No space left.");
        }));

        Assert.Equal(nameof(Messages.InstallerFileFailed), error.ErrorId);
        Assert.Contains("No space left.", error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    private string RefusalOf(string path, bool replace = false) => Assert.Throws<TokenArgumentException>(() => Write(path, "x", replace)).ErrorId;

    private static void Write(string path, string text, bool replace) =>
        OwnerOnlyFile.Write(path, replace, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);
}
