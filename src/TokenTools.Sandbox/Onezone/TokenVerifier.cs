using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Sandbox.Onezone;

/// <summary>Verifies tokens in Onezone's order: type, revocation, caveats, signature, subject and service.</summary>
/// <remarks>oz:src/auth/token_auth.erl, verify_access_token/2 and verify_token/3.</remarks>
internal sealed class TokenVerifier
{
    private const string Onezone = "ozw-onezone";

    private readonly Zone _zone;
    private readonly SandboxClock _clock;

    public TokenVerifier(Zone zone, SandboxClock clock)
    {
        _zone = zone;
        _clock = clock;
    }

    /// <summary>The time of the zone's clock in seconds since 1970.</summary>
    public long Now => _clock.UtcNow.ToUnixTimeSeconds();

    /// <summary>Verifies an access token.</summary>
    /// <exception cref="OnezoneException">The token is not valid in this context.</exception>
    public OnedataSubject VerifyAccess(ParsedToken token, AuthContext context) => token.Type.Name == OnedataTokenType.AccessName
        ? Verify(token, context)
        : throw OnezoneErrors.NotAnAccessToken(token.Type);

    /// <summary>Verifies an identity token.</summary>
    /// <exception cref="OnezoneException">The token is not valid in this context.</exception>
    public OnedataSubject VerifyIdentity(ParsedToken token, AuthContext context)
    {
        if (token.Type.Name != OnedataTokenType.IdentityName
            && (token.Type.Name != OnedataTokenType.AccessName || token.Type.SessionId is not null))
        {
            throw OnezoneErrors.NotAnIdentityToken(token.Type);
        }

        var subject = Verify(token, context.ForIdentity());
        // For compatibility with old Oneproviders, a Oneprovider's access token is accepted as well; a user's is not.
        return token.Type.Name == OnedataTokenType.IdentityName || subject.Type == "oneprovider"
            ? subject
            : throw OnezoneErrors.NotAnIdentityToken(token.Type);
    }

    /// <summary>Verifies an invite token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="expected">The name of the invite type, or <c>any</c>.</param>
    /// <param name="context">The context in which the token is used.</param>
    /// <exception cref="OnezoneException">The token is not valid in this context.</exception>
    public OnedataSubject VerifyInvite(ParsedToken token, string expected, AuthContext context) =>
        token.Type.InviteType is { } type && (expected == "any" || expected == type.Name)
            ? Verify(token, context)
            : throw OnezoneErrors.NotAnInviteToken(expected, token.Type);

    /// <summary>The service that an identity token authenticates: its Oneprovider's worker, or its panel with that prefix.</summary>
    /// <exception cref="OnezoneException">The text is not a service token.</exception>
    public string VerifyService(string text, AuthContext context)
    {
        try
        {
            var token = ParsedToken.Parse(text);
            var subject = VerifyIdentity(token, context);
            return subject.Type == "oneprovider" ? (token.Macaroon.ServicePrefix ?? "opw-") + subject.Id : throw OnezoneErrors.TokenInvalid;
        }
        catch (OnezoneException error)
        {
            throw OnezoneErrors.BadServiceToken(error);
        }
    }

    /// <summary>The consumer that an identity token authenticates.</summary>
    /// <exception cref="OnezoneException">The text is not a consumer token.</exception>
    public OnedataSubject VerifyConsumer(string text, AuthContext context)
    {
        try
        {
            return VerifyIdentity(ParsedToken.Parse(text), context);
        }
        catch (OnezoneException error)
        {
            throw OnezoneErrors.BadConsumerToken(error);
        }
    }

    /// <summary>Checks the subject, session and service of a token that is issued, confined or verified.</summary>
    /// <exception cref="OnezoneException">One of them is not valid.</exception>
    public void CheckSubjectAndService(OnedataTokenType type, OnedataSubject subject, string service)
    {
        if (!_zone.Exists(subject))
        {
            throw OnezoneErrors.TokenSubjectInvalid;
        }

        // The sandbox has no web sessions.
        if (type.SessionId is not null)
        {
            throw OnezoneErrors.TokenSessionInvalid;
        }

        if (type.Name == OnedataTokenType.AccessName && !IsAllowed(subject, service))
        {
            throw OnezoneErrors.TokenServiceForbidden(service);
        }
    }

