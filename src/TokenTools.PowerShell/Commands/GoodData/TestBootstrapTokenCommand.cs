using System.Management.Automation;
using TokenTools.GoodData;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Tests whether an organization of GoodData.CN accepts a bootstrap token, or waits until it does.</summary>
[Cmdlet(
    VerbsDiagnostic.Test, "BootstrapToken", DefaultParameterSetName = UriSet, HelpUri = HelpPages.Folder + "Test-BootstrapToken.md")]
[OutputType(typeof(bool), typeof(BootstrapTokenCheck))]
public sealed class TestBootstrapTokenCommand : HttpCommand
{
    private const string UriSet = "Uri";
    private const string SandboxSet = "Sandbox";

    private readonly BootstrapTokenCheckSpec _spec = new();
    private BootstrapTokenChecker? _checker;

    /// <summary>
    /// The token, as New-BootstrapToken returns it, or as a SecureString, credential or text. Other GoodData API tokens can be tested as
    /// well. You are prompted for it by default.
    /// </summary>
    [Parameter(
        Position = 1,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpMessages.BootstrapToken)]
    [Alias("BootstrapToken")]
    [Secret(Property = nameof(BootstrapToken.Token), AcceptsToken = true)]
    public SecretArgument? Token { get; set; }

    /// <summary>The organization's address, such as https://analytics.example.com, or its host name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = UriSet, HelpMessage = HelpMessages.OrganizationUri)]
    [AllowEmptyString]
    public string? Uri { get => _spec.Uri; set => _spec.Uri = value; }

    /// <summary>The sandbox whose organization is asked, at its own address and without a proxy.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SandboxSet, HelpMessage = HelpMessages.Sandbox)]
    [ArgumentCompleter(typeof(SandboxCompleter))]
    [ValidateNotNull]
    [NotText(nameof(Sandbox))]
    public TokenSandbox? Sandbox { get; set; }

    /// <summary>The Host header, which identifies the organization to the platform; the address's host by default.</summary>
    [Parameter]
    public string? HostHeader { get => _spec.HostHeader; set => _spec.HostHeader = value; }

    /// <summary>
    /// Retries while the organization may still be starting, until it accepts the token or -TimeoutSec is up: after refused connections,
    /// unknown host names, invalid certificates, timeouts and HTTP 401, 404, 429 and 5xx.
    /// </summary>
    [Parameter]
    public SwitchParameter Wait { get => _spec.Wait; set => _spec.Wait = value; }

    /// <summary>The time limit for the whole test, in seconds: 1 to 86400; 100 by default, 300 with -Wait.</summary>
    [Parameter]
    [Number(nameof(TimeoutSec))]
    public int? TimeoutSec { get => _spec.TimeoutSec; set => _spec.TimeoutSec = value; }

    /// <summary>
    /// The longest delay before the first retry, in seconds: 1 to 3600; 1 by default. It doubles with each retry, up to 10 seconds; a
    /// delay that the service requests is used instead. Requires -Wait.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "1")]
    [Number(nameof(RetryIntervalSec))]
    public int? RetryIntervalSec { get => _spec.RetryIntervalSec; set => _spec.RetryIntervalSec = value; }

    /// <summary>Returns the organization, the user and the permissions, or the reason, instead of true or false.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _spec.Http = Http;
        Http.Sandbox = Sandbox is not null;
        // Not the address as the target: it may contain a password.
        _checker = Required(Sandbox ?? (object)nameof(Uri), () =>
        {
            _spec.Uri = Sandbox is null ? _spec.Uri : OfSandbox(Sandbox).Uri.AbsoluteUri;
            return _spec.Build();
        });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(nameof(Token), () =>
    {
        var secret = SecretArgument.Check(OrPrompt(Token, nameof(Token), HelpMessages.BootstrapToken), nameof(Token));
        var token = BootstrapTokenReader.Read(secret);
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
        WriteWarnings(checker.GetWarnings(token));
        var check = Await((progress, cancellationToken) => checker.CheckAsync(token, progress, cancellationToken));
        if (!check.Accepted)
        {
            // The likely reason, which is not shown otherwise without -Detailed.
            WriteWarnings(token.Warnings);
            WriteVerbose(check.Reason!);
            if (check.Advice is not null)
            {
                WriteVerbose(check.Advice);
            }
        }

        WriteObject(Detailed ? check : check.Accepted);
    }
}
