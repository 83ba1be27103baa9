using System;
using System.Globalization;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is valid until a point in time: <c>time &lt; 1571147494</c>.</summary>
public sealed class TimeCaveat : TokenCaveat
{
    internal const string ValidForKey = "ValidFor";
    internal const string ValidUntilKey = "ValidUntil";

    // In seconds, the year 5138; in milliseconds, 1973: a larger number is in milliseconds by mistake.
    private const long MillisecondsFrom = 100_000_000_000;
    private const string JsonKey = "validUntil";

    internal static readonly CaveatKind Definition = new()
    {
        Name = "time",
        SupportedBy = SupportedTokens.All,
        JsonKeys = [JsonKey],
        ParseText = static (operation, value) =>
            operation == "<" && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? new TimeCaveat(seconds)
                : null,
        ReadJson = static json => new TimeCaveat(CaveatJson.Number(json[JsonKey], "time", JsonKey)),
        Settings =
        [
            CaveatSetting.Duration(ValidForKey, "Valid for this long: 90s, 30m, 2h, 1d12h, PT30M.", After),
            CaveatSetting.PointInTime(
                ValidUntilKey, "Valid until this time: 2030-01-31T12:00:00Z. A time without an offset is local time.", Create),
        ],
    };

    private TimeCaveat(long validUntil)
        : base(Definition, "time < " + validUntil.ToString(CultureInfo.InvariantCulture)) => ValidUntil = validUntil;

    /// <summary>Seconds since 1970 in UTC. The token is valid while the zone's time is earlier.</summary>
    public long ValidUntil { get; }

    /// <summary>The same as a date in UTC; the last possible date if the number is too large for a date.</summary>
    public DateTimeOffset ExpiresAt => UnixTime.End(ValidUntil);

    internal bool IsInMilliseconds => ValidUntil >= MillisecondsFrom;

    internal override string UnverifiedDescription => "unverified time caveat: this token has expired at '" + Utc(ExpiresAt) + "'";

    /// <summary>Valid until this many seconds after 1970 in UTC.</summary>
    /// <exception cref="TokenArgumentException">The number is negative, or in milliseconds.</exception>
    internal static TimeCaveat Create(long validUntil) => Create(validUntil, ValidUntilKey);

    /// <summary>Valid until a point in time, truncated to whole seconds.</summary>
    /// <exception cref="TokenArgumentException">The time is before 1970 or after the year 5138.</exception>
    internal static TimeCaveat Create(DateTimeOffset validUntil) => Create(validUntil.ToUnixTimeSeconds(), ValidUntilKey);

    /// <summary>Valid for a duration from a point in time, truncated to whole seconds.</summary>
    /// <exception cref="TokenArgumentException">It would end after the year 5138.</exception>
    internal static TimeCaveat After(TimeSpan validFor, DateTimeOffset from) =>
        Create((validFor < DateTimeOffset.MaxValue - from ? from + validFor : DateTimeOffset.MaxValue).ToUnixTimeSeconds(), ValidForKey);

    /// <summary>Rejects two expiries, of which the later would have no effect.</summary>
    /// <exception cref="TokenArgumentException">Both are specified.</exception>
    internal static void EnsureSingleExpiry(bool hasValidFor, bool hasValidUntil)
    {
        if (hasValidFor && hasValidUntil)
        {
            throw TokenArgumentException.Exclusive(ValidUntilKey, new SettingName(ValidForKey), new SettingName(ValidUntilKey));
        }
    }

    /// <summary>Formats a time for messages.</summary>
    internal static string Utc(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string Value => Utc(ExpiresAt);

    internal override string Describe() => "until " + TimeText.Local(ExpiresAt);

    internal override CaveatProblem? FindProblem() => IsInMilliseconds
        ? new CaveatProblem(nameof(Messages.CaveatTimeInMilliseconds), ValidUntil, ValidUntil / 1000)
        : null;

    internal override void AddWarnings(WarningList warnings, int number)
    {
        if (IsInMilliseconds)
        {
            warnings.Add(nameof(Messages.OnedataWarningMilliseconds), number, ValidUntil);
        }
    }

    private protected override void WriteJson(JObject json) => json[JsonKey] = ValidUntil;

    private protected override CaveatEvaluation EvaluateCore(CaveatContext context) =>
        context.At is not { } at ? Indeterminate(nameof(Messages.CaveatReasonNotSpecified), "time")
            : at < ExpiresAt ? Satisfied(nameof(Messages.CaveatReasonValidUntil), Utc(ExpiresAt))
            : NotSatisfied(nameof(Messages.CaveatReasonExpired), Utc(ExpiresAt));

    private static TimeCaveat Create(long validUntil, string settingKey) => validUntil < 0
        ? throw new TokenArgumentException(settingKey, nameof(Messages.CaveatTimeNegative))
        : Validated(new TimeCaveat(validUntil), settingKey);
}
