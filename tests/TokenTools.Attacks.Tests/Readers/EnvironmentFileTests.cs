using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Support;
using Xunit;

namespace TokenTools.Attacks.Tests.Readers;

/// <summary>An environment file has no other variables and no other values than those that were given.</summary>
[Collection(nameof(InstallerForms))]
public sealed class EnvironmentFileTests(InstallerForms forms)
{
    // Each file in a folder of its own, so that what it creates there can be seen.
    private const string Source = """
        for file in "$@"; do
            read="$PWD/${file##*/}.read"
            mkdir "$read.d" || exit 1
            (cd "$read.d"; set -a; . "$file"; printf '%s\0' "$LOCAL_PATH" "$PROXY_PASSWORD" "$INSTALL_TOKEN" >"$read") </dev/null >/dev/null 2>&1
        done
        """;

    private const string DotEnv = """
        import dotenv, json, sys
        print(json.dumps([[dotenv.dotenv_values(f).get(n) for n in ("LOCAL_PATH", "PROXY_PASSWORD", "INSTALL_TOKEN")] for f in sys.argv[1:]]))
        """;

    [ProgramFact("docker", "--version")]
    public async Task Docker_AnyValue_ReadsTheGivenVariables()
    {
        var files = Convert();

        var read = await DockerReader.ReadAsync(forms.CreateFolder(), files.Select(static file => file.Path));

        Assert.Equal(
            HostileValues.Pairs.SelectMany(static pair => new[]
            {
                "INSTALL_TOKEN=" + InstallerForms.Token, "BOOMI_ATOMNAME=a", "LOCAL_PATH=" + pair.Setting.Trim(), "PROXY_USERNAME=me",
                "PROXY_PASSWORD=" + pair.Secret,
            }),
            read);
    }

    [ProgramFact("bash", "-c", "true")]
    public Task Bash_ValueThatItInterprets_CausedAWarning() => CheckShellAsync("bash", "--noprofile", "--norc");

    [ProgramFact("dash", "-c", "true")]
    public Task Dash_ValueThatItInterprets_CausedAWarning() => CheckShellAsync("dash");

    [ProgramFact("python3", "-c", "import dotenv")]
    public async Task DotEnv_ValueThatItInterprets_CausedAWarning()
    {
        var files = Convert();

        var output = await ExternalProgram.ReadAsync("python3", ["-c", DotEnv, .. files.Select(static file => file.Path)]);

        Check("dotenv", files, JsonSerializer.Deserialize<string?[][]>(output)!);
    }

    [Fact]
    public void Convert_ValueThatALineCannotHold_IsRejectedAndWritesNoFile()
    {
        // A line end after a secret is not part of it.
        var secrets = HostileValues.Rejected.Where(static value => !value.EndsWith('\n')).ToList();
        foreach (var form in new[] { "EnvironmentFile", "ResponseFile", "KubernetesSecret", "ArgumentList" })
        {
            var folder = forms.CreateFolder();
            var pairs = HostileValues.Rejected.Select(static value => ("x" + value + "x", "x"))
                .Concat(secrets.Select(static value => ("x", value))).Concat(HostileValues.Rejected.Select(static value => ("x", "x" + value + "x"))).ToList();
            var converted = forms.ConvertEach(form, folder, pairs);
            Assert.All(converted, static conversion => Assert.StartsWith("InstallerValueControl", conversion.Error, StringComparison.Ordinal));
            Assert.All(converted, static conversion => Assert.Null(conversion.Result));
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        }
    }

    private IReadOnlyList<ConvertedForm> Convert() => forms.ConvertHostileValues("EnvironmentFile");

    private async Task CheckShellAsync(string shell, params string[] options)
    {
        var files = Convert();
        var folder = forms.CreateFolder();
        var start = new ProcessStartInfo(shell, [.. options, "-c", Source, shell, .. files.Select(static file => file.Path)])
        {
            WorkingDirectory = folder,
        };

        Assert.Equal(0, (await ExternalProgram.RunAsync(start)).ExitCode);

        string Read(ConvertedForm file) => Path.Combine(folder, Path.GetFileName(file.Path) + ".read");
        // Not as a text file: a byte order mark is part of a value.
        Check(shell, files, [.. files.Select(file => File.Exists(Read(file))
            ? Encoding.UTF8.GetString(File.ReadAllBytes(Read(file))).Split('\0')[..^1]
            : [])]);
        Assert.All(files, file => Assert.True(
            file.Warnings.Count > 0 || !Directory.EnumerateFileSystemEntries(Read(file) + ".d").Any(), File.ReadAllText(file.Path)));
    }

    private static void Check(string reader, IReadOnlyList<ConvertedForm> files, IReadOnlyList<IReadOnlyList<string?>> read)
    {
        Assert.Equal(files.Count, read.Count);
        var failures = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var number = 0; number < files.Count; number++)
        {
            var (setting, secret) = HostileValues.Pairs[number];
            if (!read[number].SequenceEqual([setting.Trim(), secret, InstallerForms.Token]) && files[number].Warnings.Count == 0)
            {
                failures[number + "/" + setting + " and " + secret] = "read as " + string.Join(" and ", read[number]) + " without a warning";
            }
        }

        Checks.Assert("readers/environment-file." + reader, failures);
        // A warning for everything would hold as well.
        Assert.Contains(files, static file => file.Warnings.Count == 0);
    }
}
