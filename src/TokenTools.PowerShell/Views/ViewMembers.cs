using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using TokenTools.Boomi;
using TokenTools.GoodData;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell.Views;

/// <summary>What the views show that the objects themselves don't carry: masks, local times, time left. Bound in TokenTools.types.ps1xml as hidden members.</summary>
public static class ViewMembers
{
    // A caveat can have 64 KiB; a view needs less to distinguish it.
    private const int MaximumCaveatLength = 200;

    // As late as that, an installer token is warned of as well.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    /// <summary>What stands where a secret would.</summary>
    public const string Mask = "********";

    /// <summary>A mask; an installer token keeps its type before it, which isn't secret.</summary>
    public static string TokenMask(PSObject instance) => instance?.BaseObject is InstallerToken token
        ? token.InstallType.ToLowerInvariant() + "-" + Mask
        : Mask;

    /// <summary>The input that an installer token was made for, where it came down the pipeline as an object; null otherwise.</summary>
    public static object? Input(PSObject instance) => (instance?.BaseObject as InstallerToken)?.Input;

    /// <summary>When it ends, in local time; empty for never.</summary>
    public static string LocalExpiry(PSObject instance) => Expiry(instance) is { } expiry
        ? TimeText.Local(expiry)
        : string.Empty;

    /// <summary>When it was made, in local time.</summary>
    public static string LocalCreated(PSObject instance) => instance?.BaseObject is InstallerToken token ? TimeText.Local(token.Created) : string.Empty;

    /// <summary>The time left in at most two units, such as 1d 3h or 59m 10s; expired; or empty where there is no end. In colour if it is over or soon will be.</summary>
    public static string TimeLeftText(PSObject instance)
    {
        if (Expiry(instance) is not { } expiry)
        {
            return string.Empty;
        }

        // An Onedata token goes by the clock of its zone.
        var left = instance.BaseObject switch
        {
            OnedataToken token => token.TimeLeft,
            TokenVerification verified => verified.TimeLeft,
            _ => expiry - DateTimeOffset.UtcNow,
        } ?? TimeSpan.Zero;
        var text = TimeText.Left(left);
        return left <= TimeSpan.Zero ? ViewStyle.Error(text)
            : left < Soon ? ViewStyle.Warning(text)
            : text;
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

    /// <summary>The type of an Onedata token, or the invite type of an invite token.</summary>
    public static string TypeText(PSObject instance) => instance?.BaseObject is OnedataToken token
        ? token.InviteType ?? token.Type
        : string.Empty;

    /// <summary>How many warnings there are.</summary>
    public static int WarningCount(PSObject instance) => instance?.BaseObject is OnedataToken token ? token.Warnings.Count : 0;

    /// <summary>What the warnings say, each on a line.</summary>
    public static string WarningText(PSObject instance) => instance?.BaseObject is OnedataToken token
        ? string.Join("\n", token.Warnings.Select(static warning => warning.Message))
        : string.Empty;

    /// <summary>The text of all caveats of a token, or of one caveat or evaluation.</summary>
    public static string CaveatText(PSObject instance) => instance?.BaseObject switch
    {
        OnedataToken token => string.Join("; ", token.Caveats.Select(static caveat => Short(caveat.Text))),
        TokenCaveat caveat => Short(caveat.Text),
        CaveatEvaluation evaluation => Short(evaluation.Caveat.Text),
        _ => string.Empty,
    };

    /// <summary>The text of all caveats of a token, each on a line.</summary>
    public static string CaveatLines(PSObject instance) => instance?.BaseObject is OnedataToken token
        ? string.Join("\n", token.Caveats.Select(static caveat => Short(caveat.Text)))
        : string.Empty;

    /// <summary>What a caveat allows, in words: countries by name, times in local time, paths in plain text.</summary>
    public static string CaveatMeaning(PSObject instance) => Short(instance?.BaseObject is TokenCaveat caveat ? caveat.Describe() : string.Empty);

    /// <summary>The subject of a verified token, or why it is invalid.</summary>
    public static string VerificationText(PSObject instance) => instance?.BaseObject is TokenVerification found
        ? found.Valid ? found.Subject!.ToString() : found.Reason + ": " + found.Message
        : string.Empty;

    /// <summary>Whether the signature is valid, invalid, or was not checked.</summary>
    public static string SignatureText(PSObject instance) => instance?.BaseObject is OnedataToken token
        ? token.SignatureVerified switch { true => "verified", false => "WRONG", null => "not checked" }
        : string.Empty;

    private static string Short(string text) => text.Length <= MaximumCaveatLength ? text : text.Substring(0, MaximumCaveatLength) + "…";

    private static string Ids(IEnumerable<TokenWarning> warnings) => string.Join(", ", warnings.Select(static warning => warning.Id));

    private static DateTimeOffset? Expiry(PSObject instance) => instance?.BaseObject switch
    {
        InstallerToken token => token.Expiration,
        OnedataToken token => token.ExpiresAt,
        TokenVerification verified => verified.ExpiresAt,
        _ => null,
    };
}
