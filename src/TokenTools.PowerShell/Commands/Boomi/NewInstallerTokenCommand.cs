using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Http;

namespace TokenTools.PowerShell.Commands.Boomi;

/// <summary>Has Boomi make an installer token, with which a runtime is installed into an account.</summary>
[Cmdlet(VerbsCommon.New, "InstallerToken", SupportsShouldProcess = true, DefaultParameterSetName = MinutesSet, HelpUri = HelpPages.Folder + "New-InstallerToken.md")]
[OutputType(typeof(InstallerToken))]
public sealed class NewInstallerTokenCommand : ThrottledCommand<BoomiConnection, InstallerTokenRequest, InstallerToken>
{
    private const string MinutesSet = "DurationMinutes";
    private const string ValidForSet = "ValidFor";

    private bool _typeGiven;
    private bool _lifetimeGiven;

    /// <summary>What the token installs: ATOM, MOLECULE, CLOUD, BROKER or GATEWAY.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(InstallTypeCompleter))]
    public string? InstallType { get; set; }

    /// <summary>How long the token is good for, in minutes: 30 to 1440, 60 by default.</summary>
    [Parameter(ParameterSetName = MinutesSet, ValueFromPipelineByPropertyName = true)]
    [BlankIsNull]
    [PSDefaultValue(Help = "60")]
    public int? DurationMinutes { get; set; }

    /// <summary>The same as a TimeSpan or text such as 90m, 2h or PT30M; whole minutes. A row gives either this or DurationMinutes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ValidForSet, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [BlankIsNull]
    [Duration]
    public TimeSpan? ValidFor { get; set; }

    /// <summary>The runtime cloud's id: required for CLOUD, refused for any other type.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? CloudId { get; set; }

    /// <summary>The account to make it in; the connection's by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? AccountId { get; set; }

    /// <summary>The account to act for through the Partner API; the connection's by default, if it has one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? OverrideAccountId { get; set; }

    /// <summary>The input as it came down the pipeline, which an error about it has as its target.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Gives the token as a string rather than a SecureString, also in ToString() and so in a request's body.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // As yet there is only what was given once for all input.
        _typeGiven = MyInvocation.BoundParameters.ContainsKey(nameof(InstallType));
        _lifetimeGiven = MyInvocation.BoundParameters.ContainsKey(nameof(ValidFor)) || MyInvocation.BoundParameters.ContainsKey(nameof(DurationMinutes));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Enqueue(Target(), () =>
    {
        if (MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)))
        {
            InstallerTokenRow.Check(InputObject);
        }

        var request = InstallerTokenRequest.Create(
            Type(),
            Lifetime(),
            CloudId,
            AccountId,
            OverrideAccountId);
        return ShouldProcess(
            ModuleText.Format(nameof(ModuleMessages.InstallerTokenTarget), EffectiveConnection.EffectiveAccount(request)),
            ModuleText.Format(nameof(ModuleMessages.InstallerTokenAction), request.InstallType, request.DurationMinutes))
            ? request
            : null;
    });

    // Not a token: neither one from an earlier run, whose text may be plain, nor one that stands where a type should.
    private object Target() => InputObject is { BaseObject: not (InstallerToken or string) } ? InputObject
        : string.IsNullOrWhiteSpace(InstallType) || InstallerTokenRequest.IsWord(InstallType!.Trim()) ? InstallType ?? string.Empty
        : nameof(InstallType);

    // Of a row without this column the engine binds the whole row's text: nobody gave that for a type.
    private string? Type() =>
        !_typeGiven && InputObject is { BaseObject: not string } && InputObject.Properties[nameof(InstallType)] is null ? null : InstallType;

    // Of a row's two cells either may be empty, and what was given once for all input goes before both.
    private int? Lifetime()
    {
        if (ValidFor is null && ParameterSetName == ValidForSet && (_lifetimeGiven || InputObject?.Properties[nameof(ValidFor)] is null))
        {
            throw new TokenArgumentException(nameof(ValidFor), nameof(Messages.DurationEmpty));
        }

        var minutes = _lifetimeGiven ? null : InstallerTokenRow.Minutes(InputObject);
        return ValidFor is { } span ? InstallerTokenRequest.Minutes(span) : DurationMinutes ?? minutes;
    }

    private protected override string Activity => ModuleText.Format(nameof(ModuleMessages.InstallerTokenActivity));

    private protected override Task<InstallerToken> MakeAsync(
        BoomiConnection connection, InstallerTokenRequest request, IProgress<Notice> progress, CancellationToken cancellationToken, CancellationToken abortToken) =>
        connection.CreateInstallerTokenAsync(request, AsPlainText, progress, cancellationToken, abortToken);

    // A row that came down the pipeline goes with its token: it knows the runtime's name.
    private protected override void Made(InstallerToken made, object target) =>
        made.Input = target is PSObject { BaseObject: not string } ? target : null;

    private protected override string DescribeLost(InstallerToken made) => MessageText.Format(
        nameof(Messages.InstallerTokenUnclaimed), made.InstallType, made.AccountId, TimeText.CeilingToMinute(made.Expiration));

    private protected override string DescribeUnknown(BoomiConnection connection, InstallerTokenRequest request) => MessageText.Format(
        nameof(Messages.InstallerTokenMayExist),
        request.InstallType,
        connection.EffectiveAccount(request),
        TimeText.CeilingToMinute(connection.LatestExpiration(request)));

    private protected override BoomiConnection FromEnvironment() => ConnectionEnvironment.Boomi(Session, WriteWarning);
}
