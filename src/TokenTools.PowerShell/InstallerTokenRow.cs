using System.Linq;
using System.Management.Automation;
using TokenTools.Boomi;
using TokenTools.PowerShell.Commands.Boomi;

namespace TokenTools.PowerShell;

/// <summary>What an input of New-InstallerToken says itself, which is more than the engine binds of it.</summary>
internal static class InstallerTokenRow
{
    private static readonly string[] Columns =
    [
        nameof(NewInstallerTokenCommand.InstallType), nameof(NewInstallerTokenCommand.DurationMinutes), nameof(NewInstallerTokenCommand.ValidFor),
        nameof(NewInstallerTokenCommand.CloudId), nameof(NewInstallerTokenCommand.AccountId), nameof(NewInstallerTokenCommand.OverrideAccountId),
    ];

    /// <summary>Refuses what says nothing of what to make: piped by mistake, it would have a token made that nobody asked for.</summary>
    /// <exception cref="TokenArgumentException">It says nothing.</exception>
    public static void Check(PSObject? input)
    {
        if (input?.BaseObject is not (string or BoomiConnection) && !Columns.Any(column => input?.Properties[column] is not null))
        {
            throw ModuleText.ArgumentError("InputObject", nameof(ModuleMessages.InstallerInputUnknown), input?.BaseObject.GetType().Name ?? "null");
        }
    }

    /// <summary>The minutes that a row has; null for none.</summary>
    /// <remarks>
    /// Of a value that doesn't convert the engine says nothing: it leaves the parameter unbound, and the default would serve.
    /// Of 30.5 or 1e2 it makes 30 and 100; and beside an empty ValidFor, it leaves any unbound.
    /// </remarks>
    /// <exception cref="TokenArgumentException">They are no number, or the row has a duration as well.</exception>
    public static int? Minutes(PSObject? input)
    {
        if (Cell(input, nameof(NewInstallerTokenCommand.DurationMinutes)) is not { } minutes)
        {
            return null;
        }

        return Cell(input, nameof(NewInstallerTokenCommand.ValidFor)) is null
            ? InstallerTokenRequest.Minutes(minutes)
            : throw new TokenArgumentException(nameof(NewInstallerTokenCommand.ValidFor), nameof(Messages.InstallerDurationTwice));
    }

    // Null for nothing and for an empty cell.
    private static string? Cell(PSObject? input, string column) =>
        LanguagePrimitives.ConvertTo<string>(input?.Properties[column]?.Value) is { } given && !string.IsNullOrWhiteSpace(given) ? given : null;
}
