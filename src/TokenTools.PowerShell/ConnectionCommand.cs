using System.Management.Automation;
using TokenTools.Http;

namespace TokenTools.PowerShell;

/// <summary>A cmdlet that asks a service: with the connection it is given, else the session's default, else the environment's.</summary>
/// <typeparam name="TConnection">The kind of connection.</typeparam>
public abstract class ConnectionCommand<TConnection> : TokenCommand
    where TConnection : ServiceConnection
{
    private TConnection? _connection;

    private protected ConnectionCommand()
    {
    }

    /// <summary>The connection to use. Without one, this session's default serves; without that, the environment variables.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public virtual TConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => RefuseNull(Connection);

    /// <summary>The connection in force.</summary>
    /// <exception cref="TokenArgumentException">There is none, or it has been closed.</exception>
    private protected TConnection EffectiveConnection => Connection ?? (_connection ??= Session.Default<TConnection>() ?? Required("environment", FromEnvironment));

    /// <summary>The connection that the environment variables describe.</summary>
    /// <exception cref="TokenArgumentException">They don't describe one.</exception>
    private protected abstract TConnection FromEnvironment();
}
