using System;
using System.Globalization;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is good until a point in time: <c>time &lt; 1571147494</c>.</summary>
public sealed class TimeCaveat : TokenCaveat
{
    // In seconds the year 5138; in milliseconds 1973. Nobody means the former.
    private const long MillisecondsFrom = 100_000_000_000;
    private const long LastSecond = 253_402_300_799;

    private TimeCaveat(long validUntil)
        : base(CaveatKind.Time, "time < " + validUntil.ToString(CultureInfo.InvariantCulture)) => ValidUntil = validUntil;

    /// <summary>Seconds since 1970 in UTC. The token is good while the zone's clock shows less.</summary>
    public long ValidUntil { get; }

    /// <summary>The same as a date in UTC; the last there is when the number is beyond all dates.</summary>
    public DateTimeOffset ExpiresAt => ValidUntil <= LastSecond ? DateTimeOffset.FromUnixTimeSeconds(ValidUntil) : DateTimeOffset.MaxValue;

    internal bool IsInMilliseconds => ValidUntil >= MillisecondsFrom;

    /// <summary>Good until that many seconds after 1970 in UTC.</summary>
    /// <exception cref="TokenArgumentException">The number is negative, or in milliseconds.</exception>
    public static TimeCaveat Create(long validUntil, string parameterName = "ValidUntil")
    {
        if (validUntil < 0)
        {
            throw new TokenArgumentException(parameterName, nameof(Messages.CaveatTimeNegative));
        }

        var caveat = new TimeCaveat(validUntil);
        caveat.Validate(parameterName);
        return caveat;
    }

    /// <summary>Good until that time, its fraction of a second dropped.</summary>
    /// <exception cref="TokenArgumentException">The time is before 1970 or after the year 5138.</exception>
    public static TimeCaveat Create(DateTimeOffset validUntil, string parameterName = "ValidUntil") =>
        Create(validUntil.ToUnixTimeSeconds(), parameterName);

    /// <summary>Good for that long from a time on, fractions of a second dropped.</summary>
    /// <exception cref="TokenArgumentException">It would end after the year 5138.</exception>
    public static TimeCaveat After(TimeSpan validFor, DateTimeOffset from, string parameterName = "ValidFor") =>
        Create(validFor < DateTimeOffset.MaxValue - from ? from + validFor : DateTimeOffset.MaxValue, parameterName);

    /// <summary>Refuses two ends: the later one would say nothing.</summary>
    /// <exception cref="TokenArgumentException">Both are given.</exception>
    internal static void EnsureSingleExpiry(TimeSpan? validFor, DateTimeOffset? validUntil)
    {
        if (validFor is not null && validUntil is not null)
        {
            throw new TokenArgumentException("ValidUntil", nameof(Messages.CaveatTimeTwice));
        }
    }

    internal static TokenCaveat? ReadText(string operation, string value) =>
        operation == "<" && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var validUntil) ? new TimeCaveat(validUntil) : null;

    internal static TokenCaveat ReadJson(JObject json) => new TimeCaveat(CaveatJson.Number(json["validUntil"], "time", "validUntil"));

    internal override CaveatProblem? FindProblem() =>
        IsInMilliseconds ? new CaveatProblem(nameof(Messages.CaveatTimeInMilliseconds), ValidUntil, ValidUntil / 1000) : null;

    private protected override void WriteJson(JObject json) => json["validUntil"] = ValidUntil;

    private protected override CaveatEvaluation EvaluateCore(CaveatContext situation)
    {
        var until = ExpiresAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return situation.At is not { } at ? Indeterminate(nameof(Messages.CaveatVerdictNotGiven), "the time")
            : at < ExpiresAt ? Satisfied(nameof(Messages.CaveatVerdictTimeLeft), until)
            : NotSatisfied(nameof(Messages.CaveatVerdictTimeOver), until);
    }
}
