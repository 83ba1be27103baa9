using System;
using System.Management.Automation;
using System.Security;
using TokenTools.GoodData;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Asks an organization of GoodData.CN whether it accepts a bootstrap token, or waits until it does.</summary>
[Cmdlet(VerbsDiagnostic.Test, "BootstrapToken", HelpUri = HelpPages.Folder + "Test-BootstrapToken.md")]
[OutputType(typeof(bool), typeof(BootstrapTokenCheck))]
public sealed class TestBootstrapTokenCommand : HttpCommand
{
    private const int DefaultTimeoutSec = 100;
    private const int DefaultWaitSec = 300;

    private BootstrapTokenChecker? _checker;

    /// <summary>The token, as New-BootstrapToken gives it, as SecureString or text. Other API tokens of GoodData's can be tested as well.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("BootstrapToken")]
    [Secret(Property = nameof(BootstrapToken.Token))]
    public SecureString? Token { get; set; }

    /// <summary>The organization's address, such as https://analytics.example.com, or its host name alone.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowEmptyString]
    public string? Uri { get; set; }

    /// <summary>The Host header, where the address isn't the organization's host name: the platform knows the organization by it.</summary>
    [Parameter]
    public string? HostHeader { get; set; }

    /// <summary>
    /// Asks again while the organization may still appear: through refused connections, unknown names, bad certificates, time-outs
    /// and HTTP 401, 404, 429 and 5xx, until it accepts the token or -TimeoutSec is over.
    /// </summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long it may take in all, in seconds: 1 to 86400, 100 by default, 300 with -Wait.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int? TimeoutSec { get; set; }

    /// <summary>With -Wait, what the first pause stays below, in seconds: 1 to 3600, 1 by default. It doubles up to 10 seconds; what the service itself asks for goes before.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int RetryIntervalSec { get; set; } = 1;

    /// <summary>Gives organization, user and permissions, or the reason, instead of true or false.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        var limit = TimeSpan.FromSeconds(TimeoutSec ?? (Wait ? DefaultWaitSec : DefaultTimeoutSec));
        // An address may hold a password; one that is refused isn't shown.
        _checker = Required(nameof(Uri), () => BootstrapTokenChecker.Create(new BootstrapTokenCheckOptions
        {
            Uri = Uri,
            HostHeader = HostHeader,
            Wait = Wait ? limit : null,
            Http = HttpOptions(limit, TimeSpan.FromSeconds(RetryIntervalSec)),
        }));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(nameof(Token), () =>
    {
        var token = BootstrapTokenReader.Read(SecretAttribute.Check(Token, nameof(Token)));
        ForInput(_checker!.Uri, () => Test(_checker, token));
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _checker?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Test(BootstrapTokenChecker checker, BootstrapToken token)
    {
        WriteWarnings(checker.WarningsOf(token));
        var check = Await((progress, stop) => checker.CheckAsync(token, progress, stop));
        if (!check.Accepted)
        {
            // They are the likely reason, and without -Detailed nothing else says one.
            WriteWarnings(token.Warnings);
            WriteVerbose(check.Reason);
            if (check.Advice is not null)
            {
                WriteVerbose(check.Advice);
            }
        }

        WriteObject(Detailed ? check : check.Accepted);
    }
}
