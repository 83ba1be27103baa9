using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

/// <summary>Files that only their owner can read, on every system.</summary>
public sealed class OwnerOnlyFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokentools-");

    private bool _allowUnnamed = true;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_FileExists_ReplacesItOnlyIfAsked(bool allowUnnamed)
    {
        _allowUnnamed = allowUnnamed;
        var path = InFolder("secret");
        File.WriteAllText(path, "old");

        Assert.Equal(nameof(Messages.InstallerFileExists), RefusalOf(path));
        Assert.Equal("old", File.ReadAllText(path));

        Write(path, "new", replace: true);
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Single(_folder.GetFileSystemInfos());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_ManyThreadsAtOnce_OneSucceeds(bool allowUnnamed)
    {
        _allowUnnamed = allowUnnamed;
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_ManyThreadsReplace_AllSucceed(bool allowUnnamed)
    {
        // Each looks for the temporary files of killed processes, and none of these has been killed.
        _allowUnnamed = allowUnnamed;
        Parallel.For(0, 50, i => Write(InFolder("secret"), i.ToString("00", CultureInfo.InvariantCulture), replace: true));

        Assert.Matches("^[0-4][0-9]$", File.ReadAllText(InFolder("secret")));
        Assert.Single(_folder.GetFileSystemInfos());
    }

    [Theory]
    [InlineData("abcdef", true)]
    [InlineData("0123456789ab", true)]
    // Of another program.
    [InlineData("notes.txt", false)]
    [InlineData("abc", false)]
    [InlineData("abcdef-old", false)]
    public void Write_KilledProcessLeftItsTemporaryFile_IsRemoved(string suffix, bool isRemoved)
    {
        var abandoned = InFolder(TemporaryFile.NamePrefix + suffix);
        File.WriteAllText(abandoned, "token");

        Write(InFolder("secret"), "new", replace: false);

        Assert.Equal(isRemoved, !File.Exists(abandoned));
        Assert.True(File.Exists(InFolder("secret")));
    }

    [Fact]
    public void Write_AnotherProcessWritesIntoTheFolder_LeavesItsTemporaryFileAlone()
    {
        _allowUnnamed = false;
        new OwnerOnlyFile { AllowUnnamed = false }.Write(InFolder("first"), replace: false, stream =>
        {
            stream.Write("1"u8);
            var temporary = Assert.Single(_folder.GetFiles(TemporaryFile.NamePrefix + "*")).FullName;
            Write(InFolder("second"), "2", replace: false);
            Assert.True(File.Exists(temporary));
        });

        Assert.Equal("1", File.ReadAllText(InFolder("first")));
        Assert.Equal("2", File.ReadAllText(InFolder("second")));
        Assert.Equal(2, _folder.GetFileSystemInfos().Length);
    }

    [Theory]
    [InlineData("x", 248)]
    [InlineData("x", 249)]
    [InlineData("x", 255)]
    [InlineData("é", 127)]
    [InlineData("🔑", 63)]
    public void Write_LongestNames_AreWritten(string character, int count)
    {
        foreach (var allowUnnamed in new[] { false, true })
        {
            _allowUnnamed = allowUnnamed;
            var name = string.Concat(Enumerable.Repeat(character, count - 2)) + allowUnnamed.ToString()[..1] + "1";
            Write(InFolder(name), "x", replace: false);
            Write(InFolder(name), "y", replace: true);
            Assert.Equal("y", File.ReadAllText(InFolder(name)));
        }

        Assert.Equal(2, _folder.GetFileSystemInfos().Length);
    }

    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xDC00)]
    public void Write_NameWithLoneSurrogate_IsOneErrorAndNotAnotherFile(int surrogate)
    {
        var name = "a" + (char)surrogate + "b";
        foreach (var replace in new[] { false, true })
        {
            var error = Assert.Throws<TokenArgumentException>(() => Write(InFolder(name), "x", replace));
            Assert.Equal((nameof(Messages.InstallerFileFailed), "Path"), (error.ErrorId, error.ParameterName));
            Assert.Contains("lone surrogate", error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(_folder.GetFileSystemInfos());
    }

    // https://learn.microsoft.com/windows/win32/fileio/naming-a-file
    [Theory]
    [InlineData(@"C:\a\CON", true)]
    [InlineData(@"C:\a\nul.txt", true)]
    [InlineData(@"C:\a\Aux.tar.gz", true)]
    [InlineData(@"C:\a\com1", true)]
    [InlineData(@"C:\a\LPT9.log", true)]
    [InlineData("C:\\a\\COM\u00b9", true)]
    [InlineData(@"C:\a\PRN  .txt", true)]
    [InlineData(@"C:\a\CONOUT$", true)]
    [InlineData(@"a/NUL", true)]
    [InlineData(@"NUL:", true)]
    [InlineData(@"\\.\PhysicalDrive0", true)]
    [InlineData(@"C:\CON\a", false)]
    [InlineData(@"C:\a\console", false)]
    [InlineData(@"C:\a\CON1.txt", false)]
    [InlineData(@"C:\a\COM", false)]
    [InlineData(@"C:\a\a.con", false)]
    [InlineData(@"\\?\C:\a\b", false)]
    [InlineData(@"\\server\share\nul-1", false)]
    public void IsDevice_Name_FollowsTheRulesOfWindows(string path, bool expected) =>
        Assert.Equal(expected, WindowsFileName.IsDevice(path));

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
    public void Write_FileOfAnotherSecretOfTheRun_IsNotReplaced()
    {
        var files = new OwnerOnlyFile();
        files.Write(InFolder("secret"), replace: true, static stream => stream.Write("first"u8));

        var error = Assert.Throws<TokenArgumentException>(
            () => files.Write(Path.Combine(_folder.FullName, ".", "secret"), replace: true, static stream => stream.Write("second"u8)));

        Assert.Equal(nameof(Messages.InstallerFileTwice), error.ErrorId);
        Assert.Equal("first", File.ReadAllText(InFolder("secret")));
    }

    [Fact]
    public void Write_ContentFails_LeavesNothing()
    {
        var error = Assert.Throws<TokenArgumentException>(() => new OwnerOnlyFile().Write(InFolder("secret"), replace: false, static stream =>
        {
            stream.Write("token"u8);
            throw new IOException("No space left.");
        }));

        Assert.Equal(nameof(Messages.InstallerFileFailed), error.ErrorId);
        Assert.Contains("No space left.", error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Theory]
    [InlineData("\0a")]
    [InlineData("a\0")]
    public void Open_NullCharacter_IsNamedAsTheCause(string path)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Write(path, "x", replace: false));

        Assert.Equal(nameof(Messages.InstallerFileFailed), error.ErrorId);
        Assert.Contains(new MessageText(nameof(Messages.FileNameHasNull)).ToString(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EmptyPath_IsOneErrorAboutThePath()
    {
        var error = Assert.Throws<TokenArgumentException>(() => Write(string.Empty, "x", replace: false));

        Assert.Equal((nameof(Messages.InstallerFileFailed), "Path"), (error.ErrorId, error.ParameterName));
    }

    // Nothing else looks at the path later, as for a file that is written.
    [Fact]
    public void Check_PathThatCannotBeWritten_IsRefused()
    {
        var existing = InFolder("existing");
        File.WriteAllText(existing, "old");

        Assert.Equal(nameof(Messages.InstallerFileExists), Refusal(existing));
        Assert.Equal(nameof(Messages.InstallerFileIsFolder), Refusal(_folder.FullName));
        Assert.Equal(nameof(Messages.InstallerFileNoFolder), Refusal(InFolder("a/b")));
        // Wine takes a name that is too long for one of no file.
        Assert.Equal(
            nameof(Messages.InstallerFileFailed), Refusal(InFolder(OperatingSystem.IsWindows() ? "a|b" : new string('x', 300))));
        Assert.Equal(existing, new OwnerOnlyFile().Check(existing, replace: true));
        Assert.Equal(InFolder("new"), new OwnerOnlyFile().Check(InFolder("./new"), replace: false));

        static string Refusal(string path) =>
            Assert.Throws<TokenArgumentException>(() => new OwnerOnlyFile().Check(path, replace: false)).ErrorId;
    }

    [Fact]
    public void Errors_OfOtherSettings_NameThese()
    {
        var files = new OwnerOnlyFile("Output", "Again");
        File.WriteAllText(InFolder("existing"), "old");
        files.Write(InFolder("written"), replace: false, static stream => stream.Write("first"u8));

        foreach (var (path, id, said) in new[]
        {
            ("existing", nameof(Messages.InstallerFileExists), "Specify another Output, or use Again to replace it."),
            ("written", nameof(Messages.InstallerFileTwice), "Specify a different Output for each token."),
            ("a/b", nameof(Messages.InstallerFileNoFolder), "specify another Output."),
            (".", nameof(Messages.InstallerFileIsFolder), "is a folder"),
            ("a\0b", nameof(Messages.InstallerFileFailed), "cannot be written"),
        })
        {
            var error = Assert.Throws<TokenArgumentException>(() => files.Open(InFolder(path), replace: false));
            Assert.Equal((id, "Output"), (error.ErrorId, error.ParameterName));
            Assert.Contains(said, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PublishOrKeep_NameIsFree_GetsIt(bool allowUnnamed)
    {
        using (var file = new OwnerOnlyFile { AllowUnnamed = allowUnnamed }.Open(InFolder("secret"), replace: false))
        {
            file.Write(static stream => stream.Write("first "u8));
            Assert.Null(file.PublishOrKeep());
            file.Write(static stream => stream.Write("second"u8));
            Assert.Null(file.PublishOrKeep());
        }

        Assert.Equal("secret", Assert.Single(_folder.GetFileSystemInfos()).Name);
        Assert.Equal("first second", File.ReadAllText(InFolder("secret")));
    }

    // Created after the file was opened: a file, which is not replaced, and a folder, which cannot be.
    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, false, false)]
    [InlineData(true, true, false)]
    [InlineData(false, true, false)]
    [InlineData(true, true, true)]
    [InlineData(false, true, true)]
    public void PublishOrKeep_NameIsTaken_KeepsTheContentInAnotherFile(bool allowUnnamed, bool isFolder, bool replace)
    {
        var path = InFolder("secret");
        string message;
        using (var file = new OwnerOnlyFile { AllowUnnamed = allowUnnamed }.Open(path, replace))
        {
            file.Write(static stream => stream.Write("first "u8));
            if (isFolder)
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                File.WriteAllText(path, "of another program");
            }

            message = file.PublishOrKeep()!.ToString();
            file.Write(static stream => stream.Write("second"u8));
            Assert.Null(file.PublishOrKeep());
        }

        var kept = Assert.Single(_folder.GetFiles(), static file => file.Name != "secret");
        Assert.Equal(2, _folder.GetFileSystemInfos().Length);
        Assert.StartsWith("The file " + path + " cannot be written: ", message, StringComparison.Ordinal);
        Assert.EndsWith(" The result is in the file " + kept.FullName + ".", message, StringComparison.Ordinal);
        Assert.Equal("first second", File.ReadAllText(kept.FullName));
        Assert.Equal(isFolder, Directory.Exists(path));
        Assert.True(isFolder || File.ReadAllText(path) == "of another program");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, kept.UnixFileMode);
        }

        // The next run does not take it for a file that a killed process has left.
        Write(InFolder("next"), "x", replace: false);
        Assert.True(File.Exists(kept.FullName));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EnsureCreatable_NewOrExistingFile_LeavesTheFolderAsItIs(bool allowUnnamed)
    {
        File.WriteAllText(InFolder("existing"), "old");
        var files = new OwnerOnlyFile { AllowUnnamed = allowUnnamed };

        files.EnsureCreatable(InFolder("new"), replace: false);
        files.EnsureCreatable(InFolder("existing"), replace: true);
        Assert.Throws<TokenArgumentException>(() => files.EnsureCreatable(InFolder("existing"), replace: false));

        Assert.Equal("existing", Assert.Single(_folder.GetFileSystemInfos()).Name);
        Assert.Equal("old", File.ReadAllText(InFolder("existing")));
    }

    private string RefusalOf(string path, bool replace = false) => Assert.Throws<TokenArgumentException>(() => Write(path, "x", replace)).ErrorId;

    private void Write(string path, string text, bool replace) =>
        new OwnerOnlyFile { AllowUnnamed = _allowUnnamed }.Write(path, replace, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);
}
