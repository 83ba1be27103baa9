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

/// <summary>Files that only their owner can read, from the moment they exist.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OwnerOnlyFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokentools-");

    public void Dispose() => _folder.Delete(recursive: true);

    [PosixFact]
    public async Task Another_process_never_sees_a_file_that_others_may_read_or_half_a_one()
    {
        // Looks at whatever there is under whatever name, all the time, and prints what it saw: mode, size, final name or not.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "while [ ! -e stop ]; do stat -c '%a %s %n' .secret.* secret.* 2>/dev/null; done | sort | uniq -c"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
        };
        using var watcher = Process.Start(start)!;
        var watching = watcher.StandardOutput.ReadToEndAsync();
        var content = Encoding.ASCII.GetBytes(new string('x', 10_000));
        var until = Stopwatch.StartNew();
        for (var i = 0; until.Elapsed < TimeSpan.FromSeconds(4); i++)
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
        var seen = (await watching).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Trim().Split(' ')).ToList();

        Assert.All(seen, static line => Assert.Equal("600", line[1]));
        Assert.Contains(seen, static line => line[3].StartsWith(".secret.", StringComparison.Ordinal) && line[2] == "5000");
        var final = seen.Where(static line => line[3].StartsWith("secret.", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(final);
        Assert.All(final, static line => Assert.Equal("10000", line[2]));
        Assert.Equal(6, Directory.GetFiles(_folder.FullName).Length);
    }

    [PosixFact]
    public void A_file_that_is_there_is_replaced_only_if_asked_and_with_its_mode()
    {
        var path = InFolder("secret");
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);

        var error = Assert.Throws<TokenArgumentException>(() => Write(path, "new", replace: false));
        Assert.Equal(nameof(Messages.InstallerFileExists), error.ErrorId);
        Assert.Equal("old", File.ReadAllText(path));

        Write(path, "new", replace: true);
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Single(Directory.GetFileSystemEntries(_folder.FullName));
    }

    [PosixTheory]
    [InlineData("nowhere")]
    [InlineData("target")]
    public void A_link_leads_no_secret_elsewhere(string name)
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

    [PosixFact]
    public void Of_many_who_write_one_file_at_once_one_does_it()
    {
        var path = InFolder("secret");
        var outcomes = new bool[50];
        Parallel.For(0, outcomes.Length, i =>
        {
            try
            {
                Write(path, i.ToString(System.Globalization.CultureInfo.InvariantCulture), replace: false);
                outcomes[i] = true;
            }
            catch (TokenArgumentException error)
            {
                Assert.Equal(nameof(Messages.InstallerFileExists), error.ErrorId);
            }
        });

        Assert.Single(outcomes, true);
        Assert.Equal(File.ReadAllText(path), Array.IndexOf(outcomes, true).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Single(Directory.GetFileSystemEntries(_folder.FullName));
    }

    [PosixFact]
    public void Nothing_is_left_where_writing_failed()
    {
        Assert.Equal(nameof(Messages.InstallerFileFailed), Assert.Throws<TokenArgumentException>(() =>
            OwnerOnlyFile.Write(InFolder("secret"), replace: false, stream =>
            {
                stream.WriteByte(1);
                throw new IOException("No space left.");
            })).ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void A_place_where_no_file_can_be_is_refused()
    {
        Assert.Equal(nameof(Messages.InstallerFileIsFolder), Assert.Throws<TokenArgumentException>(() => Write(_folder.FullName, "x", replace: true)).ErrorId);
        Assert.Equal(nameof(Messages.InstallerFileNoFolder), Assert.Throws<TokenArgumentException>(() => Write(InFolder("a/b"), "x", replace: true)).ErrorId);
    }

    [PosixFact]
    public void Names_beyond_ASCII_are_fine()
    {
        var path = InFolder("schlüssel 🔑 .properties");
        Write(path, "x", replace: false);
        Assert.Equal("x", File.ReadAllText(path));
    }

    private static void Write(string path, string text, bool replace) =>
        OwnerOnlyFile.Write(path, replace, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);
}

/// <summary>A fact about modes of files, and is reported as skipped, with the reason, on Windows, which has none.</summary>
public sealed class PosixFactAttribute : FactAttribute
{
    public PosixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "files have no modes on Windows" : null;
}

/// <summary>A theory about modes of files, and is reported as skipped, with the reason, on Windows, which has none.</summary>
public sealed class PosixTheoryAttribute : TheoryAttribute
{
    public PosixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "files have no modes on Windows" : null;
}
