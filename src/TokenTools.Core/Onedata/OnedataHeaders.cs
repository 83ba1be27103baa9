using System.Collections.Generic;
using System.Linq;
using System.Security;
using TokenTools.Onedata.Caveats;
using TokenTools.Onedata.Purposes;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>The headers of a request to a REST API of Onedata.</summary>
/// <remarks>ctool:src/auth/tokens.erl; the tokens of the service and the consumer satisfy the caveats about these.</remarks>
internal static class OnedataHeaders
{
    private const string AccessToken = "x-auth-token";
    private const string ServiceToken = "x-onedata-service-token";
    private const string ConsumerToken = "x-onedata-consumer-token";

    /// <summary>The names and values of the headers.</summary>
    /// <param name="token">The access token.</param>
    /// <param name="serviceToken">The identity token of the service that sends the request for a user; null for none.</param>
    /// <param name="consumerToken">The identity token of the consumer; null for none.</param>
    /// <exception cref="TokenArgumentException">A token is not an access or identity token.</exception>
    public static IEnumerable<KeyValuePair<string, string>> Create(OnedataToken token, SecureString? serviceToken, SecureString? consumerToken)
    {
        VerificationContext.CheckIdentity(serviceToken, nameof(ServiceToken));
        VerificationContext.CheckIdentity(consumerToken, nameof(ConsumerToken));
        yield return new KeyValuePair<string, string>(AccessToken, token.Secret.Reveal());
        if (serviceToken is not null)
        {
            yield return new KeyValuePair<string, string>(ServiceToken, SecureText.Reveal(serviceToken).Trim());
        }

        if (consumerToken is not null)
        {
            yield return new KeyValuePair<string, string>(ConsumerToken, SecureText.Reveal(consumerToken).Trim());
        }
    }

    /// <summary>The warnings about the use of an access token in a REST API: a caveat excludes it, or requires another header.</summary>
    public static IEnumerable<TokenWarning> FindWarnings(OnedataToken token, SecureString? consumerToken)
    {
        var uses = TokenUses.All.Where(static use => use.Interface == "rest").ToList();
        for (var i = 0; i < token.Caveats.Count; i++)
        {
            var caveat = token.Caveats[i];
            if (uses.TrueForAll(use => use.IsExcludedBy(caveat)))
            {
                yield return new TokenWarning(nameof(Messages.RestWarningExcluded), i + 1, caveat.Type);
            }
            else if (caveat is ConsumerCaveat && consumerToken is null)
            {
                yield return new TokenWarning(nameof(Messages.RestWarningConsumer), i + 1);
            }
        }
    }
}
