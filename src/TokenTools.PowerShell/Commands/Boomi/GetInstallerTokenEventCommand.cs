using System.Management.Automation;
using TokenTools.Boomi.Objects;

namespace TokenTools.PowerShell.Commands.Boomi;

/// <summary>Gets the audit log's entries about installer tokens that were created. An entry does not contain the token.</summary>
[Cmdlet(VerbsCommon.Get, "InstallerTokenEvent", HelpUri = HelpPages.Folder + "Get-InstallerTokenEvent.md")]
[OutputType(typeof(InstallerTokenEvent))]
public sealed class GetInstallerTokenEventCommand : BoomiQueryCommand<InstallerTokenEvent>
{
    private readonly InstallerTokenEventSpec _spec = new();

    /// <summary>
    /// Gets entries of this time or later, by the service's clock; by default of the 24 hours before -Before or now, the longest lifetime of a
    /// token. A time without an offset is local time.
    /// </summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(PastTimeCompleter))]
    [PointInTime]
    public PointInTimeArgument? After { get; set; }

    /// <summary>Gets entries of this time or earlier, by the service's clock; no limit by default. A time without an offset is local time.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(PastTimeCompleter))]
    [PointInTime]
    public PointInTimeArgument? Before { get; set; }

    /// <summary>Gets entries of this user, by e-mail address; of all users by default.</summary>
    [Parameter]
    public string? UserId { get => _spec.UserId; set => _spec.UserId = value; }

    private protected override IObjectQuerySpec<InstallerTokenEvent> CreateSpec()
    {
        _spec.After = After?.Read(nameof(After));
        _spec.Before = Before?.Read(nameof(Before));
        return _spec;
    }
}
