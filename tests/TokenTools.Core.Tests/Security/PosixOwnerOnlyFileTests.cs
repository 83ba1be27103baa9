using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
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

    [PosixTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_AnotherProcessWatches_NeverSeesOtherPermissionsOrHalfAFile(bool allowUnnamed)
    {
        const int Enough = 50;
        // Prints what files there are, all the time: mode, size and name.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "while [ ! -e stop ]; do stat -c '%a %s %n' .tokentools* secret.* 2>/dev/null; done"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
        };
        using var watcher = Process.Start(start)!;
        int half = 0, final = 0;
        var unexpected = new System.Collections.Concurrent.ConcurrentBag<string>();
        var watching = Task.Run(async () =>
        {
            while (await watcher.StandardOutput.ReadLineAsync() is { } line)
            {
                var isFinal = line.Contains(" secret.", StringComparison.Ordinal);
                half += line.StartsWith("600 5000 .tokentools", StringComparison.Ordinal) ? 1 : 0;
                final += isFinal ? 1 : 0;
                if (!line.StartsWith(isFinal ? "600 10000 " : "600 ", StringComparison.Ordinal))
                {
                    unexpected.Add(line);
                }
            }
        });
        // Without a name, an incomplete file can't be seen.
        var seesHalf = !allowUnnamed || !OperatingSystem.IsLinux();
        var content = Encoding.ASCII.GetBytes(new string('x', 10_000));
        for (var i = 0; !watching.IsCompleted && ((seesHalf && Volatile(ref half) < Enough) || Volatile(ref final) < Enough); i++)
        {
            new OwnerOnlyFile { AllowUnnamed = allowUnnamed }.Write(InFolder("secret." + (i % 5)), replace: true, stream =>
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
        Assert.Equal(seesHalf, half > 0);
        Assert.True(final >= Enough, "The watcher ended early.");
        Assert.All(_folder.GetFiles(), static file => Assert.Matches("^(secret\\.[0-4]|stop)$", file.Name));
    }

    [LinuxFact]
    public void Write_Incomplete_HasNoNameThatAKilledProcessCouldLeave()
    {
        foreach (var replace in new[] { false, true })
        {
            new OwnerOnlyFile().Write(InFolder("secret"), replace, stream =>
            {
                stream.Write("token"u8);
                stream.Flush();
                Assert.Equal(replace ? ["secret"] : [], _folder.GetFileSystemInfos().Select(static file => file.Name));
            });
        }
    }

    // As /dev/stdout is one where the output is redirected to a file.
    [LinuxFact]
    public void Check_LinkOfTheSystemToAFile_IsNotReplaced()
    {
        using var file = File.Create(InFolder("file"));
        var link = "/dev/fd/" + file.SafeFileHandle.DangerousGetHandle();

        var error = Assert.Throws<TokenArgumentException>(() => new OwnerOnlyFile().Check(link, replace: true));

        Assert.Equal(nameof(Messages.InstallerFileNotRegular), error.ErrorId);
    }

    // Created by another program after the check.
    [PosixFact]
    public void PublishOrKeep_PipeHasTheName_IsNotReplaced()
    {
        var path = InFolder("pipe");
        using var file = new OwnerOnlyFile().Open(path, replace: true);
        file.Write(static stream => stream.Write("token"u8));
        MakePipe(path);

        Assert.NotNull(file.PublishOrKeep());

        Assert.Equal("token", File.ReadAllText(Assert.Single(_folder.GetFiles(), static one => one.Name != "pipe").FullName));
    }

    [PosixTheory]
    [InlineData("fifo")]
    [InlineData("socket")]
    [InlineData("link")] // such as /dev/stdout
    public void Write_NeitherFileNorLinkExists_IsNeverReplaced(string kind)
    {
        var path = InFolder(kind);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        if (kind == "fifo")
        {
            MakePipe(path);
        }
        else if (kind == "link")
        {
            File.CreateSymbolicLink(path, "/dev/null");
        }
        else
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
        }

        foreach (var replace in new[] { false, true })
        {
            Assert.Equal(
                (nameof(Messages.InstallerFileNotRegular), "Path"),
                Assert.Throws<TokenArgumentException>(() => Write(path, "new", replace)) is var error ? (error.ErrorId, error.ParameterName) : default);
        }

        Assert.Equal(kind, Assert.Single(_folder.GetFileSystemInfos()).Name);
    }

    // Without -Force: a fault here must not cost the machine its device where root runs the tests.
    [PosixFact]
    public void Write_Device_IsRefused() => Assert.Equal(
        nameof(Messages.InstallerFileNotRegular), Assert.Throws<TokenArgumentException>(() => Write("/dev/null", "new", replace: false)).ErrorId);

    [PosixFact]
    public void Write_KilledProcessLeftPipeOrFolder_LeavesItThere()
    {
        // Neither can be a temporary file. Opening such a pipe would wait for its other end.
        MakePipe(InFolder(TemporaryFile.NamePrefix + "abcdef"));
        Directory.CreateDirectory(InFolder(TemporaryFile.NamePrefix + "abcdeg"));

        Write(InFolder("secret"), "new", replace: false);

        Assert.Equal(3, _folder.GetFileSystemInfos().Length);
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

    // Windows keeps a folder with an open file.
    [PosixTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void PublishOrKeep_FolderIsGone_IsOneError(bool allowUnnamed)
    {
        var folder = _folder.CreateSubdirectory("folder");
        using var file = new OwnerOnlyFile { AllowUnnamed = allowUnnamed }.Open(Path.Combine(folder.FullName, "secret"), replace: false);
        file.Write(static stream => stream.Write("token"u8));
        folder.Delete(recursive: true);

        Assert.Equal(nameof(Messages.InstallerFileFailed), Assert.Throws<TokenArgumentException>(() => file.PublishOrKeep()).ErrorId);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [PosixFact]
    public void Write_TemporaryFileCantBeDeleted_ReportsTheCauseAndClearsTheContent()
    {
        var copy = InFolder("copy");
        var error = Assert.Throws<TokenArgumentException>(() => new OwnerOnlyFile { AllowUnnamed = false }.Write(InFolder("secret"), replace: false, stream =>
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
        var error = Assert.Throws<TokenArgumentException>(() => new OwnerOnlyFile { AllowUnnamed = false }.Write(InFolder("secret"), replace: false, stream =>
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
            new OwnerOnlyFile().Write(InFolder("secret"), replace: false, static _ => throw new InvalidTimeZoneException()));
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [PosixFact]
    public void Write_FolderAppearsAtThePath_IsRefusedAndLeavesNothingElse()
    {
        var path = InFolder("secret");
        Assert.Equal(nameof(Messages.InstallerFileFailed), Assert.Throws<TokenArgumentException>(() => new OwnerOnlyFile().Write(path, replace: true, stream =>
        {
            stream.Write("token"u8);
            Directory.CreateDirectory(path);
        })).ErrorId);
        Assert.Equal("secret", Assert.Single(_folder.GetFileSystemInfos()).Name);
    }

    [PosixTheory]
    [InlineData("nul.txt")]
    [InlineData("COM1")]
    public void Write_NameOfADeviceOfWindows_IsWritten(string name)
    {
        Write(InFolder(name), "x", replace: false);

        Assert.Equal(name, Assert.Single(_folder.GetFileSystemInfos()).Name);
    }

    // No user, not even root, can create a file there.
    [LinuxFact]
    public void Open_FolderOfTheSystem_IsOneErrorAboutThePath()
    {
        foreach (var allowUnnamed in new[] { false, true })
        {
            var files = new OwnerOnlyFile { AllowUnnamed = allowUnnamed };
            var error = Assert.Throws<TokenArgumentException>(() => files.EnsureCreatable("/proc/self/secret", replace: false));
            Assert.Equal((nameof(Messages.InstallerFileFailed), "Path"), (error.ErrorId, error.ParameterName));
        }
    }

    private static int Volatile(ref int value) => System.Threading.Volatile.Read(ref value);

    private static int Link(string target, string link)
    {
        using var ln = Process.Start("ln", [target, link]);
        ln.WaitForExit();
        return ln.ExitCode;
    }

    private static void MakePipe(string path)
    {
        using var mkfifo = Process.Start("mkfifo", [path]);
        mkfifo.WaitForExit();
        Assert.Equal(0, mkfifo.ExitCode);
    }

    private static void PutFolderInPlaceOf(string file)
    {
        File.Delete(file);
        Directory.CreateDirectory(file);
    }

    private static void Write(string path, string text, bool replace) =>
        new OwnerOnlyFile().Write(path, replace, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private string Temporary() => _folder.GetFiles(TemporaryFile.NamePrefix + "*").Single().FullName;

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);
}

/// <summary>A fact about file modes, links and names; skipped on Windows with a reason.</summary>
public sealed class PosixFactAttribute : FactAttribute
{
    public PosixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no file modes" : null;
}

/// <summary>A fact about what only Linux can do, reported as skipped elsewhere.</summary>
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "only Linux has files without a name";
}

/// <summary>A theory about file modes, links and names, reported as skipped on Windows with the reason.</summary>
public sealed class PosixTheoryAttribute : TheoryAttribute
{
    public PosixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no file modes" : null;
}

/// <summary>A theory about what only Linux can do, reported as skipped elsewhere.</summary>
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = OperatingSystem.IsLinux() ? null : "only Linux has files without a name";
}
