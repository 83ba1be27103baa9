using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>The words that complete a command line, in tokentools and in the shells that its scripts are for.</summary>
[Collection(InProcess.Name)]
public sealed class CompletionTests : CliTest
{
    // What is typed before Tab, and the command line after it. Each shell has one match for it.
    private static readonly (string Typed, string Completed)[] Lines =
    [
        ("tokentools passw", "tokentools password-hash "),
        ("tokentools help passw", "tokentools help password-hash "),
        ("tokentools confine --exclude-r", "tokentools confine --exclude-region "),
        ("tokentools confine --interface re", "tokentools confine --interface rest "),
        ("tokentools confine --interface=re", "tokentools confine --interface=rest "),
        ("tokentools inspect --token-file below/to", "tokentools inspect --token-file below/token.txt "),
        ("tokentools inspect --token-file=below/to", "tokentools inspect --token-file=below/token.txt "),
        ("tokentools sandbox -- below/to", "tokentools sandbox -- below/token.txt "),
        (@"tokentools inspect --token-file below/my\ ", @"tokentools inspect --token-file below/my\ token.txt "),
    ];

    public CompletionTests()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "below"));
        File("below/token.txt", "x");
        File("below/my token.txt", "x");
    }

    private static string Tokentools => "'" + Tool.DotNet + "' '" + Tool.Path + "'";

    [Theory]
    [InlineData("tokentools instal", "installer-token")]
    [InlineData("tokentools help inst", "installer-token")]
    [InlineData("tokentools installer-token ", "MOLECULE")]
    [InlineData("tokentools installer-token ATOM --clou", "--cloud-id")]
    [InlineData("tokentools temporary-token --invite-type userJoinC", "userJoinCluster")]
    [InlineData("tokentools temporary-token --region Eur", "Europe")]
    [InlineData("tokentools temporary-token --region=Eur", "--region=Europe")]
    [InlineData("tokentools temporary-token --service opw", "opw-*")]
    [InlineData("tokentools confine --consumer u", "usr-*")]
    [InlineData("tokentools confine --interface=", "--interface=rest")]
    [InlineData("tokentools temporary-token --for p", "provider")]
    [InlineData("tokentools installer-token ATOM -o t", "token")]
    [InlineData("tokentools inspect -o t", "text")]
    [InlineData("tokentools inspect --output=str", "--output=strings")]
    [InlineData("tokentools completion f", "fish")]
    [InlineData("tokentools inspect --token-file ", ":files")]
    [InlineData("tokentools inspect --output-file ", ":files")]
    [InlineData("tokentools inspect --output-file a --overw", "--overwrite")]
    [InlineData("tokentools inspect --token-file=", ":files")]
    [InlineData("tokentools installer-token --csv a", ":files")]
    [InlineData("tokentools installer-argument --jdk-path ", ":folders")]
    [InlineData("tokentools sandbox -- ca", ":files")]
    public async Task Suggest_PartialCommandLine_ReturnsWords(string typed, string word)
    {
        var outcome = await SuggestAsync(typed, typed.Length);
        Assert.Contains(word, outcome);
        Assert.DoesNotContain("--token", outcome);
    }

    [Fact]
    public async Task Suggest_EmptyWord_ReturnsArgumentsWithoutOptions()
    {
        Assert.Equal(["ATOM", "BROKER", "CLOUD", "GATEWAY", "MOLECULE"], (await SuggestAsync("tokentools installer-token ", 27))
            .Where(static word => word.Length > 0).Order(StringComparer.Ordinal));
        Assert.Contains("--token-file", await SuggestAsync("tokentools inspect ", 19));
    }

    [Fact]
    public async Task Suggest_FormOfACommandWithoutAToken_DoesNotReturnTheToken() =>
        Assert.Equal(
            ["json", "strings", "text"],
            (await SuggestAsync("tokentools inspect -o ", 22)).Where(static word => word.Length > 0).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("tokentools inspect --outp and more", 25, "--output")]
    [InlineData("tokentools inspect -o", 22, "json")]
    public async Task Suggest_Position_IsThatOfTheCursor(string line, int position, string word) =>
        Assert.Contains(word, await SuggestAsync(line, position));

    [Theory]
    [InlineData("bash", "_tokentools() {\n")]
    [InlineData("zsh", "#compdef tokentools\n")]
    [InlineData("fish", "function __tokentools_complete\n")]
    [InlineData("powershell", "Register-ArgumentCompleter -Native -CommandName tokentools")]
    public async Task CompletionScript_Shell_IsPrinted(string shell, string begin)
    {
        var outcome = await InProcess.RunAsync("completion", shell);
        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith(begin, outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", outcome.Output, StringComparison.Ordinal);
    }

    [TerminalFact("bash")]
    public async Task Tab_Bash_CompletesTheLine()
    {
        await WriteScriptAsync("bash");
        var rc = File("rc", "PS1='READY '; bind 'set enable-bracketed-paste off'; tokentools() { " + Tokentools + """
             "$@"; }
            dump() { printf '%s' "$READLINE_LINE" > line.tmp; mv line.tmp line.txt; }
            bind -x '"\C-xl": dump'
            source completion
            """);
        await TabAsync("bash --noprofile --rcfile '" + rc + "' -i", "\u0015");
    }

    [TerminalFact("zsh")]
    public async Task Tab_Zsh_CompletesTheLine()
    {
        await WriteScriptAsync("zsh");
        File(".zshrc", "PS1='READY '; tokentools() { " + Tokentools + """
             "$@"; }
            dump() { print -rn -- "$BUFFER" > line.tmp; mv line.tmp line.txt; }
            zle -N dump; bindkey -e; bindkey '^Xl' dump
            autoload -Uz compinit; compinit -u -D
            source ./completion
            """);
        Environment["ZDOTDIR"] = Folder;
        await TabAsync("zsh -d -i", "\u0015");
    }

    [TerminalFact("fish")]
    public async Task Tab_Fish_CompletesTheLine()
    {
        await WriteScriptAsync("fish");
        File("init.fish", "function tokentools; " + Tokentools + """
             $argv; end
            function fish_prompt; echo -n 'READY '; end
            function dump; printf '%s' (commandline) > line.tmp; mv line.tmp line.txt; end
            bind \cxl dump
            set -g fish_autosuggestion_enabled 0
            source ./completion
            """);
        await TabAsync("fish --no-config --init-command 'source ./init.fish' -i", "\u0015");
    }

    [ReadLineFact]
    public async Task Tab_PSReadLine_CompletesTheLine()
    {
        await WriteScriptAsync("powershell");
        // The completion of a native command is not that of a function.
        var program = File("tokentools", "#!/bin/sh\nexec " + Tokentools + " \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var path = System.Environment.GetEnvironmentVariable("PATH");
        Environment["PATH"] = Folder + ":" + path;
        using var terminal = StartReadLine(". ([scriptblock]::Create([IO.File]::ReadAllText('FOLDER/completion')))");
        await terminal.WaitForAsync("READY ");
        // PowerShell adds no space, begins the name of a file with its folder, and has quotes instead of a backslash.
        foreach (var (typed, completed) in Lines.Where(static line => !line.Typed.Contains('\\', StringComparison.Ordinal)))
        {
            var line = await CompleteAsync(terminal, typed, "\u0014", "\u000c", "\u0015");
            Assert.Equal(completed.TrimEnd(), line.Replace("./below/", "below/", StringComparison.Ordinal));
        }
    }

    [ReadLineFact]
    public async Task Tab_PSReadLine_CompletesCmdlets()
    {
        using var terminal = StartReadLine("""
            Import-Module 'ROOT/TokenTools.psd1'
            $sandbox = Start-TokenSandbox
            Connect-Boomi -Sandbox $sandbox
            $null = New-BoomiEnvironment 'Quality Assurance'
            $slow = Start-TokenSandbox
            $connection = Connect-Boomi -Sandbox $slow -PassThru
            $null = New-BoomiEnvironment 'Quality Assurance' -Connection $connection
            Add-TokenSandboxFault -Sandbox $slow -Match Environment -Delay 10m -Count 1000
            Connect-Boomi -Sandbox $sandbox
            """);
        await terminal.WaitForAsync("READY ");
        foreach (var (typed, completed) in new[]
        {
            ("New-InstallerT", "New-InstallerToken"),
            ("New-InstallerToken MOL", "New-InstallerToken MOLECULE"),
            ("New-TemporaryToken -Interface re", "New-TemporaryToken -Interface rest"),
            ("New-TemporaryToken -Interface:re", "New-TemporaryToken -Interface:rest"),
            ("Connect-Onezone -Sandbox $sl", "Connect-Onezone -Sandbox $slow"),
            ("Get-BoomiEnvironment Qu", "Get-BoomiEnvironment 'Quality Assurance'"),
            // The response takes ten minutes, a prompt at most two seconds.
            ("Get-BoomiEnvironment -Connection $connection -Name Qu", "Get-BoomiEnvironment -Connection $connection -Name Qu"),
        })
        {
            Assert.Equal(completed, await CompleteAsync(terminal, typed, "\u0014", "\u000c", "\u0015"));
        }
    }

    private PseudoTerminal StartReadLine(string script)
    {
        var profile = File("profile.ps1", ("""
            function prompt { 'READY ' }
            Set-PSReadLineOption -PredictionSource None -HistorySaveStyle SaveNothing -EditMode Windows
            Set-PSReadLineKeyHandler -Chord Ctrl+t -Function TabCompleteNext
            Set-PSReadLineKeyHandler -Chord Ctrl+u -Function RevertLine
            Set-PSReadLineKeyHandler -Chord Ctrl+l -ScriptBlock {
                $line = $null
                $cursor = $null
                [Microsoft.PowerShell.PSConsoleReadLine]::GetBufferState([ref] $line, [ref] $cursor)
                [IO.File]::WriteAllText('FOLDER/line.tmp', $line)
                [IO.File]::Move('FOLDER/line.tmp', 'FOLDER/line.txt', $true)
            }

            """ + script + "\nSet-Location -LiteralPath 'FOLDER'\n")
            .Replace("FOLDER", Folder, StringComparison.Ordinal).Replace("ROOT", Tool.Root, StringComparison.Ordinal));
        Environment["HOME"] = System.Environment.GetEnvironmentVariable("HOME");
        return new PseudoTerminal(
            "'" + Tool.DotNet + "' tool run pwsh -NoLogo -NoProfile -NoExit -File '" + profile + "'", Tool.Root, Environment);
    }

    private async Task TabAsync(string shell, string clear)
    {
        using var terminal = new PseudoTerminal(shell, Folder, Environment);
        await terminal.WaitForAsync("READY ");
        foreach (var (typed, completed) in Lines)
        {
            Assert.Equal(completed, await CompleteAsync(terminal, typed, "\t", "\u0018l", clear));
        }
    }

    private async Task<string> CompleteAsync(PseudoTerminal terminal, string typed, string tab, string dump, string clear)
    {
        var file = Path.Combine(Folder, "line.txt");
        System.IO.File.Delete(file);
        await terminal.TypeAsync(clear + typed + tab + dump);
        await terminal.UntilAsync(() => System.IO.File.Exists(file));
        return await System.IO.File.ReadAllTextAsync(file);
    }

    private async Task WriteScriptAsync(string shell) => File("completion", (await InProcess.RunAsync("completion", shell)).Output);

    [Theory]
    [InlineData("[suggest]", true)]
    [InlineData("[suggest:11]", true)]
    [InlineData("[suggest:000011]", true)]
    [InlineData("[suggest:-1]", false)]
    [InlineData("[suggest:1a]", false)]
    [InlineData("[suggest", false)]
    [InlineData("[suggests]", false)]
    public async Task Suggest_Directive_IsANumberOfUpToSixDigits(string directive, bool isDirective)
    {
        var outcome = await InProcess.RunAsync(directive, "tokentools ");

        Assert.Equal(isDirective ? 0 : 1, outcome.ExitCode);
        Assert.Equal(isDirective, outcome.Output.Contains("bootstrap-token\n", StringComparison.Ordinal));
    }

    private static async Task<string[]> SuggestAsync(string line, int position)
    {
        var outcome = await InProcess.RunAsync("[suggest:" + position.ToString(CultureInfo.InvariantCulture) + "]", line);
        Assert.Equal(0, outcome.ExitCode);
        return outcome.Output.Split('\n');
    }
}

/// <summary>A fact that requires PowerShell with PSReadLine, as <c>dotnet tool restore</c> installs it; skipped with a reason without it.</summary>
public sealed class ReadLineFactAttribute : FactAttribute
{
    public ReadLineFactAttribute() => Skip = PseudoTerminal.Missing() ?? MissingTool.Value;

    // Its package is in the folder of NuGet's packages, and the file that names its commands in that of the tools.
    private static Lazy<string?> MissingTool { get; } = new(static () =>
    {
        var start = new System.Diagnostics.ProcessStartInfo(Tool.DotNet, ["tool", "run", "pwsh", "-NoProfile", "-Command", "(Get-Module -ListAvailable PSReadLine).Name"]);
        Tool.Prepare(start);
        start.WorkingDirectory = Tool.Root;
        using var process = System.Diagnostics.Process.Start(start)!;
        process.StandardInput.Close();
        _ = process.StandardError.ReadToEndAsync();
        return process.StandardOutput.ReadToEnd().Contains("PSReadLine", StringComparison.Ordinal)
            ? null
            : "no PowerShell with PSReadLine: run dotnet tool restore";
    });
}
