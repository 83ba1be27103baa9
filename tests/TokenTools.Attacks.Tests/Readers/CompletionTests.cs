using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Support;
using TokenTools.Cli;
using Xunit;

namespace TokenTools.Attacks.Tests.Readers;

/// <summary>What completes a command line is never run.</summary>
[Collection(nameof(InstallerForms))]
public sealed class CompletionTests(InstallerForms forms) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokentools-completion-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void PowerShell_NameOfAVariableWithAConnection_IsCompletedAsOneVariable()
    {
        foreach (var name in new[] { "plain_1", "a b; calc", "x}; calc", "x`y", "x-y", "$(calc)" })
        {
            CheckCompletion(name);
        }
    }

    [ProgramFact("bash", "-c", "true")]
    public async Task Bash_CommandInTheLine_IsNotRun()
    {
        using var output = new StringWriter();
        Assert.Equal(0, (await CommandRunner.RunAsync(["completion", "bash"], new Terminal(output, output), CancellationToken.None)).ExitCode);
        var bin = _folder.CreateSubdirectory("bin").FullName;
        var program = Path.Combine(bin, "tokentools");
        // As tokentools does: what begins with the word is suggested, whatever it is.
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho called >>calls\nprintf '%s\\n' '--output' '$(touch PWNED)' '`touch PWNED`'\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var script = output + """

            for word in '$(touch PWNED)' '`touch PWNED`' '-' '"$(touch PWNED)' '' "'; touch PWNED; '"; do
                COMP_WORDS=(tokentools installer-token "$word") COMP_CWORD=2 COMP_LINE="tokentools installer-token $word" COMP_POINT=${#COMP_LINE}
                _tokentools
            done
            """;
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", "-c", script]) { WorkingDirectory = _folder.FullName };
        start.Environment["PATH"] = bin + ":" + Environment.GetEnvironmentVariable("PATH");

        var result = await ExternalProgram.RunAsync(start);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(6, (await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "calls"))).Length);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, HostileValues.Marker)), result.Error);
    }

    private void CheckCompletion(string name)
    {
        var session = forms.Session;
        session.Run("param($Name) $secret = ConvertTo-SecureString x -AsPlainText -Force; "
            + "Set-Variable -Name $Name (Connect-Boomi acme-A1B2C3 user@acme.example $secret -PassThru)", name);

        const string Typed = "New-InstallerToken ATOM -Connection ";
        var completed = session.Run("param($Typed) (TabExpansion2 $Typed $Typed.Length).CompletionMatches.CompletionText", Typed).Output
            .Select(static text => (string)text.BaseObject).ToList();

        var line = Parser.ParseInput(Typed + Assert.Single(completed), out _, out var errors);
        Assert.Empty(errors);
        var variable = Assert.IsType<VariableExpressionAst>(
            line.Find(static part => part is CommandAst, searchNestedScriptBlocks: true) is CommandAst { CommandElements: [.., var last] } ? last : null);
        Assert.Equal(name, variable.VariablePath.UserPath);
        Assert.Single(line.FindAll(static part => part is PipelineAst, searchNestedScriptBlocks: true));
        session.Run("param($Name) (Get-Variable $Name).Value | Disconnect-Boomi; Remove-Variable -Name $Name", WildcardPattern.Escape(name));
    }
}
