using System.Collections.Generic;
using System.Management.Automation;
using TokenTools.Boomi;
using TokenTools.Boomi.Objects;

namespace TokenTools.PowerShell.Commands.Boomi;

/// <summary>Waits until Boomi runtimes are ONLINE, and returns each of them as soon as it is.</summary>
[Cmdlet(VerbsLifecycle.Wait, "BoomiRuntime", DefaultParameterSetName = NameSet, HelpUri = HelpPages.Folder + "Wait-BoomiRuntime.md")]
[OutputType(typeof(BoomiRuntime))]
public sealed class WaitBoomiRuntimeCommand : BoomiCommand
{
    private const string NameSet = "Name";
    private const string IdSet = "Id";

    private readonly RuntimeWaitSpec _spec = new();
    private readonly List<string> _names = [];
    private readonly List<string> _ids = [];

    /// <summary>The names of the runtimes, which need not exist yet. Case is ignored. All of them are waited for at the same time.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ParameterSetName = NameSet,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpMessages.RuntimeName)]
    [Alias("RuntimeName", "AtomName")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(BoomiRuntimeCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The ids of the runtimes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet, HelpMessage = HelpMessages.RuntimeId)]
    [Alias("AtomId")]
    [AllowEmptyString]
    public string[] Id { get; set; } = [];

    /// <summary>The time limit for all of the runtimes, in seconds: 1 to 86400, 600 by default.</summary>
    [Parameter]
    [PSDefaultValue(Help = "600")]
    [Number(nameof(TimeoutSec))]
    public int? TimeoutSec { get => _spec.TimeoutSec; set => _spec.TimeoutSec = value; }

    /// <summary>The time between two queries, in seconds: 1 to 3600, 10 by default.</summary>
    [Parameter]
    [PSDefaultValue(Help = "10")]
    [Number(nameof(IntervalSec))]
    public int? IntervalSec { get => _spec.IntervalSec; set => _spec.IntervalSec = value; }

    /// <summary>
    /// The connection to use. By default, the session's default connection, or the one that the environment variables describe.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [NotText(nameof(Connection))]
    public override BoomiConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _names.AddRange(ParameterSetName == NameSet ? Name : []);
        _ids.AddRange(ParameterSetName == IdSet ? Id : []);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_names.Count + _ids.Count == 0)
        {
            return;
        }

        (_spec.Name, _spec.Id) = (_names, _ids);
        ForInput("Boomi", () =>
        {
            var wait = _spec.Build(EffectiveConnection);
            while (wait.PendingCount > 0)
            {
                foreach (var result in Await(wait.NextAsync))
                {
                    Write(result);
                }
            }
        });
    }

    private void Write(RuntimeWaitResult result)
    {
        if (result.Error is { } error)
        {
            WriteError(ErrorRecords.From(error, result.Target.Shown));
        }
        else
        {
            WriteObject(result.Runtime);
        }
    }
}
