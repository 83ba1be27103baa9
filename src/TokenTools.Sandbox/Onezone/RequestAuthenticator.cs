using System;
using System.Text;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Onezone;

/// <summary>Authenticates a request by its headers.</summary>
/// <remarks>ctool:src/auth/tokens.erl, parse_access_token_header/1; oz:src/auth/{token_auth,basic_auth}.erl</remarks>
internal sealed class RequestAuthenticator
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    private readonly Zone _zone;
    private readonly TokenVerifier _verifier;

    public RequestAuthenticator(Zone zone, TokenVerifier verifier)
    {
        _zone = zone;
        _verifier = verifier;
    }

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

            return authorization?.StartsWith(Basic, StringComparison.Ordinal) == true
                ? AuthenticateByPassword(authorization.Substring(Basic.Length))
                : null;
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

    private AuthenticatedClient AuthenticateByPassword(string base64)
    {
        if (!_zone.IsBasicAuthSupported)
        {
            throw OnezoneErrors.BasicAuthNotSupported;
        }

        string text;
        try
        {
            text = Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        }
        catch (FormatException)
        {
            throw OnezoneErrors.BadBasicCredentials;
        }

        var colon = text.IndexOf(':');
        var name = colon < 0 ? string.Empty : text.Substring(0, colon);
        if (name == _zone.OtherUserName)
        {
            throw OnezoneErrors.BasicAuthDisabled;
        }

        return name == _zone.UserName && RandomText.ConstantTimeEquals(text.Substring(colon + 1), _zone.Password)
            ? new AuthenticatedClient(_zone.User, [], null)
            : throw OnezoneErrors.BadBasicCredentials;
    }
}
