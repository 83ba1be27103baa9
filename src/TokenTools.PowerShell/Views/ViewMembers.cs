using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using TokenTools.Boomi;
using TokenTools.Boomi.Objects;
using TokenTools.GoodData;
using TokenTools.Http;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Sandbox;
using TokenTools.Security;

namespace TokenTools.PowerShell.Views;

/// <summary>
/// Members that only views show: masks, local times, remaining times. TokenTools.types.ps1xml binds them as hidden members.
/// </summary>
public static class ViewMembers
{
    // A caveat can have 64 KiB. A view needs less to distinguish it.
    private const int MaximumCaveatLength = 200;

    /// <summary>The replacement for a secret.</summary>
    public const string Mask = Redactor.Mask;

    /// <summary>
    /// The mask, preceded by the type of an installer token, which is not secret; empty for an object that can have a secret and has none.
    /// </summary>
    public static string TokenMask(PSObject instance) => instance?.BaseObject switch
    {
        InstallerToken token => token.InstallType.ToLowerInvariant() + "-" + Mask,
        GoodDataApiToken { Token: null } or GoodDataUser { Password: null } => string.Empty,
        _ => Mask,
    };

    /// <summary>The pipeline input that an installer or bootstrap token was created for, if it was an object; null otherwise.</summary>
    public static object? Input(PSObject instance) => instance?.BaseObject switch
    {
        InstallerToken token => token.Input,
        BootstrapToken token => token.Input,
        _ => null,
    };

    /// <summary>The expiration in local time; empty for none.</summary>
    public static string LocalExpiry(PSObject instance) => Expiry(instance) is { } expiry
        ? TimeText.Local(expiry)
        : string.Empty;

    /// <summary>The time of creation in local time.</summary>
    public static string LocalCreated(PSObject instance) =>
        instance?.BaseObject switch
        {
            InstallerToken token => TimeText.Local(token.Created),
            NamedToken { CreationTime: { } created } => TimeText.Local(created),
            OnezoneUser { CreationTime: { } created } => TimeText.Local(created),
            _ => string.Empty,
        };

    /// <summary>A named token's state: <c>active</c>, <c>revoked</c>, <c>expired</c> or <c>used up</c>. Colored unless active.</summary>
    public static string NamedTokenState(PSObject instance) => instance?.BaseObject switch
    {
        NamedToken { Revoked: true } => ViewStyle.Error("revoked"),
        NamedToken { IsExpired: true } => ViewStyle.Error("expired"),
        NamedToken { IsUsedUp: true } => ViewStyle.Error("used up"),
        NamedToken => "active",
        _ => string.Empty,
    };

    /// <summary>How often an invite token was used, and can be: 2 of 5, 2 of any number; empty for other tokens.</summary>
    public static string UsageText(PSObject instance) => instance?.BaseObject is NamedToken { UsageCount: { } count } token
        ? count.ToString(CultureInfo.InvariantCulture) + " of "
            + (token.UsageLimit?.ToString(CultureInfo.InvariantCulture) ?? "any number")
        : string.Empty;

    /// <summary>What an invite token grants, on one line.</summary>
    public static string PrivilegeText(PSObject instance) => instance?.BaseObject is NamedToken { Privileges: { } privileges }
        ? string.Join(", ", privileges)
        : string.Empty;

    /// <summary>
    /// The remaining time in at most two units, such as 1d 3h or 59m 10s, or <c>expired</c>; empty without expiration. Colored if it is
    /// short or over.
    /// </summary>
    public static string TimeLeftText(PSObject instance)
    {
        if (Expiry(instance) is not { } expiry)
        {
            return string.Empty;
        }

        // By the clock of the service that issued the token.
        var left = instance.BaseObject switch
        {
            InstallerToken token => token.TimeLeft,
            OnedataToken token => token.TimeLeft,
            NamedToken token => token.TimeLeft,
            TokenVerification verified => verified.TimeLeft,
            _ => expiry - SystemClock.Instance.UtcNow,
        } ?? TimeSpan.Zero;
        var text = TimeText.Left(left);
        return left <= TimeSpan.Zero ? ViewStyle.Error(text)
            : ExpiryWarning.IsSoon(left) ? ViewStyle.Warning(text)
            : text;
    }

    /// <summary>A runtime's status with its detail, in color unless it is ONLINE.</summary>
    public static string StatusText(PSObject instance) => instance?.BaseObject is not BoomiRuntime runtime ? string.Empty
        : runtime.IsOnline ? runtime.StatusText
        : runtime.IsFinal ? ViewStyle.Error(runtime.StatusText)
        : ViewStyle.Warning(runtime.StatusText);

    /// <summary>When a runtime was installed, in local time; empty if it is not known.</summary>
    public static string LocalInstalled(PSObject instance) => Local((instance?.BaseObject as BoomiRuntime)?.DateInstalled);

    /// <summary>The time of an entry of the audit log, in local time; empty if it is not known.</summary>
    public static string LocalDate(PSObject instance) => Local((instance?.BaseObject as InstallerTokenEvent)?.Date);

    /// <summary>What became of a request with an unknown outcome, in color unless no token was created.</summary>
    public static string StateText(PSObject instance) => instance?.BaseObject is not InstallerTokenResolution found ? string.Empty
        : found.State == InstallerTokenState.NotCreated ? found.State.ToString()
        : ViewStyle.Warning(found.State.ToString());

