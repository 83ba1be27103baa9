using System;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Onezone;

/// <summary>Authenticates a request by its headers.</summary>
/// <remarks>ctool:src/auth/tokens.erl, parse_access_token_header/1; oz:src/auth/token_auth.erl</remarks>
internal sealed class RequestAuthenticator
{
    private const string Bearer = "Bearer ";

    private readonly TokenVerifier _verifier;

    public RequestAuthenticator(TokenVerifier verifier) => _verifier = verifier;

    /// <summary>The client; null for a request without credentials.</summary>
    /// <exception cref="OnezoneException">The credentials are not valid.</exception>
    public AuthenticatedClient? Authenticate(Request request)
    {
        var authorization = request.Header("Authorization");
        var text = request.Header("x-auth-token")
            ?? (authorization?.StartsWith(Bearer, StringComparison.Ordinal) == true ? authorization.Substring(Bearer.Length) : null)
            ?? request.Header("macaroon");
        try
        {
            if (text is not null)
            {
                return Authenticate(request, text);
            }

            return authorization?.StartsWith("Basic ", StringComparison.Ordinal) == true ? throw OnezoneErrors.BasicAuthNotSupported : null;
        }
        catch (OnezoneException error)
        {
            throw OnezoneErrors.Unauthorized(error);
        }
    }

    private AuthenticatedClient Authenticate(Request request, string text)
    {
        var token = ParsedToken.Parse(text);
        var context = new AuthContext { PeerIp = request.PeerAddress, Interface = "rest", AllowDataAccessCaveats = true };
        var identityContext = new AuthContext { PeerIp = request.PeerAddress, Interface = "rest" };
        if (request.Header("x-onedata-service-token") is { } service)
        {
            context.Service = _verifier.VerifyService(service, identityContext);
        }

        if (request.Header("x-onedata-consumer-token") is { } consumer)
        {
            context.Consumer = _verifier.VerifyConsumer(consumer, identityContext);
        }

        return new AuthenticatedClient(_verifier.VerifyAccess(token, context), token.Caveats, context.Service);
    }
}
