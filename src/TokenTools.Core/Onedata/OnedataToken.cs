using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Security;
using System.Text;
using TokenTools.Http;
using TokenTools.Onedata.Caveats;
using TokenTools.Onedata.Purposes;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>A Onedata token, decoded without a server.</summary>
/// <remarks>
/// Only the identifier and the caveats are signed. Unless <see cref="SignatureVerified"/> is true, all properties are unverified
/// claims.
/// </remarks>
public sealed partial class OnedataToken
{
    private readonly string? _connectionDomain;
    private readonly Func<DateTimeOffset> _now;

    [MethodImpl(HotLoop.Optimized)]
    private OnedataToken(Macaroon macaroon, bool asPlainText, string? connectionDomain, Func<DateTimeOffset>? now, bool? signatureVerified)
    {
        _connectionDomain = connectionDomain;
        _now = now ?? (static () => SystemClock.Instance.UtcNow);
        HasOwnClock = now is not null;
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
        Around = TokenWrapping.Describe(macaroon.Around);

        var caveats = new TokenCaveat[macaroon.CaveatCount];
        for (var i = 0; i < caveats.Length; i++)
        {
            caveats[i] = TokenCaveat.FromText(macaroon.Caveat(i));
            if (caveats[i] is TimeCaveat time && !(ExpiresAt <= time.ExpiresAt))
            {
                ExpiresAt = time.ExpiresAt;
            }
        }

        Caveats = new TextList<TokenCaveat>(caveats, "; ");
        var text = macaroon.SerializeToChars();
        try
        {
            Warnings = OnedataLint.Find(this, text.Length, connectionDomain, _now());
            Secret = asPlainText || text.Length <= SecureText.LongestSecret
                ? TokenSecret.FromChars(text, 0, text.Length, asPlainText)
                : throw new TokenFormatException(nameof(Messages.OnedataTooLongForSecureString), SecureText.LongestSecret);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    /// <summary>The token: a SecureString, or a string if plain text was requested.</summary>
    public object Token => Secret.Value;

    /// <summary>The domain of the Onezone that issued it, without characters that could harm a terminal. Not signed.</summary>
    public string OnezoneDomain { get; }

    /// <summary>The version of its identifier: 2, 1 for tokens from before Onezone 20.02, or a later one that is not known.</summary>
    public int Version { get; }

    /// <summary>The id of the token, by which Onezone knows a named token. In an unknown version, the whole identifier.</summary>
    public string Id { get; }

    /// <summary><c>named</c> or <c>temporary</c>; <c>unknown</c> in an unknown version.</summary>
    public string Persistence { get; }

    /// <summary>Which of its subject's successive temporary token secrets signed it; null for a named token.</summary>
    public long? Generation { get; }

    /// <summary>The subject of the token; null in version 1, where only Onezone knows it, and in an unknown version.</summary>
    public OnedataSubject? Subject { get; }

    /// <summary>
    /// <c>accessToken</c>, <c>identityToken</c> or <c>inviteToken</c>; <c>unknown</c> for a type or a version that a newer zone may have.
    /// </summary>
    public string Type => TokenType.Name;

    /// <summary>The web session that an access token is bound to, and with which it ends; null for none.</summary>
    public string? SessionId => TokenType.SessionId;

    /// <summary>
    /// What an invite token invites to, such as <c>userJoinCluster</c>; null for other tokens, and for an invite type that is not known.
    /// </summary>
    public string? InviteType => TokenType.InviteType?.Name;

    /// <summary>The id of what an invite token invites to; null for other tokens.</summary>
    public string? TargetId => TokenType.TargetId;

    /// <summary>The caveats, in the order in which they were added.</summary>
    public IReadOnlyList<TokenCaveat> Caveats { get; }

    /// <summary>When the earliest time caveat expires, in UTC; null when there is none.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>The service of a Oneprovider that uses the token, <c>opw-</c> or <c>opp-</c>; null for none. Not signed.</summary>
    public string? ServicePrefix { get; }

    /// <summary>Whether the signature is valid; null when it was not checked because no secret was specified.</summary>
    public bool? SignatureVerified { get; }

    /// <summary>Warnings about the token at the time of decoding; at most ten with the same id.</summary>
    public IReadOnlyList<TokenWarning> Warnings { get; }

    /// <summary>True if it has expired by now.</summary>
    public bool IsExpired => ExpiresAt <= _now();

    /// <summary>How long it is still valid, zero when it has expired; null when it does not expire.</summary>
    public TimeSpan? TimeLeft
    {
        get
        {
            var left = ExpiresAt - _now();
            return left < TimeSpan.Zero ? TimeSpan.Zero : left;
        }
    }

    /// <summary>Whether it is valid for each use of the purpose that was specified; empty without a purpose.</summary>
    public IReadOnlyList<PurposeEvaluation> Purpose { get; private set => field = new TextList<PurposeEvaluation>(value, "; "); } =
        TextList<PurposeEvaluation>.None;

    /// <summary>The token's text.</summary>
    internal TokenSecret Secret { get; }

    /// <summary>What was around the token in its text, for a message; null for nothing.</summary>
    internal MessageText? Around { get; }

    internal OnedataTokenType TokenType { get; }

    /// <summary>Decodes a token.</summary>
    /// <exception cref="TokenFormatException">It is not a token; the message describes the position and the problem.</exception>
    public static OnedataToken Decode(SecureString token, OnedataDecodeOptions? options = null) =>
        SecureText.WithChars(token ?? throw new ArgumentNullException(nameof(token)), chars => Decode(TokenForm.Parse(chars), options));

    /// <summary>Decodes a token that is already in memory as a string.</summary>
    /// <exception cref="TokenFormatException">It is not a token; the message describes the position and the problem.</exception>
    public static OnedataToken Decode(string token, OnedataDecodeOptions? options = null) =>
        Decode(TokenForm.Parse(token ?? throw new ArgumentNullException(nameof(token))), options);

    /// <summary>Decodes a token's secret.</summary>
    /// <exception cref="TokenFormatException">It is not a token; the message describes the position and the problem.</exception>
    internal static OnedataToken Decode(TokenSecret secret, OnedataDecodeOptions? options) =>
        Decode(secret.WithChars(TokenForm.Parse), options);

    /// <summary>A narrower token. It needs neither a secret nor a server.</summary>
    /// <param name="caveats">The caveats to add, in this order.</param>
    /// <param name="force">True to add an expiry even if it has passed, or has no effect because it is later than the existing one.</param>
    /// <param name="asPlainText">Whether the narrower token is a string rather than a SecureString; null to keep the form.</param>
    /// <exception cref="TokenArgumentException">
    /// There is none, or one has no effect or cannot be satisfied by a token of this type.
    /// </exception>
    /// <exception cref="TokenFormatException">The token would become too long.</exception>
    internal OnedataToken AddCaveats(IEnumerable<TokenCaveat> caveats, bool force = false, bool? asPlainText = null)
    {
        var added = caveats.ToArray();
        if (added.Length == 0)
        {
            throw new TokenArgumentException(CaveatSpec.CaveatKey, nameof(Messages.CaveatMissing));
        }

        Array.ForEach(added, caveat => CheckAddition(caveat, force));

        var macaroon = Secret.WithChars(Macaroon.Parse);
        try
        {
            // The chain continues from the checked signature, so the result of the check remains valid.
            return DecodeAndClear(
                macaroon.AddCaveats(Array.ConvertAll(added, static caveat => caveat.ToBytes())),
                narrowed => new OnedataToken(narrowed, asPlainText ?? Secret.IsPlainText, _connectionDomain, _now, SignatureVerified));
        }
        finally
        {
            macaroon.Clear();
        }
    }

    /// <summary>
    /// The warnings that are new to the user who requested or narrowed the token: without the one that it expires soon, which the user
    /// requested, and without those of the original token.
    /// </summary>
    /// <param name="original">The original token; null for a new token.</param>
    internal IEnumerable<TokenWarning> WarningsSince(OnedataToken? original) => Warnings.Where(
        warning => warning.Id != nameof(Messages.OnedataWarningExpiresSoon)
            && original?.Warnings.Any(known => known.Message == warning.Message) != true);

    private void CheckAddition(TokenCaveat? caveat, bool force)
    {
        if (caveat is null)
        {
            throw new TokenArgumentException(CaveatSpec.CaveatKey, nameof(Messages.CaveatObjectInvalid));
        }

        if (caveat is UnknownCaveat)
        {
            caveat.Validate();
        }

        if (!caveat.IsSupportedBy(Type))
        {
            throw new TokenArgumentException(CaveatSpec.CaveatKey, nameof(Messages.OnedataCaveatUnsupported), caveat.Type, Type);
        }

        if (force || caveat is not TimeCaveat time)
        {
            return;
        }

        if (time.ExpiresAt > ExpiresAt)
        {
            throw new TokenArgumentException(
                CaveatSpec.CaveatKey,
                nameof(Messages.OnedataExpiryNotNarrower),
                TimeCaveat.Utc(time.ExpiresAt),
                TimeCaveat.Utc(ExpiresAt.Value));
        }

        if (time.ExpiresAt <= _now())
        {
            throw new TokenArgumentException(CaveatSpec.CaveatKey, nameof(Messages.OnedataTimeHasPassed), TimeCaveat.Utc(time.ExpiresAt));
        }
    }

    private static OnedataToken Decode(Macaroon macaroon, OnedataDecodeOptions? options)
    {
        var token = DecodeAndClear(macaroon, decoded => new OnedataToken(
            decoded,
            options?.AsPlainText ?? false,
            options?.ConnectionDomain,
            options?.Now,
            options?.Secret is { } secret ? Verify(decoded, secret) : null));
        if (TokenPurposes.Find(options?.Purpose) is { } purpose)
        {
            token.Purpose = PurposeEvaluation.Of(token, purpose, new CaveatContext { At = token.Now });
        }

        return token;
    }

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

    private static OnedataToken DecodeAndClear(Macaroon macaroon, Func<Macaroon, OnedataToken> decode)
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