    /// <summary>The earliest time at which a token can have been created, in local time; empty if it is not known.</summary>
    public static string LocalRequested(PSObject instance) => Local((instance?.BaseObject as InstallerTokenResolution)?.EarliestCreated);

    /// <summary>When the audit log can be asked again, in local time; empty for no such time.</summary>
    public static string LocalRetryAt(PSObject instance) => Local((instance?.BaseObject as InstallerTokenResolution)?.RetryAt);

    /// <summary>The time at which a request was received, in local time with milliseconds.</summary>
    public static string LocalTime(PSObject instance) => instance?.BaseObject is SandboxRequest request
        ? request.Time.LocalDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)
        : string.Empty;

    /// <summary>A request's path, including secrets; shown only when selected by name.</summary>
    public static string PlainPath(PSObject instance) => (instance?.BaseObject as SandboxRequest)?.ToPlainText().Path ?? string.Empty;

    /// <summary>A request's body, including secrets; shown only when selected by name.</summary>
    public static string PlainBody(PSObject instance) => (instance?.BaseObject as SandboxRequest)?.ToPlainText().Body ?? string.Empty;

    /// <summary>The ids of the token's warnings.</summary>
    public static string WarningIds(PSObject instance) => instance?.BaseObject switch
    {
        BootstrapToken token => Ids(token.Warnings),
        GoodDataUser user => Ids(user.Warnings),
        OnedataToken token => Ids(token.Warnings),
        NamedToken token => Ids(token.Warnings),
        _ => string.Empty,
    };

    /// <summary>The type of a Onedata token, or the invite type of an invite token.</summary>
    public static string TypeText(PSObject instance) => Decoded(instance) is { } token
        ? token.InviteType ?? token.Type
        : string.Empty;

    /// <summary>The number of warnings.</summary>
    public static int WarningCount(PSObject instance) => Decoded(instance) is { } token ? token.Warnings.Count : 0;

    /// <summary>The texts of the warnings, one per line.</summary>
    public static string WarningText(PSObject instance) => Decoded(instance) is { } token
        ? string.Join("\n", token.Warnings.Select(static warning => warning.Message))
        : string.Empty;

    /// <summary>
    /// The texts of a token's caveats on one line, or the text of the caveat for a caveat or an evaluation; an expiry as a date.
    /// </summary>
    public static string CaveatText(PSObject instance) => instance?.BaseObject switch
    {
        OnedataToken or NamedToken => string.Join("; ", Decoded(instance)!.Caveats.Select(static caveat => Short(Readable(caveat)))),
        TokenCaveat caveat => Short(caveat.Text),
        CaveatEvaluation evaluation => Short(Readable(evaluation.Caveat)),
        _ => string.Empty,
    };

    /// <summary>The texts of a token's caveats, one per line.</summary>
    public static string CaveatLines(PSObject instance) => Decoded(instance) is { } token
        ? string.Join("\n", token.Caveats.Select(static caveat => Short(Readable(caveat))))
        : string.Empty;

    /// <summary>A description of what a caveat allows: countries by name, times in local time, paths in plain text.</summary>
    public static string CaveatMeaning(PSObject instance) =>
        Short(instance?.BaseObject is TokenCaveat caveat ? caveat.Describe() : string.Empty);

    /// <summary>The subject of a verified token, or the reason why it is invalid.</summary>
    public static string VerificationText(PSObject instance) => instance?.BaseObject is TokenVerification found
        ? found.Valid == true ? found.Subject!.ToString() : found.Reason + ": " + found.Message
        : string.Empty;

    /// <summary>Whether the signature is valid, invalid, or not checked because no secret was specified.</summary>
    public static string SignatureText(PSObject instance) => instance?.BaseObject is OnedataToken token
        ? token.SignatureVerified switch { true => "verified", false => "WRONG", null => "not checked" }
        : string.Empty;

    private static string Local(DateTimeOffset? time) => time is { } known ? TimeText.Local(known) : string.Empty;

    private static OnedataToken? Decoded(PSObject instance) => instance?.BaseObject switch
    {
        OnedataToken token => token,
        NamedToken token => token.Decoded,
        _ => null,
    };

    // People do not read dates in seconds since 1970.
    private static string Readable(TokenCaveat caveat) => caveat is TimeCaveat ? caveat.Describe() : caveat.Text;

    private static string Short(string text) => text.Length <= MaximumCaveatLength ? text : text.Substring(0, MaximumCaveatLength) + "…";

    private static string Ids(IEnumerable<TokenWarning> warnings) => string.Join(", ", warnings.Select(static warning => warning.Id));

    private static DateTimeOffset? Expiry(PSObject instance) => instance?.BaseObject switch
    {
        InstallerToken token => token.Expiration,
        GoodDataJwt token => token.ExpiresAt,
        OnedataToken token => token.ExpiresAt,
        NamedToken token => token.ExpiresAt,
        TokenVerification verified => verified.ExpiresAt,
        TokenScope scope => scope.ExpiresAt,
        InstallerTokenResolution found => found.LatestExpiration,
        _ => null,
    };
}
