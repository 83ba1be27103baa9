using TokenTools.Boomi;
using TokenTools.GoodData;
using TokenTools.Http;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.Sandbox;

/// <content>The settings of connections to the sandbox.</content>
public sealed partial class TokenSandbox
{
    /// <summary>The settings of a connection to the simulated Boomi.</summary>
    /// <param name="http">The HTTP settings; the proxy in them is not used.</param>
    internal BoomiConnectionOptions ToBoomiOptions(HttpOptions? http = null) => new()
    {
        AccountId = BoomiAccountId,
        UserName = BoomiUserName,
        Secret = SecureText.FromString(BoomiApiToken),
        IsApiToken = true,
        BaseUri = Uri.AbsoluteUri,
        Http = (http ?? new HttpOptions { RequestsPerSecond = BoomiConnectionOptions.DefaultRequestsPerSecond }).WithoutProxy(),
    };

    /// <summary>The settings of a connection to the simulated GoodData.CN with the administrator's bootstrap token.</summary>
    /// <param name="http">The HTTP settings; the proxy in them is not used.</param>
    internal GoodDataConnectionOptions ToGoodDataOptions(HttpOptions? http = null) => new()
    {
        Uri = Uri.AbsoluteUri,
        Token = BootstrapTokenFactory.Create(GoodDataUserName, SecureText.FromString(GoodDataPassword)).Secret.ToSecureString(),
        Http = (http ?? new HttpOptions()).WithoutProxy(),
    };

    /// <summary>The settings of a connection to the simulated Onezone.</summary>
    /// <param name="asProvider">True for the Oneprovider's root token, false for the user's token.</param>
    /// <param name="http">The HTTP settings; the proxy in them is not used.</param>
    internal OnezoneConnectionOptions ToOnezoneOptions(bool asProvider = false, HttpOptions? http = null) => new()
    {
        Uri = Uri.AbsoluteUri,
        Token = SecureText.FromString(asProvider ? OnezoneProviderToken : OnezoneUserToken),
        Http = (http ?? new HttpOptions()).WithoutProxy(),
    };
}
