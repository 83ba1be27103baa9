using System.Security;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata.Caveats;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>How a token is to be used, as an Onezone can be told it when it verifies one.</summary>
/// <remarks>swagger:paths/tokens/verify_access_token.yaml, verify_identity_token.yaml, verify_invite_token.yaml.</remarks>
public sealed class VerificationContext
{
    /// <summary>From which IPv4 address; null for the one that the request comes from.</summary>
    public string? PeerIp { get; init; }

    /// <summary>Through which interface: <c>rest</c>, <c>oneclient</c> or <c>graphsync</c>; null for none. Not for invite tokens.</summary>
    public string? Interface { get; init; }

    /// <summary>The identity token of the service that uses it; null for Onezone itself. For access tokens alone.</summary>
    public SecureString? ServiceToken { get; init; }

    /// <summary>The identity token of whoever uses it; null for nobody.</summary>
    public SecureString? ConsumerToken { get; init; }

    /// <summary>Whether caveats on data are let pass, for whoever serves the data to judge. For access tokens alone.</summary>
    public bool AllowDataAccessCaveats { get; init; }

    /// <summary>Refuses a situation that can't be. Returns the situation.</summary>
    /// <exception cref="TokenArgumentException">A value breaks its grammar.</exception>
    public VerificationContext Validate()
    {
        if (PeerIp is not null)
        {
            CaveatContext.CheckAddress(PeerIp, nameof(PeerIp));
        }

        if (Interface is not null && InterfaceCaveat.FindProblem(Interface) is { } problem)
        {
            throw problem.AsArgument(nameof(Interface));
        }

        CheckIdentity(ServiceToken, nameof(ServiceToken));
        CheckIdentity(ConsumerToken, nameof(ConsumerToken));
        return this;
    }

    /// <summary>The body for a token of that type. What its endpoint doesn't take is left out.</summary>
    internal JObject ToJson(string tokenType, string token)
    {
        var json = new JObject { ["token"] = token };
        Add("peerIp", PeerIp);
        Add("consumerToken", ConsumerToken is null ? null : SecureText.Reveal(ConsumerToken).Trim());
        if (tokenType != OnedataTokenType.InviteName)
        {
            Add("interface", Interface);
        }

        if (tokenType == OnedataTokenType.AccessName)
        {
            Add("serviceToken", ServiceToken is null ? null : SecureText.Reveal(ServiceToken).Trim());
            if (AllowDataAccessCaveats)
            {
                json["allowDataAccessCaveats"] = true;
            }
        }

        return json;

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                json[key] = value;
            }
        }
    }

    // Before anything is sent: what isn't a token at all may be a password in the wrong place.
    private static void CheckIdentity(SecureString? token, string parameterName)
    {
        if (token is null)
        {
            return;
        }

        try
        {
            SecureText.WithChars(token, static chars =>
            {
                var macaroon = Macaroon.Parse(chars);
                macaroon.Clear();
                return true;
            });
        }
        catch (TokenFormatException error)
        {
            throw new TokenArgumentException(parameterName, nameof(Messages.OnedataIdentityTokenInvalid), new SettingName(parameterName), error);
        }
    }
}
