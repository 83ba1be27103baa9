using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;
using Shell = System.Management.Automation.PowerShell;

namespace TokenTools.PowerShell.Leaks;

/// <summary>A script block that runs in a session of its own while everything that it shows, writes and passes on is recorded.</summary>
internal sealed class LeakRun : IDisposable
{
    // The modules of the engine are loaded first, because module logging is a setting of a loaded module.
    private const string Prologue = """
        param($Transcript, $Location, $Trace)
        Import-Module Microsoft.PowerShell.Utility, Microsoft.PowerShell.Management
        foreach ($module in Get-Module) { $module.LogPipelineExecutionDetails = $true }
        Set-Location -LiteralPath $Location
        $global:ErrorActionPreference = 'Continue'
        $global:VerbosePreference = $global:DebugPreference = $global:InformationPreference = $global:WarningPreference = 'Continue'
        $global:ProgressPreference = 'Continue'
        $global:ConfirmPreference = 'None'
        $null = Start-Transcript -LiteralPath $Transcript
        # The trace contains secrets. Its default listener would write it to the system's log.
        Set-TraceSource -Name ParameterBinding -RemoveListener Default
        Set-TraceSource -Name ParameterBinding -Option All -FilePath $Trace
        """;

    private const string Epilogue = """
        Set-TraceSource -Name ParameterBinding -RemoveFileListener *
        Set-TraceSource -Name ParameterBinding -Option None
        $null = Stop-Transcript
        """;

