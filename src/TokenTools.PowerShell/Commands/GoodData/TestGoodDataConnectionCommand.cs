using System.Management.Automation;
using TokenTools.GoodData;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Tests whether the organization accepts the connection's token, or waits until it does.</summary>
[Cmdlet(VerbsDiagnostic.Test, "GoodDataConnection", HelpUri = HelpPages.Folder + "Test-GoodDataConnection.md")]
[OutputType(typeof(bool), typeof(BootstrapTokenCheck))]
public sealed class TestGoodDataConnectionCommand : ConnectionCommand<GoodDataConnection>
{
    private readonly GoodDataConnectionCheckSpec _spec = new();

    /// <summary>
    /// Retries while the organization may still be starting, until it accepts the token or -TimeoutSec is up: after refused connections,
    /// timeouts and HTTP 401, 404, 429 and 5xx.
    /// </summary>
    [Parameter]
    public SwitchParameter Wait { get => _spec.Wait; set => _spec.Wait = value; }

    /// <summary>With -Wait, the time limit for the whole test in seconds: 1 to 86400; 300 by default.</summary>
    [Parameter]
    [PSDefaultValue(Help = "300")]
    [Number(nameof(TimeoutSec))]
    public int? TimeoutSec { get => _spec.TimeoutSec; set => _spec.TimeoutSec = value; }

    /// <summary>
    /// With -Wait, the longest delay before the first retry in seconds: 1 to 3600; 1 by default. It doubles with each retry, up to 10
    /// seconds.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "1")]
    [Number(nameof(RetryIntervalSec))]
    public int? RetryIntervalSec { get => _spec.RetryIntervalSec; set => _spec.RetryIntervalSec = value; }

    /// <summary>Returns the organization, the user and the permissions, or the reason, instead of true or false.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(nameof(Connection), () =>
    {
        var (checker, request) = _spec.Build(EffectiveConnection);
        using (checker)
        {
            var check = Await((progress, cancellationToken) => checker.CheckAsync(request, progress, cancellationToken));
            if (check.Reason is not null)
            {
                WriteVerbose(check.Reason);
            }

            WriteObject(Detailed ? check : check.Accepted);
        }
    }, bringsConnection: Connection is not null);

    private protected override GoodDataConnection FromEnvironment() => ConnectionEnvironment.GoodData(Session, WriteWarning);
}
