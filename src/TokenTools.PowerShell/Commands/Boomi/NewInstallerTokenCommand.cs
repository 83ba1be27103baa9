using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;
using System.Threading;
using TokenTools.Boomi;
using TokenTools.Http;
using TokenTools.Rows;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Boomi;

/// <summary>Creates a Boomi installer token.</summary>
[Cmdlet(
    VerbsCommon.New,
    "InstallerToken",
    SupportsShouldProcess = true,
    DefaultParameterSetName = MinutesSet,
    HelpUri = HelpPages.Folder + "New-InstallerToken.md")]
[OutputType(typeof(InstallerToken))]
public sealed class NewInstallerTokenCommand : BoomiSecondFactorCommand
{
    private const string MinutesSet = "DurationMinutes";
    private const string ValidForSet = "ValidFor";

    private readonly ConcurrentQueue<Notice> _notices = new();
    private readonly ManualResetEventSlim _outcomeAvailable = new();
    private readonly InstallerTokenProgress _progress = new();
    private readonly InstallerTokenWriter _writer;
    private RowReader? _reader;
    private InstallerTokenBatch<InstallerTokenRow>? _batch;
    private bool _isInstallTypeBoundForAll;
    private bool _isInstallTypeNamed;
    private bool _isLifetimeNamed;
    private bool _isInputComplete;
    private bool _hasEnded;
    private int _inputCount;
    private int _doneCount;
    private DefaultParameterValues? _defaults;

    /// <summary>Creates the cmdlet.</summary>
    public NewInstallerTokenCommand() => _writer = new InstallerTokenWriter(this, () => WriteUntil(pending: 0));

    /// <summary>What the tokens install, one token for each: ATOM, MOLECULE, CLOUD, BROKER or GATEWAY.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpMessages.InstallType)]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(InstallTypeCompleter))]
    public string?[]? InstallType { get; set; }

    /// <summary>The token's lifetime in minutes: a whole number from 30 to 1440, 60 by default.</summary>
    [Parameter(ParameterSetName = MinutesSet, ValueFromPipelineByPropertyName = true)]
    [WholeMinutes]
    [PSDefaultValue(Help = "60")]
    public decimal? DurationMinutes { get; set; }

    /// <summary>
    /// The token's lifetime as a TimeSpan or text such as 90m, 2h or PT30M: whole minutes, 30m to 1d. A row can have this or
    /// DurationMinutes, not both.
    /// </summary>
    [Parameter(
        Mandatory = true,
        ParameterSetName = ValidForSet,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpMessages.ValidFor)]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [AllowNull]
    [Duration]
    public DurationArgument? ValidFor { get; set; }

    /// <summary>The runtime cloud's id: required for CLOUD and not allowed for any other type.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? CloudId { get; set; }

    /// <summary>The account to create the token in; the connection's by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? AccountId { get; set; }

    /// <summary>The account to act for through the Partner API; the connection's by default, if it has one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("OverrideAccount")]
    public string? OverrideAccountId { get; set; }

    /// <summary>The input object, which is the target of errors about it.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [SecuredInput]
    public PSObject? InputObject { get; set; }

    /// <summary>
    /// Returns the token as a string rather than a SecureString. ToString() then contains it, and so does the body of a request.
    /// </summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <summary>
    /// Masks the token in the log of GitHub Actions or Azure Pipelines, if one of them runs this process, before it is returned. True by
    /// default; -Mask:$false omits it.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "True")]
    public SwitchParameter Mask { get; set; }

