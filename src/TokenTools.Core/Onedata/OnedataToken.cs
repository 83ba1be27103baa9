using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata.Caveats;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>An Onedata token and what can be read out of it without asking anyone.</summary>
/// <remarks>
/// Only the identifier and the caveats are signed. Unless <see cref="SignatureVerified"/> is true, all of it is what the token
/// says, not what is known to be so.
/// </remarks>
public sealed class OnedataToken
{
    // What a SecureString can hold.
    private const int LongestSecure = 65_536;

    private readonly string? _connectionDomain;
    private readonly Func<DateTimeOffset> _now;

    private OnedataToken(Macaroon macaroon, bool asPlainText, string? connectionDomain, Func<DateTimeOffset>? now, bool? signatureVerified)
    {
        _connectionDomain = connectionDomain;
        _now = now ?? (() => DateTimeOffset.UtcNow);
        var identifier = OnedataIdentifier.Parse(macaroon.Identifier);
        OnezoneDomain = TerminalText.Clean(Encoding.UTF8.GetString(macaroon.Location));
        Version = identifier.Version;
        Id = identifier.Id;
        Persistence = identifier.Persistence;
        Generation = identifier.Generation;
        Subject = identifier.Subject;
        TokenType = identifier.Type;
        ServicePrefix = macaroon.ServicePrefix;
        SignatureVerified = signatureVerified;

        var caveats = new TokenCaveat[macaroon.CaveatCount];
        for (var i = 0; i < caveats.Length; i++)
        {
            caveats[i] = TokenCaveat.FromText(macaroon.Caveat(i));
            if (caveats[i] is TimeCaveat time && !(ExpiresAt <= time.ExpiresAt))
            {
                ExpiresAt = time.ExpiresAt;
            }
        }

        Caveats = Array.AsReadOnly(caveats);
        var text = macaroon.SerializeToChars();
        try
        {
            Warnings = OnedataLint.Find(this, text.Length, connectionDomain, _now());
            Token = asPlainText ? new string(text)
                : text.Length <= LongestSecure ? SecureText.FromChars(text, 0, text.Length)
                : throw new TokenFormatException(nameof(Messages.OnedataTooLongForSecureString), LongestSecure);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    /// <summary>The token: a SecureString, or a string when plain text was asked for.</summary>
    public object Token { get; }

    /// <summary>The domain of the Onezone that made it, cleaned of what could harm a terminal. Not signed.</summary>
    public string OnezoneDomain { get; }

    /// <summary>The version of its identifier: 2, or 1 for those from before Onezone 20.02.</summary>
    public int Version { get; }

    /// <summary>The token's own id, by which Onezone knows a named token.</summary>
    public string Id { get; }

    /// <summary><c>named</c> or <c>temporary</c>.</summary>
    public string Persistence { get; }

    /// <summary>Which of its subject's successive temporary-token secrets signed it; null for a named token.</summary>
    public long? Generation { get; }

    /// <summary>Whose it is; null in version 1, where only Onezone knows.</summary>
    public OnedataSubject? Subject { get; }

    /// <summary><c>accessToken</c>, <c>identityToken</c> or <c>inviteToken</c>.</summary>
    public string Type => TokenType.Name;

    /// <summary>What an invite token invites to, such as <c>userJoinCluster</c>; null for other tokens.</summary>
    public string? InviteType => TokenType.InviteType?.Name;

    /// <summary>The id of what an invite token invites to; null for other tokens.</summary>
    public string? TargetId => TokenType.TargetId;

    /// <summary>The caveats, in the order in which they were added.</summary>
    public IReadOnlyList<TokenCaveat> Caveats { get; }

    /// <summary>When the earliest time caveat ends, in UTC; null when there is none.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>Which of a Oneprovider's services speaks, <c>opw-</c> or <c>opp-</c>; null for none. Not signed.</summary>
    public string? ServicePrefix { get; }

    /// <summary>Whether the signature is right; null when no secret was there to check it with.</summary>
    public bool? SignatureVerified { get; }

    /// <summary>What its holder should know. Judged when it was decoded; at most ten of one kind.</summary>
    public IReadOnlyList<TokenWarning> Warnings { get; }

    /// <summary>Whether it has expired, by the present time.</summary>
    public bool IsExpired => ExpiresAt <= _now();

    /// <summary>How long it is still good, zero when it has expired; null when it doesn't expire.</summary>
    public TimeSpan? TimeLeft
    {
        get
        {
            var left = ExpiresAt - _now();
            return left < TimeSpan.Zero ? TimeSpan.Zero : left;
        }
    }

    internal OnedataTokenType TokenType { get; }

    /// <summary>The time by the clock that its expiry is judged by.</summary>
    internal DateTimeOffset Now => _now();

    /// <summary>Reads a token.</summary>
    /// <exception cref="TokenFormatException">It isn't one; the message says where and why.</exception>
    public static OnedataToken Decode(SecureString token, OnedataDecodeOptions? options = null) =>
        SecureText.WithChars(token ?? throw new ArgumentNullException(nameof(token)), chars => Decode(Macaroon.Parse(chars), options));

    /// <summary>Reads a token that already lies in memory as a string.</summary>
    /// <exception cref="TokenFormatException">It isn't one; the message says where and why.</exception>
    public static OnedataToken Decode(string token, OnedataDecodeOptions? options = null) =>
        Decode(Macaroon.Parse(token ?? throw new ArgumentNullException(nameof(token))), options);

    /// <summary>A narrower token. Neither a secret nor a server is needed for it.</summary>
    /// <param name="caveats">What to add, in this order.</param>
    /// <param name="force">True to add also an expiry that narrows nothing, being later than the present one, or that has passed.</param>
    /// <param name="parameterName">What an error calls the caveats.</param>
    /// <param name="asPlainText">Whether the narrower token is to be a string rather than a SecureString; null to keep it as it is.</param>
    /// <exception cref="TokenArgumentException">There is none; or one could not narrow, or is none that the token's type can satisfy.</exception>
    /// <exception cref="TokenFormatException">The token would become too long.</exception>
    public OnedataToken AddCaveats(
        IEnumerable<TokenCaveat> caveats, bool force = false, string parameterName = "Caveat", bool? asPlainText = null)
    {
        var added = (caveats ?? throw new ArgumentNullException(nameof(caveats))).ToArray();
        if (added.Length == 0)
        {
            throw new TokenArgumentException(parameterName, nameof(Messages.OnedataNoCaveatToAdd));
        }

        foreach (var caveat in added)
        {
            if (caveat is null)
            {
                throw new TokenArgumentException(parameterName, nameof(Messages.CaveatObjectInvalid));
            }

            if (caveat is UnknownCaveat)
            {
                throw caveat.FindProblem()!.AsArgument(parameterName);
            }

            if (!caveat.IsSupportedBy(Type))
            {
                throw new TokenArgumentException(parameterName, nameof(Messages.OnedataCaveatUnsupported), caveat.Type, Type);
            }

            if (!force && caveat is TimeCaveat time)
            {
                CheckExpiry(time, parameterName);
            }
        }

        var macaroon = Token is SecureString secure ? SecureText.WithChars(secure, Macaroon.Parse) : Macaroon.Parse((string)Token);
        try
        {
            // The chain goes on from the signature that was checked, so what was found about it stays true.
            return Finish(
                macaroon.AddCaveats(added.Select(caveat => caveat.ToBytes())),
                narrowed => new OnedataToken(narrowed, asPlainText ?? Token is string, _connectionDomain, _now, SignatureVerified));
        }
        finally
        {
            macaroon.Clear();
        }
    }

    /// <summary>Whether each caveat would be satisfied in a situation, as far as that can be told without a server.</summary>
    /// <exception cref="TokenArgumentException">The situation can't be.</exception>
    public IReadOnlyList<CaveatEvaluation> Evaluate(CaveatContext situation)
    {
        (situation ?? throw new ArgumentNullException(nameof(situation))).Validate();
        return Array.AsReadOnly(Caveats.Select((caveat, index) => new CaveatEvaluation(
            caveat.IsSupportedBy(Type) ? caveat.Evaluate(situation) : caveat.Unsupported(Type), Id, index + 1)).ToArray());
    }

    /// <summary>JSON in the field names of Onezone's own <c>examine</c>; with the token itself only where plain text was asked for.</summary>
    public override string ToString()
    {
        var json = new JObject
        {
            ["onezoneDomain"] = OnezoneDomain,
            ["id"] = Id,
            ["persistence"] = Persistence,
            ["subject"] = Subject is null ? JValue.CreateNull() : new JObject { ["type"] = Subject.Type, ["id"] = Subject.Id },
            ["type"] = TokenType.ToJson(),
            ["caveats"] = new JArray(Caveats.Select(caveat => caveat.ToJson())),
        };
        if (Token is string text)
        {
            json["token"] = text;
        }

        return json.ToString(Formatting.None);
    }

    private void CheckExpiry(TimeCaveat time, string parameterName)
    {
        if (time.ExpiresAt > ExpiresAt)
        {
            throw new TokenArgumentException(
                parameterName, nameof(Messages.OnedataExpiryNotNarrower), OnedataLint.Shown(time.ExpiresAt), OnedataLint.Shown(ExpiresAt.Value));
        }

        if (time.ExpiresAt <= _now())
        {
            throw new TokenArgumentException(parameterName, nameof(Messages.OnedataTimeHasPassed), time.ExpiresAt.UtcDateTime);
        }
    }

    private static OnedataToken Decode(Macaroon macaroon, OnedataDecodeOptions? options) => Finish(macaroon, decoded => new OnedataToken(
        decoded,
        options?.AsPlainText ?? false,
        options?.ConnectionDomain,
        options?.Now,
        options?.Secret is { } secret ? Verify(decoded, secret) : null));

    private static bool Verify(Macaroon macaroon, SecureString secret)
    {
        try
        {
            return SecureText.WithUtf8(secret, macaroon.Verify);
        }
        catch (EncoderFallbackException)
        {
            throw new TokenArgumentException("Secret", nameof(Messages.OnedataSecretNotText));
        }
    }

    private static OnedataToken Finish(Macaroon macaroon, Func<Macaroon, OnedataToken> decode)
    {
        try
        {
            return decode(macaroon);
        }
        finally
        {
            macaroon.Clear();
        }
    }
}
