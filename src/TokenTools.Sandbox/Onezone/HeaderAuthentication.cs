using System;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Onezone;

/// <summary>Who sends a request, by its headers (ctool:src/auth/tokens.erl, parse_access_token_header/1; oz:src/auth/token_auth.erl).</summary>
internal sealed class HeaderAuthentication
{
    private const string Bearer = "Bearer ";

    private readonly TokenVerifier _verifier;

    public HeaderAuthentication(TokenVerifier verifier) => _verifier = verifier;

    /// <summary>The client; null for nobody.</summary>
    /// <exception cref="OnezoneError">The credentials are no good.</exception>
    public OnezoneClient? Authenticate(ReceivedRequest request)
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
        catch (OnezoneError error)
        {
            throw OnezoneErrors.Unauthorized(error);
        }
    }

    private OnezoneClient Authenticate(ReceivedRequest request, string text)
    {
        var token = ReceivedToken.Parse(text);
        var use = new TokenUse { PeerIp = request.PeerAddress, Interface = "rest", AllowDataAccessCaveats = true };
        var others = new TokenUse { PeerIp = request.PeerAddress, Interface = "rest" };
        if (request.Header("x-onedata-service-token") is { } service)
        {
            use.Service = _verifier.VerifyService(service, others);
        }

        if (request.Header("x-onedata-consumer-token") is { } consumer)
        {
            use.Consumer = _verifier.VerifyConsumer(consumer, others);
        }

        return new OnezoneClient(_verifier.VerifyAccess(token, use), token.Caveats, use.Service);
    }
}
