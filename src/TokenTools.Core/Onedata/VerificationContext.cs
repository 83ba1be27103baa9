using System.Security;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata.Caveats;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>The context in which a Onezone verifies a token.</summary>
/// <remarks>swagger:paths/tokens/verify_access_token.yaml, verify_identity_token.yaml, verify_invite_token.yaml.</remarks>
public sealed class VerificationContext
{
    /// <summary>The client's IPv4 address; null for the address from which the request is sent.</summary>
    public string? PeerIp { get; init; }

    /// <summary>
    /// The interface: <c>rest</c>, <c>oneclient</c> or <c>graphsync</c>, in any case; null for none. Not sent for invite tokens.
    /// </summary>
    public string? Interface
    {
        get;
        init => field = value is null ? null : InterfaceCaveat.Normalize(value);
    }

    /// <summary>The identity token of the service that uses the token; null for Onezone itself. Only sent for access tokens.</summary>
    public SecureString? ServiceToken { get; init; }

    /// <summary>The identity token of the consumer that uses the token; null for no consumer.</summary>
    public SecureString? ConsumerToken { get; init; }

    /// <summary>
/// True to accept data access caveats, which only the service that stores the data can check. Only sent for access tokens.
/// </summary>
    public bool AllowDataAccessCaveats { get; init; }

    /// <summary>Validates the context, and returns it.</summary>
    /// <exception cref="TokenArgumentException">A value is invalid.</exception>
    public VerificationContext Validate()
    {
        CaveatContext.Check(PeerIp, CaveatContext.FindAddressProblem, nameof(PeerIp));
        CaveatContext.Check(Interface, InterfaceCaveat.FindProblem, nameof(Interface));
        CheckIdentity(ServiceToken, nameof(ServiceToken));
        CheckIdentity(ConsumerToken, nameof(ConsumerToken));
        return this;
    }

    /// <summary>The request body for a token of this type, without the fields that its endpoint does not accept.</summary>
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

    // Before the request is sent: text that is not a token may be a misplaced password.
    private static void CheckIdentity(SecureString? token, string settingKey)
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
            throw new TokenArgumentException(settingKey, nameof(Messages.OnedataIdentityTokenInvalid), new SettingName(settingKey), error);
        }
    }
}
