using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;
using Shell = System.Management.Automation.PowerShell;

namespace TokenTools.Attacks.Tests.Support;

/// <summary>A runspace in this process with the module imported, as a user's session has it.</summary>
internal sealed class PowerShellSession : IDisposable
{
    public PowerShellSession()
    {
        var state = InitialSessionState.CreateDefault();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        }

        Runspace = RunspaceFactory.CreateRunspace(Host, state);
        Runspace.Open();
        var run = Run("param($Path) Import-Module -Name $Path -ErrorAction Stop", Repository.ModuleManifest);
        if (run.Terminating is { } error)
        {
            throw new InvalidOperationException("The module cannot be imported from " + Repository.ModuleManifest, error);
        }
    }

    public RecordingHost Host { get; } = new();

    public Runspace Runspace { get; }

    public bool IsOpen => Runspace.RunspaceStateInfo.State == RunspaceState.Opened;

    public void Dispose() => Runspace.Dispose();

    /// <summary>Sets a variable of the session.</summary>
    public void Set(string name, object? value) => Runspace.SessionStateProxy.SetVariable(name, value);

    /// <summary>Gets a variable of the session.</summary>
    public object? Get(string name) => Runspace.SessionStateProxy.GetVariable(name);

    /// <summary>Creates a shell that runs a script in the session's own scope.</summary>
    public Shell CreateShell(string script, params object?[] arguments)
    {
        var shell = Shell.Create(Runspace);
        shell.AddScript(script, useLocalScope: false);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        return shell;
    }

    /// <summary>Runs a script to its end.</summary>
    public SessionRun Run(string script, params object?[] arguments)
    {
        using var shell = CreateShell(script, arguments);
        Exception? terminating = null;
        var output = new PSDataCollection<PSObject>();
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException error)
        {
            terminating = error;
        }

        var warnings = shell.Streams.Warning.Select(static record => record.Message);
        return new SessionRun([.. output], [.. shell.Streams.Error], [.. warnings], terminating)
        {
            Verbose = [.. shell.Streams.Verbose.Select(static record => record.Message)],
            Debug = [.. shell.Streams.Debug.Select(static record => record.Message)],
            Information = [.. shell.Streams.Information.Select(static record => record.ToString())],
            HostLines = Host.TakeLines(),
        };
    }
}

/// <summary>What a script wrote.</summary>
/// <param name="Output">Its objects.</param>
/// <param name="Errors">Its error records.</param>
/// <param name="Warnings">Its warnings.</param>
/// <param name="Terminating">The error that ended it; null for none.</param>
internal sealed record SessionRun(
    IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Warnings, Exception? Terminating)
{
    public IReadOnlyList<string> Verbose { get; init; } = [];

    public IReadOnlyList<string> Debug { get; init; } = [];

    public IReadOnlyList<string> Information { get; init; } = [];

    public IReadOnlyList<string> HostLines { get; init; } = [];
}
