using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Text;
using System.Threading.Tasks;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

/// <summary>Files of mode 600, on Linux and macOS.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PosixOwnerOnlyFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokentools-");

    public void Dispose() => _folder.Delete(recursive: true);

    [PosixFact]
    public async Task Write_AnotherProcessWatches_NeverSeesOtherPermissionsOrHalfAFile()
    {
        const int Enough = 50;
        // Continuously prints the existing files: mode, size and name.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "while [ ! -e stop ]; do stat -c '%a %s %n' .secret.* secret.* 2>/dev/null; done"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
        };
        using var watcher = Process.Start(start)!;
        int temporary = 0, half = 0, final = 0;
        var unexpected = new System.Collections.Concurrent.ConcurrentBag<string>();
        var watching = Task.Run(async () =>
        {
            while (await watcher.StandardOutput.ReadLineAsync() is { } line)
            {
                var isFinal = line.Contains(" secret.", StringComparison.Ordinal);
                temporary += isFinal ? 0 : 1;
                half += line.StartsWith("600 5000 .secret.", StringComparison.Ordinal) ? 1 : 0;
                final += isFinal ? 1 : 0;
                if (!line.StartsWith(isFinal ? "600 10000 " : "600 ", StringComparison.Ordinal))
                {
                    unexpected.Add(line);
                }
            }
        });
        var content = Encoding.ASCII.GetBytes(new string('x', 10_000));
        for (var i = 0; !watching.IsCompleted && (Volatile(ref temporary) < Enough || Volatile(ref half) < Enough || Volatile(ref final) < Enough); i++)
        {
            OwnerOnlyFile.Write(InFolder("secret." + (i % 5)), replace: true, stream =>
            {
                stream.Write(content, 0, 5000);
                stream.Flush();
                Task.Delay(5).Wait();
                stream.Write(content, 5000, 5000);
            });
        }

        File.WriteAllText(InFolder("stop"), string.Empty);
        await watching;

        Assert.Empty(unexpected);
        Assert.True(half >= Enough && final >= Enough, "The watcher ended early.");
        Assert.All(_folder.GetFiles(), static file => Assert.Matches("^(secret\\.[0-4]|stop)$", file.Name));
    }

    [PosixFact]
    public void Write_FileOfOtherModeExists_ReplacesItsMode()
    {
        var path = InFolder("secret");
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);

        Write(path, "new", replace: true);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [PosixTheory]
    [InlineData("nowhere")]
    [InlineData("target")]
    public void Write_LinkExists_LeavesItsTargetAlone(string name)
    {
        var target = InFolder(name);
        var link = InFolder("link");
        if (name == "target")
        {
            File.WriteAllText(target, "old");
        }

        File.CreateSymbolicLink(link, target);

        Assert.Equal(nameof(Messages.InstallerFileExists), Assert.Throws<TokenArgumentException>(() => Write(link, "new", replace: false)).ErrorId);
        Write(link, "new", replace: true);

        Assert.Null(new FileInfo(link).LinkTarget);
        Assert.Equal("new", File.ReadAllText(link));
        Assert.Equal(name == "target" ? "old" : null, File.Exists(target) ? File.ReadAllText(target) : null);
    }

    [PosixTheory]
    [InlineData("a|b")]
    [InlineData("a?b*")]
    [InlineData("\"a\"")]
    [InlineData("a\tb")]
    [InlineData("a:b\\c")]
    public void Write_NameThatWindowsRefuses_IsWritten(string name)
    {
        Write(InFolder(name), "x", replace: false);
        Assert.Equal(name, Assert.Single(_folder.GetFileSystemInfos()).Name);
    }

    [PosixFact]
    public void Write_TemporaryFileCantBeDeleted_ReportsTheCauseAndClearsTheContent()
    {
        var copy = InFolder("copy");
        var error = Assert.Throws<TokenArgumentException>(() => OwnerOnlyFile.Write(InFolder("secret"), replace: false, stream =>
        {
            stream.Write("token"u8);
            // A second name shows the content afterwards. A folder instead of the first one cannot be deleted as a file.
            var temporary = Temporary();
            Assert.Equal(0, Link(temporary, copy));
            PutFolderInPlaceOf(temporary);
            throw new IOException("No space left.");
        }));

        Assert.Equal(nameof(Messages.InstallerFileFailed), error.ErrorId);
        Assert.Contains("No space left.", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(copy).Length);
    }

    [PosixFact]
    public void Write_ContentCantBeClearedEither_NamesTheTemporaryFile()
    {
        var temporary = string.Empty;
        var error = Assert.Throws<TokenArgumentException>(() => OwnerOnlyFile.Write(InFolder("secret"), replace: false, stream =>
        {
            temporary = Temporary();
            PutFolderInPlaceOf(temporary);
            stream.Dispose();
            throw new IOException("Device removed.");
        }));

        Assert.Equal(nameof(Messages.InstallerFileRemains), error.ErrorId);
        Assert.Contains("Device removed.", error.Message, StringComparison.Ordinal);
        Assert.Contains(temporary, error.Message, StringComparison.Ordinal);
    }

    [PosixFact]
    public void Write_FailsForAnotherReason_PassesTheErrorOnAndLeavesNothing()
    {
        Assert.Throws<InvalidTimeZoneException>(() =>
            OwnerOnlyFile.Write(InFolder("secret"), replace: false, static _ => throw new InvalidTimeZoneException()));
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [PosixFact]
    public void Write_FolderAppearsAtThePath_IsRefusedAndLeavesNothingElse()
    {
        var path = InFolder("secret");
        Assert.Equal(nameof(Messages.InstallerFileFailed), Assert.Throws<TokenArgumentException>(() => OwnerOnlyFile.Write(path, replace: true, stream =>
        {
            stream.Write("token"u8);
            Directory.CreateDirectory(path);
        })).ErrorId);
        Assert.Equal("secret", Assert.Single(_folder.GetFileSystemInfos()).Name);
    }

    private static int Volatile(ref int value) => System.Threading.Volatile.Read(ref value);

    private static int Link(string target, string link)
    {
        using var ln = Process.Start("ln", [target, link]);
        ln.WaitForExit();
        return ln.ExitCode;
    }

    private static void PutFolderInPlaceOf(string file)
    {
        File.Delete(file);
        Directory.CreateDirectory(file);
    }

    private static void Write(string path, string text, bool replace) =>
        OwnerOnlyFile.Write(path, replace, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private string Temporary() => _folder.GetFiles(".secret.*").Single().FullName;

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);
}

/// <summary>A fact about file modes, links and names; skipped on Windows with a reason.</summary>
public sealed class PosixFactAttribute : FactAttribute
{
    public PosixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no file modes" : null;
}

/// <summary>A theory about file modes, links and names; skipped on Windows with a reason.</summary>
public sealed class PosixTheoryAttribute : TheoryAttribute
{
    public PosixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no file modes" : null;
}