    /// <summary>
    /// The number of tokens that are requested at a time: 1 to 256, 1 by default. The connection's rate limit applies as well. With more
    /// than 1, a variable of -PipelineVariable already contains a later input when a token is returned; use the token's Input instead.
    /// </summary>
    [Parameter]
    [Number(nameof(ThrottleLimit))]
    public int ThrottleLimit { get; set; } = 1;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // Only the parameters for all inputs are bound at this time.
        _defaults = new DefaultParameterValues(MyInvocation, SessionState);
        _isInstallTypeBoundForAll = MyInvocation.BoundParameters.ContainsKey(nameof(InstallType));
        _isInstallTypeNamed = IsNamed(nameof(InstallType));
        _isLifetimeNamed = IsNamed(nameof(ValidFor)) || IsNamed(nameof(DurationMinutes));
        _batch = Required(nameof(ThrottleLimit), () => new InstallerTokenBatch<InstallerTokenRow>(
            ThrottleLimit, AsPlainText, new DelegateProgress<Notice>(_notices.Enqueue), _outcomeAvailable.Set));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => EndEarlyOnException(() =>
    {
        _progress.Start();
        _inputCount++;
        // What the engine converts from one input, such as a list, is one input.
        var types = InstallType is not { Length: > 0 } bound ? [null] : _isInstallTypeBoundForAll ? bound : [bound[0]];
        for (var i = 0; i < types.Length; i++)
        {
            Request(types[i], MyInvocation.ExpectingInput ? _inputCount : types.Length > 1 ? i + 1 : null);
        }
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _isInputComplete = true;
        EndEarlyOnException(() => WriteUntil(pending: 0));
        _writer.Complete();
        if (_progress.Completed is { } completed)
        {
            WriteProgress(completed);
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        _batch?.Cancel();
        _outcomeAvailable.Set();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // The pipeline may have been stopped while another command was running.
            EndEarly(canWrite: false, cause: null);
            _batch?.Dispose();
            _outcomeAvailable.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Request(string? installType, int? number)
    {
        var row = new InstallerTokenRow(InputObject, number, installType);
        try
        {
            if (MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)))
            {
                row.Read(() => _reader ??= new RowReader(InstallerRow.Settings));
            }

            row.Request = Spec(row, installType).Build();
            row.Connection = EffectiveConnection;
            if (!ShouldProcess(
                ModuleText.Format(nameof(ModuleMessages.InstallerTokenTarget), DisplayText.Id(row.Connection.EffectiveAccount(row.Request))),
                ModuleText.Format(nameof(ModuleMessages.InstallerTokenAction), row.Request.InstallType, row.Request.DurationMinutes)))
            {
                return;
            }

            row.Request.OneTimePassword = BoomiOneTimePassword.Validate(OneTimePasswordFor(row.Connection));
            _batch!.Add(row, row.Connection, row.Request);
        }
        catch (TokenException error)
        {
            _batch!.AddFailed(row, error);
        }

        WriteUntil(_batch!.PendingLimit);
    }

    private InstallerTokenSpec Spec(InstallerTokenRow row, string? installType)
    {
        var spec = new InstallerTokenSpec
        {
            InstallType = row.InstallType(installType, _isInstallTypeNamed, _isInstallTypeBoundForAll),
            DurationMinutes = DurationMinutes?.ToString(CultureInfo.InvariantCulture),
            // A row's own cell is read by SetCells.
            ValidFor = ValidFor is { IsBlank: false }
                && (_isLifetimeNamed || _defaults!.Supplied(nameof(ValidFor)) || !row.Cells.HasColumn(nameof(ValidFor)))
                ? ValidFor.Read(nameof(ValidFor))
                : null,
            // An empty cell means that no lifetime is specified; an empty argument is an error.
            RequiresValidFor = ParameterSetName == ValidForSet && (_isLifetimeNamed || !row.Cells.HasColumn(nameof(ValidFor))),
            CloudId = CloudId,
            AccountId = AccountId,
            OverrideAccountId = OverrideAccountId,
        };
        row.SetCells(spec, _isLifetimeNamed, _defaults!.Supplied);
        return spec;
    }

    private bool IsNamed(string parameter) =>
        MyInvocation.BoundParameters.ContainsKey(parameter) && !_defaults!.Supplied(parameter);

    private void EndEarlyOnException(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error)
        {
            // After an error with -ErrorAction Stop, Select-Object -First or a stop, no more objects can be returned.
            EndEarly(canWrite: true, error);
            throw;
        }
    }

    // Writes the available outcomes in order, and waits until at most this number is pending.
    private void WriteUntil(int pending)
    {
        while (true)
        {
            _outcomeAvailable.Reset();
            if (Stopping)
            {
                throw new PipelineStoppedException();
            }

            while (_notices.TryDequeue(out var notice))
            {
                Write(notice);
            }

            var isAvailable = _batch!.TryTake(out var row, out var outcome);
            if (isAvailable)
            {
                _doneCount++;
                _writer.Write(row, outcome);
            }

            if (_progress.Update(_doneCount, _batch.PendingCount, _isInputComplete) is { } record)
            {
                WriteProgress(record);
            }

            if (!isAvailable && _batch.PendingCount > pending)
            {
                _outcomeAvailable.Wait(InstallerTokenBatch<InstallerTokenRow>.SignalTimeout);
            }
            else if (!isAvailable && !Stopping)
            {
                // Not after a stop, which removes the inputs that have not been started.
                return;
            }
        }
    }

    // A token that was issued but cannot be returned, or that may exist, must be reported.
    private void EndEarly(bool canWrite, Exception? cause)
    {
        if (!_hasEnded && _batch is not null)
        {
            _hasEnded = true;
            _writer.ReportLostTokens(_batch.Drain(), canWrite, cause);
        }
    }
}
