using System;
using System.Security;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata.Caveats;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>The context in which a Onezone verifies a token.</summary>
/// <remarks>swagger:paths/tokens/verify_access_token.yaml, verify_identity_token.yaml, verify_invite_token.yaml.</remarks>
internal sealed class VerificationContext
{
    /// <summary>The client's IPv4 address; null for the address from which the request is sent.</summary>
    public string? PeerIp { get; set; }

    /// <summary>
    /// The interface: <c>rest</c>, <c>oneclient</c> or <c>graphsync</c>, in any case; null for none. Not for invite tokens.
    /// </summary>
    public string? Interface
    {
        get;
        set => field = value is null ? null : InterfaceCaveat.Normalize(value);
    }

    /// <summary>The identity token of the service that uses the token; null for Onezone itself. Only for access tokens.</summary>
    public SecureString? ServiceToken { get; set; }

    /// <summary>The identity token of the consumer that uses the token; null for no consumer.</summary>
    public SecureString? ConsumerToken { get; set; }

    /// <summary>
    /// True to accept data access caveats, which only the service that stores the data can check. Only for access tokens.
    /// </summary>
    public bool AllowDataAccessCaveats { get; set; }

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

    /// <summary>Rejects a setting that the endpoint for tokens of this type does not accept, and returns the context.</summary>
    /// <exception cref="TokenArgumentException">A setting does not apply to the token.</exception>
    public VerificationContext ValidateFor(string tokenType)
    {
        Check(Interface is not null, nameof(Interface), OnedataTokenType.AccessName, OnedataTokenType.IdentityName);
        Check(ServiceToken is not null, nameof(ServiceToken), OnedataTokenType.AccessName);
        Check(AllowDataAccessCaveats, nameof(AllowDataAccessCaveats), OnedataTokenType.AccessName);
        return this;

        void Check(bool isSpecified, string key, params string[] types)
        {
            if (isSpecified && Array.IndexOf(types, tokenType) < 0)
            {
                throw new TokenArgumentException(
                    key, nameof(Messages.VerificationSettingNotApplicable), new SettingName(key), string.Join(" and ", types), tokenType);
            }
        }
    }

    /// <summary>The body of the request, without what is not specified.</summary>
    public JObject ToJson(string token)
    {
        var json = new JObject { ["token"] = token };
        Add("peerIp", PeerIp);
        Add("consumerToken", ConsumerToken is null ? null : SecureText.Reveal(ConsumerToken).Trim());
        Add("interface", Interface);
        Add("serviceToken", ServiceToken is null ? null : SecureText.Reveal(ServiceToken).Trim());
        if (AllowDataAccessCaveats)
        {
            json["allowDataAccessCaveats"] = true;
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
    /// <summary>Rejects text that is not a token.</summary>
    /// <exception cref="TokenArgumentException">The text is not a token.</exception>
    public static void CheckIdentity(SecureString? token, string settingKey)
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
