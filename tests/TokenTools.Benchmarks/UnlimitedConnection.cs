using TokenTools.Boomi;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Benchmarks;

/// <summary>A connection to Boomi without a rate limit, which Connect-Boomi does not offer.</summary>
public static class UnlimitedConnection
{
    /// <summary>Creates the connection.</summary>
    public static BoomiConnection Create(string uri, string accountId, string userName, string apiToken) => BoomiConnection.Create(new BoomiConnectionOptions
    {
        AccountId = accountId,
        UserName = userName,
        Secret = SecureText.FromString(apiToken),
        IsApiToken = true,
        BaseUri = uri,
        Http = new HttpOptions { NoProxy = true, RequestsPerSecond = null },
    });
}
