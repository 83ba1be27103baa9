using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Support;
using TokenTools.Cli;

namespace TokenTools.Attacks.Tests.Leaks;

/// <summary>Everything that front ends show of answers, by stream.</summary>
/// <remarks>
/// Get-Error and the detailed view show an error's properties as a list does, and take a quarter of a second for each; they are included
/// with <c>TOKENTOOLS_ATTACK_SLOW_VIEWS</c> set to 1.
/// </remarks>
internal sealed class ShownTexts
{
    // Each view that a user, a log or a debugger has of errors and objects.
    private const string Render = """
        param($Errors, $Output, $Slow)
        $PSStyle.OutputRendering = 'PlainText'
        function Join-Text([string] $Stream, [object[]] $Text) { [pscustomobject] @{ Stream = $Stream; Text = $Text -join "`n" } }
        if ($Errors.Count) {
            Join-Text error @(foreach ($ErrorView in 'ConciseView', 'NormalView') { $Errors | Out-String -Width 8192 })
            if ($Slow) { Join-Text error @($ErrorView = 'DetailedView'; $Errors | Out-String -Width 8192) }
            Join-Text error @($Errors | ForEach-Object { "$_"; $_.ErrorDetails.Message; $_.ErrorDetails.RecommendedAction })
            Join-Text error @($Errors | ForEach-Object { "$($_.TargetObject)"; "$($_.CategoryInfo)" })
            Join-Text error-details @($Errors | Format-List * -Force | Out-String -Width 8192)
            Join-Text error-details @($Errors | ForEach-Object { "$($_.Exception)" })
            if ($Slow) { Join-Text error-details @($Errors | ForEach-Object { Get-Error -InputObject $_ | Out-String -Width 8192 }) }
            $chain = foreach ($record in $Errors) {
                for ($exception = $record.Exception; $exception; $exception = $exception.InnerException) {
                    $exception | Select-Object * -ExcludeProperty TargetSite, InnerException
                }
            }
            Join-Text error-details @($chain | Format-List * -Force | Out-String -Width 8192)
            Join-Text error-json @($chain | ConvertTo-Json -Depth 8 -WarningAction Ignore)
        }
        if ($Output.Count) {
            Join-Text output @($Output | Format-Table -AutoSize | Out-String -Width 8192)
            Join-Text output @($Output | Format-List | Out-String -Width 8192; $Output | Format-List * -Force | Out-String -Width 8192)
            Join-Text output @($Output | Format-Wide | Out-String -Width 8192; $Output | ForEach-Object { "$_" })
            Join-Text output-data @($Output | ConvertTo-Json -Depth 5 -WarningAction SilentlyContinue; $Output | ConvertTo-Csv)
        }
        """;

    private readonly Dictionary<string, StringBuilder> _texts = new(StringComparer.Ordinal);
    private readonly List<ErrorRecord> _errors = [];
    private readonly List<PSObject> _output = [];

    /// <summary>The streams that showed anything.</summary>
    public IEnumerable<string> Streams => _texts.Keys;

    public string this[string stream] => _texts[stream].ToString();

    /// <summary>Adds what a run of a cmdlet wrote.</summary>
    public void Add(SessionRun run)
    {
        _errors.AddRange(run.Errors);
        if (run.Terminating is IContainsErrorRecord { ErrorRecord: { } record })
        {
            _errors.Add(record);
        }

        _output.AddRange(run.Output);
        Add("warning", run.Warnings);
        Add("verbose", run.Verbose);
        Add("debug", run.Debug);
        Add("information", run.Information);
        Add("host", run.HostLines);
    }

    /// <summary>Runs a command line in this process, and adds what it wrote.</summary>
    public async Task AddCommandAsync(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var result = await CommandRunner.RunAsync(arguments, new Terminal(output, error), CancellationToken.None);
        if (result.ExitCode == 1)
        {
            throw new InvalidOperationException("The command line asks no service: " + error);
        }

        Add("stdout", [output.ToString()]);
        Add("stderr", [error.ToString()]);
    }

    /// <summary>Adds what PowerShell wrote in a transcript while the session ran.</summary>
    public void AddTranscript(string path) => Add("transcript", [File.ReadAllText(path)]);

    /// <summary>Renders the errors and objects so far in every view.</summary>
    public void AddViews(PowerShellSession session)
    {
        var slow = Environment.GetEnvironmentVariable("TOKENTOOLS_ATTACK_SLOW_VIEWS") == "1";
        var run = session.Run(Render, _errors.ToArray(), _output.ToArray(), slow);
        if (run.Terminating is not null || run.Errors.Count > 0)
        {
            throw new InvalidOperationException("The views cannot be rendered: " + (run.Terminating?.Message ?? run.Errors[0].ToString()));
        }

        foreach (var view in run.Output)
        {
            Add((string)view.Properties["Stream"].Value, [(string)view.Properties["Text"].Value]);
        }
    }

    /// <summary>Saves each stream's text in a folder.</summary>
    public void Save(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        foreach (var (stream, text) in _texts)
        {
            File.WriteAllText(Path.Combine(folder, name + "." + stream + ".txt"), text.ToString());
        }
    }

    private void Add(string stream, IEnumerable<string> texts)
    {
        foreach (var text in texts.Where(static text => text.Length > 0))
        {
            if (!_texts.TryGetValue(stream, out var shown))
            {
                _texts[stream] = shown = new StringBuilder();
            }

            shown.Append(text).Append('\n');
        }
    }
}
