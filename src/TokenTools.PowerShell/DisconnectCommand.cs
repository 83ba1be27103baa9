using System.Management.Automation;
using TokenTools.Http;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets that close a connection.</summary>
/// <typeparam name="TConnection">The type of the connection.</typeparam>
public abstract class DisconnectCommand<TConnection> : TokenCommand
    where TConnection : ServiceConnection
{
    private protected DisconnectCommand()
    {
    }

    /// <summary>
    /// The connection to close; by default the session's default connection. Connections to another service are skipped in the pipeline.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [NotText(nameof(Connection))]
    public ServiceConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        RefuseNull(Connection);
        if (Connection is not (null or TConnection))
        {
            var error = ModuleText.ArgumentError(nameof(Connection), nameof(ModuleMessages.ConnectionOtherService), Connection.Service);
            ThrowTerminatingError(ErrorRecords.From(error, Connection));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Connection is null && MyInvocation.BoundParameters.ContainsKey(nameof(Connection)))
        {
            WriteError(ErrorRecords.From(
                ModuleText.ArgumentError(nameof(Connection), nameof(ModuleMessages.ConnectionIsNull)), nameof(Connection)));
        }
        else if ((Connection ?? Session.Default<TConnection>()) is TConnection connection)
        {
            if (ShouldProcess(connection.ToString(), ModuleText.Format(nameof(ModuleMessages.ConnectionCloseAction))))
            {
                Session.Close(connection);
            }
        }
        else if (Connection is not null)
        {
            WriteVerbose(ModuleText.Format(nameof(ModuleMessages.ConnectionSkipped), Connection.Service));
        }
    }
}
