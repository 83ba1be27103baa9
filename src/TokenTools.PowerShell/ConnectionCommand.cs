using System.Management.Automation;
using TokenTools.Http;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets that use a connection: the specified one, the session's default, or the environment's.</summary>
/// <typeparam name="TConnection">The type of the connection.</typeparam>
public abstract class ConnectionCommand<TConnection> : TokenCommand
    where TConnection : ServiceConnection
{
    private TConnection? _connection;

    private protected ConnectionCommand()
    {
    }

    /// <summary>
    /// The connection to use. By default, the session's default connection, or the one that the environment variables describe.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [NotText(nameof(Connection))]
    public virtual TConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => RefuseNull(Connection);

    /// <summary>The connection to use.</summary>
    /// <exception cref="TokenArgumentException">There is none, or the environment does not describe one.</exception>
    private protected TConnection EffectiveConnection =>
        Connection ?? (_connection ??= Session.Default<TConnection>() ?? Required("environment", FromEnvironment));

    /// <summary>The connection that the environment variables describe.</summary>
    /// <exception cref="TokenArgumentException">The variables do not describe a connection.</exception>
    private protected abstract TConnection FromEnvironment();
}
