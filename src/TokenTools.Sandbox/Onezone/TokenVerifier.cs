using System;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Sandbox.Onezone;

/// <summary>Verifies tokens in the zone's own order: type, revocation, caveats one by one, signature, subject and service.</summary>
/// <remarks>oz:src/auth/token_auth.erl, verify_access_token/2 and verify_token/3.</remarks>
internal sealed class TokenVerifier
{
    private const string Onezone = "ozw-onezone";

    private readonly ZoneState _zone;
    private readonly SandboxClock _clock;

    public TokenVerifier(ZoneState zone, SandboxClock clock)
    {
        _zone = zone;
        _clock = clock;
    }

    /// <summary>Whole seconds since 1970, as the zone counts.</summary>
    public long Now => _clock.UtcNow.ToUnixTimeSeconds();

    /// <exception cref="OnezoneError">It isn't good for this use.</exception>
    public OnedataSubject VerifyAccess(ReceivedToken token, TokenUse use) => token.Type.Name == OnedataTokenType.AccessName
        ? Verify(token, use)
        : throw OnezoneErrors.NotAnAccessToken(token.Type);

    /// <exception cref="OnezoneError">It isn't good for this use.</exception>
    public OnedataSubject VerifyIdentity(ReceivedToken token, TokenUse use)
    {
        if (token.Type.Name != OnedataTokenType.IdentityName && (token.Type.Name != OnedataTokenType.AccessName || token.Type.SessionId is not null))
        {
            throw OnezoneErrors.NotAnIdentityToken(token.Type);
        }

        var subject = Verify(token, use.ForIdentity());
        // A provider's access token is still taken for one, for the sake of old providers; a user's never.
        return token.Type.Name == OnedataTokenType.IdentityName || subject.Type == "oneprovider"
            ? subject
            : throw OnezoneErrors.NotAnIdentityToken(token.Type);
    }

    /// <param name="token">The token.</param>
    /// <param name="expected">The invite type's name, or any.</param>
    /// <param name="use">How it is used.</param>
    /// <exception cref="OnezoneError">It isn't good for this use.</exception>
    public OnedataSubject VerifyInvite(ReceivedToken token, string expected, TokenUse use) =>
        token.Type.InviteType is { } type && (expected == "any" || expected == type.Name)
            ? Verify(token, use)
            : throw OnezoneErrors.NotAnInviteToken(expected, token.Type);

    /// <summary>The service that an identity token stands for: its provider's worker, or panel where its prefix says so.</summary>
    /// <exception cref="OnezoneError">It isn't a service token.</exception>
    public string VerifyService(string text, TokenUse use)
    {
        try
        {
            var token = ReceivedToken.Parse(text);
            var subject = VerifyIdentity(token, use);
            return subject.Type == "oneprovider" ? (token.Macaroon.ServicePrefix ?? "opw-") + subject.Id : throw OnezoneErrors.TokenInvalid;
        }
        catch (OnezoneError error)
        {
            throw OnezoneErrors.BadServiceToken(error);
        }
    }

    /// <summary>The consumer whose identity a token proves.</summary>
    /// <exception cref="OnezoneError">It isn't a consumer token.</exception>
    public OnedataSubject VerifyConsumer(string text, TokenUse use)
    {
        try
        {
            return VerifyIdentity(ReceivedToken.Parse(text), use);
        }
        catch (OnezoneError error)
        {
            throw OnezoneErrors.BadConsumerToken(error);
        }
    }

    /// <summary>Subject, session and service rules, of a token to be made, narrowed or verified.</summary>
    /// <exception cref="OnezoneError">One of them is broken.</exception>
    public void CheckSubjectAndService(OnedataTokenType type, OnedataSubject subject, string service)
    {
        if (!_zone.Exists(subject))
        {
            throw OnezoneErrors.TokenSubjectInvalid;
        }

        // Nobody has a web session here.
        if (type.SessionId is not null)
        {
            throw OnezoneErrors.TokenSessionInvalid;
        }

        if (type.Name == OnedataTokenType.AccessName && !IsAllowed(subject, service))
        {
            throw OnezoneErrors.TokenServiceForbidden(service);
        }
    }

    private OnedataSubject Verify(ReceivedToken token, TokenUse use)
    {
        var (subject, secret) = Secret(token.Identifier);
        foreach (var caveat in token.Caveats)
        {
            if (caveat is UnknownCaveat)
            {
                throw OnezoneErrors.TokenCaveatUnknown(caveat.Text);
            }

            if (!caveat.IsSupportedBy(token.Type.Name) || !Holds(caveat, use))
            {
                throw OnezoneErrors.TokenCaveatUnverified(caveat);
            }
        }

        if (!token.Macaroon.Verify(secret))
        {
            throw OnezoneErrors.TokenInvalid;
        }

        CheckSubjectAndService(token.Type, subject, use.Service ?? Onezone);
        return subject;
    }

    private (OnedataSubject Subject, byte[] Secret) Secret(OnedataIdentifier identifier)
    {
        if (identifier.Generation is { } generation)
        {
            if (identifier.Subject is not { } subject || !_zone.Exists(subject))
            {
                throw OnezoneErrors.TokenSubjectInvalid;
            }

            var current = _zone.Temporary(subject);
            return generation == current.Generation ? (subject, current.Secret)
                : throw (generation < current.Generation ? OnezoneErrors.TokenRevoked : OnezoneErrors.TokenInvalid);
        }

        var named = _zone.Named(identifier.Id) ?? throw OnezoneErrors.TokenInvalid;
        return identifier.Subject is null || ZoneState.IsSame(identifier.Subject, named.Subject) ? named : throw OnezoneErrors.TokenSubjectInvalid;
    }

    private bool Holds(TokenCaveat caveat, TokenUse use) => caveat.Kind.Check switch
    {
        CaveatCheck.OnAuthorization => use.IdentityScope,
        // Checked when an operation is requested, not when the token is verified.
        CaveatCheck.OnOperation => true,
        CaveatCheck.OnDataAccess => use.AllowDataAccessCaveats,
        // There are no groups here and no tables of networks and places: what can't be told doesn't hold.
        _ => caveat.Evaluate(new CaveatContext
        {
            At = DateTimeOffset.FromUnixTimeSeconds(Now),
            IpAddress = use.PeerIp,
            Interface = use.Interface,
            Service = use.Service ?? Onezone,
            Consumer = use.Consumer?.ToString(),
        }).Outcome == CaveatOutcome.Satisfied,
    };

    private bool IsAllowed(OnedataSubject subject, string service)
    {
        var id = service.Substring(4);
        if (service.StartsWith("ozw-", StringComparison.Ordinal))
        {
            return id is "onezone" or OnedataIds.Any;
        }

        // The user is in the provider's cluster and supported by it, and not in the zone's own.
        return subject.Type == "user" && (id == OnedataIds.Any || (id == _zone.ClusterId && !service.StartsWith("ozp-", StringComparison.Ordinal)));
    }
}
