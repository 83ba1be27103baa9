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
using System.Threading;
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
    private readonly CancellationToken _cancellationToken;

    /// <param name="scope">What the script block uses.</param>
    /// <param name="location">The current folder of the run.</param>
    /// <param name="folders">The folders whose files are recorded.</param>
    /// <param name="isAllowed">Whether a file may contain the secret.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public LeakRun(
        LeakScope scope, string location, IReadOnlyList<string> folders, Func<string, bool> isAllowed, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
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

    /// <summary>Whether changes to files may not have been recorded.</summary>
    public bool HasMissedChanges { get; private set; }

    /// <summary>The error that ended the script; null for none.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Runs the script block.</summary>
    /// <exception cref="PipelineStoppedException">The run was stopped.</exception>
    public void Run()
    {
        var watchers = new List<FolderWatcher>();
        try
        {
            watchers.AddRange(_folders.Select(folder =>
                new FolderWatcher(_recorder, folder, _isIgnored, isOwn: folder == _folder.Temporary)));
            _folder.Enter();
            var earlier = EnvironmentValues();
            using var log = SystemLogReader.TryStart(_recorder);
            HasModuleLog = log is not null;
            try
            {
                RunRecorded();
            }
            finally
            {
                Restore(earlier);
            }

            watchers.ForEach(static watcher => watcher.Complete());
            HasMoreLinkedFiles = watchers.Exists(static watcher => watcher.HasMoreLinkedFiles);
            HasMissedChanges = watchers.Exists(static watcher => watcher.HasMissedChanges);
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

    private void RunRecorded()
    {
        using var console = new ConsoleRecording(_recorder);
        using var processes = new ProcessWatcher(_recorder);
        try
        {
            Invoke(Prologue, _cancellationToken, _folder.Transcript, _location, _folder.Trace);
            RunScript();
        }
        finally
        {
            // Also after a stop: the trace is that of the process, and would go on.
            Invoke(Epilogue, CancellationToken.None);
        }
    }

    private void Restore(Dictionary<string, string> earlier)
    {
        foreach (var variable in EnvironmentValues().Where(
            variable => !earlier.TryGetValue(variable.Key, out var value) || value != variable.Value))
        {
            _recorder.Add("Environment variable " + variable.Key, variable.Value);
            Environment.SetEnvironmentVariable(variable.Key, earlier.TryGetValue(variable.Key, out var value) ? value : null);
        }
    }

    /// <summary>The result of another script block in the session of the run.</summary>
    /// <exception cref="PipelineStoppedException">The run was stopped.</exception>
    public Collection<PSObject> Evaluate(ScriptBlock script) => Invoke(script.ToString(), _cancellationToken);

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
            Invoke(shell, () => shell.Invoke(null, output, null), _cancellationToken);
        }
        catch (RuntimeException error) when (!_cancellationToken.IsCancellationRequested)
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
        foreach (var text in Invoke(
            "param($Items) $Items | Out-String -Stream -Width 500; $Items | Out-Default", _cancellationToken, items))
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

    private Collection<PSObject> Invoke(string script, CancellationToken cancellationToken, params object[] arguments)
    {
        using var shell = Shell.Create();
        shell.Runspace = _runspace;
        shell.AddScript(script);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        var output = new Collection<PSObject>();
        Invoke(shell, () => output = shell.Invoke(), cancellationToken);
        return output;
    }

    // A shell that is stopped returns what it has, without an exception.
    private static void Invoke(Shell shell, Action invoke, CancellationToken cancellationToken)
    {
        // Stopping a shell before it runs has no effect.
        shell.InvocationStateChanged += (_, change) =>
        {
            if (change.InvocationStateInfo.State == PSInvocationState.Running && cancellationToken.IsCancellationRequested)
            {
                shell.BeginStop(null, null);
            }
        };

        // Disposing of the registration waits for its callback, so the shell still exists in the callback.
        using var registration = cancellationToken.Register(() => shell.BeginStop(null, null));
        invoke();

        if (cancellationToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private static Dictionary<string, string> EnvironmentValues() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(
            static variable => (string)variable.Key, static variable => (string?)variable.Value ?? string.Empty, StringComparer.Ordinal);
}
