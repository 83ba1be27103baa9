using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell.Views;

/// <summary>What the views show that the objects themselves don't carry: masks, local times, time left. Bound in TokenTools.types.ps1xml as hidden members.</summary>
public static class ViewMembers
{
    /// <summary>What stands where a secret would.</summary>
    public const string Mask = "********";

    /// <summary>A mask; an installer token keeps its type before it, which isn't secret.</summary>
    public static string TokenMask(PSObject instance) => instance?.BaseObject is InstallerToken token
        ? token.InstallType.ToLowerInvariant() + "-" + Mask
        : Mask;

    /// <summary>When it ends, in local time; empty for never.</summary>
    public static string LocalExpiry(PSObject instance) => Expiry(instance) is { } expiry
        ? TimeText.Local(expiry)
        : string.Empty;

    /// <summary>When it was made, in local time.</summary>
    public static string LocalCreated(PSObject instance) => instance?.BaseObject is InstallerToken token ? TimeText.Local(token.Created) : string.Empty;

    /// <summary>The time left in at most two units, such as 1d 3h or 59m 10s; expired; or empty where there is no end.</summary>
    public static string TimeLeftText(PSObject instance)
    {
        if (Expiry(instance) is not { } expiry)
        {
            return string.Empty;
        }

        // An Onedata token's goes by its zone's clock.
        var left = instance.BaseObject is OnedataToken token ? token.TimeLeft ?? TimeSpan.Zero : expiry - DateTimeOffset.UtcNow;
        return TimeText.Left(left);
    }

    /// <summary>When a request was received, in local time, to the millisecond.</summary>
    public static string LocalTime(PSObject instance) => instance?.BaseObject is SandboxRequest request
        ? request.Time.LocalDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)
        : string.Empty;

    /// <summary>A request's path with the secrets in it, for whoever asks for it by name.</summary>
    public static string PlainPath(PSObject instance) => (instance?.BaseObject as SandboxRequest)?.ToPlainText().Path ?? string.Empty;

    /// <summary>A request's body with the secrets in it, for whoever asks for it by name.</summary>
    public static string PlainBody(PSObject instance) => (instance?.BaseObject as SandboxRequest)?.ToPlainText().Body ?? string.Empty;

    /// <summary>The ids of the token's warnings.</summary>
    public static string WarningIds(PSObject instance) => instance?.BaseObject switch
    {
        BootstrapToken token => Ids(token.Warnings),
        OnedataToken token => Ids(token.Warnings),
        _ => string.Empty,
    };

    /// <summary>What kind of Onedata token it is, and for an invite token what it invites to.</summary>
    public static string TypeText(PSObject instance) => instance?.BaseObject is OnedataToken token
        ? token.InviteType ?? token.Type
        : string.Empty;

    /// <summary>The caveats as they stand in the token, one after another.</summary>
    public static string CaveatText(PSObject instance) => instance?.BaseObject is OnedataToken token
        ? string.Join("; ", token.Caveats.Select(static caveat => caveat.Text))
        : string.Empty;

    /// <summary>Whether the signature was found right or wrong, or wasn't checked for want of a secret.</summary>
    public static string SignatureText(PSObject instance) => instance?.BaseObject is OnedataToken token
        ? token.SignatureVerified switch { true => "verified", false => "WRONG", null => "not checked" }
        : string.Empty;

    private static string Ids(IEnumerable<TokenWarning> warnings) => string.Join(", ", warnings.Select(static warning => warning.Id));

    private static DateTimeOffset? Expiry(PSObject instance) => instance?.BaseObject switch
    {
        InstallerToken token => token.Expiration,
        OnedataToken token => token.ExpiresAt,
        _ => null,
    };
}
