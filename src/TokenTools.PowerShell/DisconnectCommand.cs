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

    /// <summary>The connection to close; this session's default if none is given. Connections of another service are left alone.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public ServiceConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if ((Connection ?? Session.Default<TConnection>()) is TConnection connection)
        {
            Session.Close(connection);
        }
    }
}
