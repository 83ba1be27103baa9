using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Http;

namespace TokenTools.PowerShell.Commands;

/// <summary>Has Boomi make an installer token, with which a runtime is installed into an account.</summary>
[Cmdlet(VerbsCommon.New, "InstallerToken", SupportsShouldProcess = true, DefaultParameterSetName = MinutesSet)]
[OutputType(typeof(InstallerToken))]
public sealed class NewInstallerTokenCommand : ThrottledCommand<BoomiConnection, InstallerTokenRequest, InstallerToken>
{
    private const string MinutesSet = "DurationMinutes";
    private const string ValidForSet = "ValidFor";

    /// <summary>What the token installs: ATOM, MOLECULE, CLOUD, BROKER or GATEWAY.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(InstallTypeCompleter))]
    public string? InstallType { get; set; }

    /// <summary>How long the token is good for, in minutes: 30 to 1440, 60 by default.</summary>
    [Parameter(ParameterSetName = MinutesSet, ValueFromPipelineByPropertyName = true)]
    [BlankIsNull]
    public int? DurationMinutes { get; set; }

    /// <summary>The same as a TimeSpan or text such as 90m, 2h or PT30M; whole minutes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ValidForSet)]
    [Duration]
    public TimeSpan ValidFor { get; set; }

    /// <summary>The runtime cloud's id: required for CLOUD, refused for any other type.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? CloudId { get; set; }

    /// <summary>The account to make it in; the connection's by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? AccountId { get; set; }

    /// <summary>The input as it came down the pipeline, which an error about it has as its target.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Gives the token as a string rather than a SecureString, also in ToString() and so in a request's body.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Enqueue(Target(), () =>
    {
        var request = InstallerTokenRequest.Create(
            InstallType,
            ParameterSetName == ValidForSet ? InstallerTokenRequest.Minutes(ValidFor) : Minutes(),
            CloudId,
            AccountId);
        return ShouldProcess(
            TokenException.Text(nameof(Messages.InstallerTokenTarget), request.AccountId ?? Service.OverrideAccountId ?? Service.AccountId),
            TokenException.Text(nameof(Messages.InstallerTokenAction), request.InstallType, request.DurationMinutes))
            ? request
            : null;
    });

    // Not a token from an earlier run, whose text may be plain.
    private object Target() => InputObject is null or { BaseObject: InstallerToken } ? InstallType ?? string.Empty : InputObject;

    // Of a row's value that doesn't convert the engine says nothing: it leaves the parameter unbound, and the default would serve.
    private int? Minutes() => DurationMinutes is null
        && LanguagePrimitives.ConvertTo<string>(InputObject?.Properties[nameof(DurationMinutes)]?.Value) is { } given && !string.IsNullOrWhiteSpace(given)
        ? throw new TokenArgumentException(
            nameof(DurationMinutes),
            nameof(Messages.InstallerDurationNotANumber),
            given.Length > 40 ? given.Substring(0, 40) + "…" : given,
            InstallerTokenRequest.ShortestMinutes,
            InstallerTokenRequest.LongestMinutes)
        : DurationMinutes;

    private protected override string Activity => TokenException.Text(nameof(Messages.InstallerTokenActivity));

    private protected override Task<InstallerToken> MakeAsync(
        BoomiConnection connection, InstallerTokenRequest request, Action<Notice> tell, CancellationToken stop, CancellationToken abort) =>
        connection.CreateInstallerTokenAsync(request, AsPlainText, tell, stop, abort);

    private protected override string Unclaimed(InstallerToken made) => TokenException.Text(
        nameof(Messages.InstallerTokenUnclaimed), made.InstallType, made.AccountId, made.Expiration.UtcDateTime);

    private protected override string Undecided(InstallerTokenRequest request) => TokenException.Text(
        nameof(Messages.InstallerTokenMayExist), request.InstallType, DateTime.UtcNow.AddMinutes(request.DurationMinutes));

    private protected override BoomiConnection FromEnvironment() => ConnectionEnvironment.Boomi(Session);
}