    // The engine's trace of the arguments of a program: also of one that ends at once.
    private static readonly Regex ProgramArgument = new(
        @"BIND cmd line arg \[(?<value>.*?)\] to position \[[0-9]+\]", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private readonly LeakRecorder _recorder = new();
    private readonly LeakScope _scope;
    private readonly Runspace _runspace;
    private readonly LeakFolder _folder = new();
    private readonly string _location;
    private readonly IReadOnlyList<string> _folders;
    private readonly Func<string, bool> _isIgnored;

    /// <param name="scope">What the script block uses.</param>
    /// <param name="location">The current folder of the run.</param>
    /// <param name="folders">The folders whose files are recorded.</param>
    /// <param name="isAllowed">Whether a file may contain the secret.</param>
    public LeakRun(LeakScope scope, string location, IReadOnlyList<string> folders, Func<string, bool> isAllowed)
    {
        _scope = scope;
        _location = location;
        _isIgnored = path => path == _folder.Transcript || isAllowed(path);
        _folders = [.. folders, _folder.Temporary];
        _runspace = scope.CreateRunspace(new LeakHost(_recorder));
    }

    /// <summary>Everything that was recorded.</summary>
    public IReadOnlyList<(string Place, byte[] Content)> Records => _recorder.Records;

    /// <summary>Whether the module log was recorded.</summary>
    public bool HasModuleLog { get; private set; }

    /// <summary>Whether symbolic links lead to more files than were recorded.</summary>
    public bool HasMoreLinkedFiles { get; private set; }

    /// <summary>The error that ended the script; null for none.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Runs the script block.</summary>
    public void Run()
    {
        var watchers = new List<FolderWatcher>();
        try
        {
            watchers.AddRange(_folders.Select(folder => new FolderWatcher(_recorder, folder, _isIgnored)));
            _folder.Enter();
            var earlier = EnvironmentValues();
            using var log = SystemLogReader.TryStart(_recorder);
            HasModuleLog = log is not null;
            using (new ConsoleRecording(_recorder))
            using (new ProcessWatcher(_recorder))
            {
                try
                {
                    Invoke(Prologue, _folder.Transcript, _location, _folder.Trace);
                    RunScript();
                }
                finally
                {
                    // The trace is that of the process: it would go on.
                    Invoke(Epilogue);
                }
            }

            foreach (var variable in EnvironmentValues().Where(
                variable => !earlier.TryGetValue(variable.Key, out var value) || value != variable.Value))
            {
                _recorder.Add("Environment variable " + variable.Key, variable.Value);
                Environment.SetEnvironmentVariable(variable.Key, earlier.TryGetValue(variable.Key, out var value) ? value : null);
            }

            watchers.ForEach(static watcher => watcher.Complete());
            HasMoreLinkedFiles = watchers.Exists(static watcher => watcher.HasMoreLinkedFiles);
        }
        finally
        {
            _folder.Leave();
            watchers.ForEach(static watcher => watcher.Dispose());
        }

        _recorder.Add("Transcript", File.ReadAllBytes(_folder.Transcript));
        foreach (var argument in ProgramArgument.Matches(File.ReadAllText(_folder.Trace)).Cast<Match>())
        {
            _recorder.Add("Argument of a program", argument.Groups["value"].Value);
        }
    }

    /// <summary>The result of another script block in the session of the run.</summary>
    public Collection<PSObject> Evaluate(ScriptBlock script) => Invoke(script.ToString());

    /// <inheritdoc/>
    public void Dispose()
    {
        _runspace.Dispose();
        _folder.Dispose();
    }

    private void RunScript()
    {
        using var shell = Shell.Create();
        shell.Runspace = _runspace;
        shell.AddScript(_scope.Script);
        var output = new PSDataCollection<PSObject>();
        try
        {
            shell.Invoke(null, output, null);
        }
        catch (RuntimeException error)
        {
            Error = error;
            shell.Streams.Error.Add(error.ErrorRecord);
        }

        var streams = shell.Streams;
        Record("Output", output, static item => [Text(item)]);
        Record("Error stream", streams.Error, Texts);
        Record("Warning stream", streams.Warning, static record => [record.Message]);
        Record("Verbose stream", streams.Verbose, static record => [record.Message]);
        Record("Debug stream", streams.Debug, static record => [record.Message]);
        Record("Information stream", streams.Information, static record => [record.ToString()]);
        Record("Progress stream", streams.Progress, static record => [record.Activity, record.StatusDescription, record.CurrentOperation]);
        // In the views, as a user would see them, and so that the transcript has them.
        Show(output);
        Show(streams.Error);
    }

    private void Show(IEnumerable items)
    {
        foreach (var text in Invoke("param($Items) $Items | Out-String -Stream -Width 500; $Items | Out-Default", items))
        {
            _recorder.Add("Views", text.ToString());
        }
    }

    private void Record<T>(string stream, IEnumerable<T> items, Func<T, IEnumerable<string?>> texts)
    {
        var number = 0;
        foreach (var item in items)
        {
            number++;
            foreach (var text in texts(item))
            {
                _recorder.Add(stream + ", item " + number.ToString(CultureInfo.InvariantCulture), text);
            }
        }
    }

    // A script can define objects of which this fails.
    private static string? Text(object? item)
    {
        try
        {
            return item?.ToString();
        }
        catch (RuntimeException error)
        {
            return error.ToString();
        }
    }

    // All that a view of an error shows.
    private static IEnumerable<string?> Texts(ErrorRecord record)
    {
        yield return record.ToString();
        yield return record.CategoryInfo.ToString();
        // Of which the text above shows the first characters only.
        yield return record.CategoryInfo.Reason;
        yield return record.CategoryInfo.TargetName;
        yield return record.CategoryInfo.TargetType;
        yield return record.FullyQualifiedErrorId;
        yield return Text(record.TargetObject);
        yield return record.ErrorDetails?.Message;
        yield return record.ErrorDetails?.RecommendedAction;
        yield return record.InvocationInfo?.Line;
        yield return record.InvocationInfo?.PositionMessage;
        yield return record.ScriptStackTrace;
        for (var error = record.Exception; error is not null; error = error.InnerException)
        {
            yield return error.ToString();
            foreach (var text in error.Data.Values.OfType<string>())
            {
                yield return text;
            }
        }
    }

    private Collection<PSObject> Invoke(string script, params object[] arguments)
    {
        using var shell = Shell.Create();
        shell.Runspace = _runspace;
        shell.AddScript(script);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        return shell.Invoke();
    }

    private static Dictionary<string, string> EnvironmentValues() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(
            static variable => (string)variable.Key, static variable => (string?)variable.Value ?? string.Empty, StringComparer.Ordinal);

    // What a program writes to the console, past all streams. The console gets nothing of it, because it may be the secret.
    private sealed class ConsoleRecording : IDisposable
    {
#pragma warning disable RS0030 // Not used, but watched.
        private readonly TextWriter _output = Console.Out;
        private readonly TextWriter _error = Console.Error;
        private readonly StringWriter _recordedOutput = new(CultureInfo.InvariantCulture);
        private readonly StringWriter _recordedErrors = new(CultureInfo.InvariantCulture);
        private readonly LeakRecorder _recorder;

        public ConsoleRecording(LeakRecorder recorder)
        {
            _recorder = recorder;
            Console.SetOut(_recordedOutput);
            Console.SetError(_recordedErrors);
        }

        public void Dispose()
        {
            Console.SetOut(_output);
            Console.SetError(_error);
            _recorder.Add("Console output", _recordedOutput.ToString());
            _recorder.Add("Console errors", _recordedErrors.ToString());
        }
#pragma warning restore RS0030
    }
}
