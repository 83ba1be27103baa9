using System.Management.Automation;

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
                new TokenArgumentException(nameof(Connection), nameof(Messages.ConnectionIsOthers), Connection.Service), Connection));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Connection is null && MyInvocation.BoundParameters.ContainsKey(nameof(Connection)))
        {
            WriteError(ErrorRecords.From(new TokenArgumentException(nameof(Connection), nameof(Messages.ConnectionIsNull)), nameof(Connection)));
        }
        else if ((Connection ?? Session.Default<TConnection>()) is TConnection connection)
        {
            Session.Close(connection);
        }
        else if (Connection is not null)
        {
            WriteVerbose(TokenException.Text(nameof(Messages.ConnectionPassedOver), Connection.Service));
        }
    }
}