    /// <summary>
    /// Checks the subject and session of a token with caveats, and each of their services; Onezone, if there is no service caveat.
    /// </summary>
    /// <exception cref="OnezoneException">One of them is not valid.</exception>
    public void CheckSubjectAndServices(OnedataTokenType type, OnedataSubject subject, IReadOnlyList<TokenCaveat> caveats)
    {
        var services = caveats.OfType<ServiceCaveat>().SelectMany(static caveat => caveat.Whitelist).ToList();
        foreach (var service in services.Count > 0 ? services : [Onezone])
        {
            CheckSubjectAndService(type, subject, service);
        }
    }

    private OnedataSubject Verify(ParsedToken token, AuthContext context)
    {
        var (subject, secret) = FindSecret(token.Identifier);
        foreach (var caveat in token.Caveats)
        {
            if (caveat is UnknownCaveat)
            {
                throw OnezoneErrors.TokenCaveatUnknown(caveat.Text);
            }

            if (!caveat.IsSupportedBy(token.Type.Name) || !IsSatisfied(caveat, context))
            {
                throw OnezoneErrors.TokenCaveatUnverified(caveat);
            }
        }

        if (!token.Macaroon.Verify(secret))
        {
            throw OnezoneErrors.TokenInvalid;
        }

        CheckSubjectAndService(token.Type, subject, context.Service ?? Onezone);
        return subject;
    }

    private (OnedataSubject Subject, byte[] Secret) FindSecret(OnedataIdentifier identifier)
    {
        if (identifier.Generation is { } generation)
        {
            if (identifier.Subject is not { } subject || !_zone.Exists(subject))
            {
                throw OnezoneErrors.TokenSubjectInvalid;
            }

            var current = _zone.TemporarySecret(subject);
            return generation == current.Generation ? (subject, current.Secret)
                : throw (generation < current.Generation ? OnezoneErrors.TokenRevoked : OnezoneErrors.TokenInvalid);
        }

        var named = _zone.FindNamed(identifier.Id) ?? throw OnezoneErrors.TokenInvalid;
        return identifier.Subject is not null && !Zone.IsSame(identifier.Subject, named.Subject) ? throw OnezoneErrors.TokenSubjectInvalid
            : named.Revoked ? throw OnezoneErrors.TokenRevoked
            : (named.Subject, named.Secret);
    }

    private bool IsSatisfied(TokenCaveat caveat, AuthContext context) => caveat.Kind.Check switch
    {
        _ when context.IgnoreServiceAndInterface && caveat is ServiceCaveat or InterfaceCaveat => true,
        _ when caveat is ConsumerCaveat consumers && context.Consumer is { Type: "user" } user && IsInGroup(user, consumers) => true,
        CaveatCheck.OnAuthorization => context.IdentityScope,
        // Evaluated when an operation is authorized, not when the token is verified.
        CaveatCheck.OnOperation => true,
        CaveatCheck.OnDataAccess => context.AllowDataAccessCaveats,
        // The sandbox has no tables of networks and places: an indeterminate caveat is not satisfied.
        _ => caveat.Evaluate(new CaveatContext
        {
            At = DateTimeOffset.FromUnixTimeSeconds(Now),
            IpAddress = context.PeerIp,
            Interface = context.Interface,
            Service = context.Service ?? Onezone,
            Consumer = context.Consumer?.ToString(),
        }).Outcome == CaveatOutcome.Satisfied,
    };

    private bool IsAllowed(OnedataSubject subject, string service)
    {
        var id = service.Substring(4);
        if (service.StartsWith("ozw-", StringComparison.Ordinal))
        {
            return id is "onezone" or OnedataIds.Any;
        }

        if (subject.Type != "user" || id == OnedataIds.Any)
        {
            return subject.Type == "user";
        }

        // oz:src/auth/token_auth.erl, is_service_allowed/2: a supporting Oneprovider, or the cluster of a panel. Onezone's own
        // cluster has no members.
        lock (_zone.Gate)
        {
            var entities = _zone.Entities;
            return service.StartsWith("opw-", StringComparison.Ordinal)
                ? entities.ProvidersOf(subject).Any(provider => provider.Id == id)
                : entities.EffectiveOf(OnezoneEntityKind.Cluster, subject).Any(cluster => cluster.Id == id);
        }
    }

    private bool IsInGroup(OnedataSubject user, ConsumerCaveat caveat)
    {
        lock (_zone.Gate)
        {
            return caveat.Whitelist.Any(consumer => consumer.StartsWith("grp-", StringComparison.Ordinal)
                && _zone.Entities.IsInGroup(user, consumer.Substring(4)));
        }
    }
}
