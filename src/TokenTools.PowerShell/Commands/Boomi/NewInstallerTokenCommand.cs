using System;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands;

/// <summary>Has Boomi make an installer token, with which a runtime is installed into an account.</summary>
[Cmdlet(VerbsCommon.New, "InstallerToken", SupportsShouldProcess = true, DefaultParameterSetName = MinutesSet, HelpUri = HelpPages.Folder + "New-InstallerToken.md")]
[OutputType(typeof(InstallerToken))]
public sealed class NewInstallerTokenCommand : ThrottledCommand<BoomiConnection, InstallerTokenRequest, InstallerToken>
{
    private const string MinutesSet = "DurationMinutes";
    private const string ValidForSet = "ValidFor";

    private static readonly string[] Columns =
        [nameof(InstallType), nameof(DurationMinutes), nameof(ValidFor), nameof(CloudId), nameof(AccountId), nameof(OverrideAccountId)];

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
        // As yet there is only what was given once for all input, which goes before a row's.
        _typeGiven = MyInvocation.BoundParameters.ContainsKey(nameof(InstallType));
        _lifetimeGiven = MyInvocation.BoundParameters.ContainsKey(nameof(ValidFor)) || MyInvocation.BoundParameters.ContainsKey(nameof(DurationMinutes));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Enqueue(Target(), () =>
    {
        CheckInput();
        var request = InstallerTokenRequest.Create(
            Type(),
            Lifetime(),
            CloudId,
            AccountId,
            OverrideAccountId);
        return ShouldProcess(
            TokenException.Text(nameof(Messages.InstallerTokenTarget), ConnectionInForce.EffectiveAccount(request)),
            TokenException.Text(nameof(Messages.InstallerTokenAction), request.InstallType, request.DurationMinutes))
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

    // Of a row's two cells either may be empty, and neither counts where the lifetime was given once for all.
    private int? Lifetime()
    {
        var minutes = _lifetimeGiven ? null : Cell(nameof(DurationMinutes));
        if (minutes is not null && Cell(nameof(ValidFor)) is not null)
        {
            throw new TokenArgumentException(nameof(ValidFor), nameof(Messages.InstallerDurationTwice));
        }

        if (ValidFor is { } span)
        {
            return InstallerTokenRequest.Minutes(span);
        }

        if (ParameterSetName == ValidForSet && (_lifetimeGiven || InputObject?.Properties[nameof(ValidFor)] is null))
        {
            throw new TokenArgumentException(nameof(ValidFor), nameof(Messages.DurationEmpty));
        }

        // Of a row's value that doesn't convert the engine says nothing: it leaves the parameter unbound, and the default would serve.
        // And of 30.5 or 1e2 it makes 30 and 100. Beside an empty ValidFor, it leaves any unbound.
        var whole = 0;
        return minutes is not null && !int.TryParse(minutes, NumberStyles.Integer, CultureInfo.InvariantCulture, out whole)
            ? throw new TokenArgumentException(
                nameof(DurationMinutes),
                nameof(Messages.InstallerDurationNotANumber),
                Redactor.ByShape.RedactToLine(minutes, 40),
                InstallerTokenRequest.ShortestMinutes,
                InstallerTokenRequest.LongestMinutes)
            : ParameterSetName == ValidForSet && minutes is not null ? whole
            : DurationMinutes;
    }

    // What the input itself has there; null for nothing and for an empty cell.
    private string? Cell(string column) =>
        LanguagePrimitives.ConvertTo<string>(InputObject?.Properties[column]?.Value) is { } given && !string.IsNullOrWhiteSpace(given) ? given : null;

    // An object that says nothing of what to make, piped by mistake, would have a token made that nobody asked for.
    private void CheckInput()
    {
        if (InputObject is null ? MyInvocation.BoundParameters.ContainsKey(nameof(InputObject))
            : InputObject.BaseObject is not (string or BoomiConnection) && !Columns.Any(column => InputObject.Properties[column] is not null))
        {
            throw new TokenArgumentException(
                nameof(InputObject), nameof(Messages.InstallerInputUnknown), InputObject?.BaseObject.GetType().Name ?? "null");
        }
    }

    private protected override string Activity => TokenException.Text(nameof(Messages.InstallerTokenActivity));

    private protected override Task<InstallerToken> MakeAsync(
        BoomiConnection connection, InstallerTokenRequest request, Action<Notice> tell, CancellationToken stop, CancellationToken abort) =>
        connection.CreateInstallerTokenAsync(request, AsPlainText, tell, stop, abort);

    // A row that came down the pipeline goes with its token: it knows the runtime's name.
    private protected override void Made(InstallerToken made, object target) =>
        made.Input = target is PSObject { BaseObject: not string } ? target : null;

    private protected override string Unclaimed(InstallerToken made) => TokenException.Text(
        nameof(Messages.InstallerTokenUnclaimed), made.InstallType, made.AccountId, TokenException.UpToTheMinute(made.Expiration));

    private protected override string Undecided(BoomiConnection connection, InstallerTokenRequest request) => TokenException.Text(
        nameof(Messages.InstallerTokenMayExist),
        request.InstallType,
        connection.EffectiveAccount(request),
        TokenException.UpToTheMinute(connection.LatestExpiration(request)));

    private protected override BoomiConnection FromEnvironment() => ConnectionEnvironment.Boomi(Session);
}
