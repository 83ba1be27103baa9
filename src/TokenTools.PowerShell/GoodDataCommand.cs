using System.Management.Automation;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets that send requests to an organization of GoodData.CN.</summary>
public abstract class GoodDataCommand : TokenCommand
{
    private GoodDataConnection? _connection;

    private protected GoodDataCommand()
    {
    }

    /// <summary>
    /// The connection to use. By default, the session's default connection, or the one that the environment variables describe.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [NotText(nameof(Connection))]
    public GoodDataConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => RefuseNull(Connection);

    /// <summary>The connection to use.</summary>
    /// <exception cref="TokenArgumentException">There is none, or the environment does not describe one.</exception>
    private protected GoodDataConnection EffectiveConnection => Connection
        ?? (_connection ??= Session.Default<GoodDataConnection>()
            ?? Required("environment", () => ConnectionEnvironment.GoodData(Session, WriteWarning)));

    /// <summary>The description of an object for confirmation prompts and -WhatIf.</summary>
    private protected string Target(string messageName, params string[] ids) => ModuleText.Format(
        messageName,
        [
            DisplayText.Cleaned(EffectiveConnection.HostHeader ?? EffectiveConnection.Uri.Authority),
            .. System.Array.ConvertAll(ids, DisplayText.Id),
        ]);
}
