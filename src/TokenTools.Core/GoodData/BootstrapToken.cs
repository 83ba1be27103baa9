using System.Collections.Generic;
using System.Security;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TokenTools.GoodData;

/// <summary>A GoodData.CN bootstrap token: the API token of a new organization's first administrator, made without asking anybody.</summary>
/// <remarks>
/// <c>base64(user ":" "bootstrap" ":" password)</c>; it works once the Organization resource holds the password's hash
/// (https://www.gooddata.com/developers/cloud-native/doc/1.4/administration/organization/).
/// </remarks>
public sealed class BootstrapToken
{
    internal BootstrapToken(string userName, string tokenId, object token, SecureString password, IReadOnlyList<TokenWarning> warnings)
    {
        UserName = userName;
        TokenId = tokenId;
        Token = token;
        Password = password;
        Warnings = warnings;
    }

    /// <summary>The administrator's user id.</summary>
    public string UserName { get; }

    /// <summary>The API token's id: <c>bootstrap</c>, which the platform gives and nobody can change.</summary>
    public string TokenId { get; }

    /// <summary>The bearer token: a <see cref="SecureString"/>, or a string where the caller asked for plain text.</summary>
    public object Token { get; }

    /// <summary>The password in it, whose hash the Organization resource needs.</summary>
    public SecureString Password { get; }

    /// <summary>What may go wrong with it; empty when nothing is known to.</summary>
    public IReadOnlyList<TokenWarning> Warnings { get; }

    /// <summary>JSON in the platform's own names (<c>userId</c>, <c>tokenId</c>, <c>bearerToken</c>), the last only if <see cref="Token"/> is a string.</summary>
    public override string ToString()
    {
        var document = new JObject { ["userId"] = UserName, ["tokenId"] = TokenId };
        if (Token is string token)
        {
            document["bearerToken"] = token;
        }

        return document.ToString(Formatting.None);
    }
}
