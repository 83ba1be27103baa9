using System.Management.Automation;
using TokenTools.Http;

namespace TokenTools.PowerShell;

/// <summary>A cmdlet that closes connections.</summary>
/// <typeparam name="TConnection">The kind of connection.</typeparam>
public abstract class DisconnectCommand<TConnection> : TokenCommand
    where TConnection : ServiceConnection
{
    private protected DisconnectCommand()
    {
    }

    /// <summary>The connection to close; this session's default if none is given. Connections of another service that come down the pipeline are passed over.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public ServiceConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        RefuseNull(Connection);
        if (Connection is not (null or TConnection))
        {
            ThrowTerminatingError(ErrorRecords.From(
                ModuleText.ArgumentError(nameof(Connection), nameof(ModuleMessages.ConnectionIsOthers), Connection.Service), Connection));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Connection is null && MyInvocation.BoundParameters.ContainsKey(nameof(Connection)))
        {
            WriteError(ErrorRecords.From(ModuleText.ArgumentError(nameof(Connection), nameof(ModuleMessages.ConnectionIsNull)), nameof(Connection)));
        }
        else if ((Connection ?? Session.Default<TConnection>()) is TConnection connection)
        {
            Session.Close(connection);
        }
        else if (Connection is not null)
        {
            WriteVerbose(ModuleText.Format(nameof(ModuleMessages.ConnectionPassedOver), Connection.Service));
        }
    }
}
