using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Support;
using Xunit;

namespace TokenTools.Attacks.Tests.Readers;

/// <summary>A program that PowerShell starts with the arguments receives the given values, each as one argument.</summary>
[Collection(nameof(InstallerForms))]
public sealed class ArgumentListTests(InstallerForms forms)
{
    private const string Reader = "import json, os, sys; json.dump(sys.argv[1:], open(os.environ['READ_BACK'], 'w'))";

    private const string Call = """
        param($Program, $Reader, $Elements, $Path)
        $env:READ_BACK = $Path
        & $Program $Reader @Elements
        """;

    private const string StartProcess = """
        param($Program, $Reader, $Elements, $Path)
        $env:READ_BACK = $Path
        Start-Process $Program -ArgumentList (@($Reader) + $Elements) -Wait
        """;

    [ProgramFact("python3", "-c", "pass")]
    public Task CallOperator_AnyValue_PassesItAsOneArgument() => CheckAsync(Call);

    [ProgramFact("python3", "-c", "pass")]
    public Task StartProcess_AnyValue_PassesItAsOneArgument() => CheckAsync(StartProcess, ("ForStartProcess", true));

    private async Task CheckAsync(string script, params (string Name, object Value)[] options)
    {
        var folder = forms.CreateFolder();
        var converted = forms.ConvertHostileValues("ArgumentList", options);
        var elements = converted.SelectMany(static form => (string[])form.Result!).ToArray();
        var (reader, read) = (Path.Combine(folder, "reader.py"), Path.Combine(folder, "read.json"));
        await File.WriteAllTextAsync(reader, Reader);

        forms.Session.Run("param($Folder) Set-Location -LiteralPath $Folder", folder);
        var run = forms.Session.Run(script, ExternalProgram.Find("python3"), reader, elements, read);
        forms.Session.Run("Set-Location /");

        Assert.Null(run.Terminating);
        Assert.Empty(run.Errors);
        Assert.Equal(HostileValues.Pairs.SelectMany(Expected), JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(read))!);
        Assert.Equal(["read.json", "reader.py"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order());
    }

    private static IEnumerable<string> Expected((string Setting, string Secret) pair) =>
    [
        "-q", "-console", "-VinstallToken=" + InstallerForms.Token, "-VatomName=a", "-VlocalPath=" + pair.Setting.Trim(), "-VproxyUser=me",
        "-VproxyPassword=" + pair.Secret,
    ];
}
