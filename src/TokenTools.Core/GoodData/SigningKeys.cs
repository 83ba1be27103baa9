using System;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>The public keys with which an organization verifies JSON Web Tokens.</summary>
/// <param name="api">Sends the requests.</param>
internal sealed class SigningKeys(GoodDataApi api)
{
    private readonly EntityCollection _keys = new(api, "entities/jwks", "jwk");

    /// <summary>Uploads a public key, unless the organization has it already.</summary>
    /// <exception cref="TokenApiException">Another key has that id, or the organization rejects it.</exception>
    public async Task<GoodDataSigningKey> EnsureAsync(
        SigningKeySpec.Prepared key, string? path, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var existing = await _keys.FindAsync(key.Id, progress, cancellationToken).ConfigureAwait(false);
        var change = GoodDataChange.Unchanged;
        if (existing is null)
        {
            var result = await _keys.CreateAsync(
                key.Id,
                new JObject { ["content"] = key.Jwk },
                () => MessageText.Format(nameof(Messages.SigningKeyMayExist), DisplayText.Id(key.Id)),
                progress,
                cancellationToken).ConfigureAwait(false);
            existing = result.Object;
            change = GoodDataChange.Created;
        }

        return IsSame(existing, key.Jwk)
            ? new GoodDataSigningKey(key.Id, key.Jwk, key.PrivateKey, path, change)
            : throw new TokenApiException(nameof(Messages.SigningKeyIdTaken), [DisplayText.Id(key.Id)], 409, neverApplied: true);
    }

    private static bool IsSame(Entity existing, JObject jwk) => existing.Attributes["content"] is JObject content
        && Array.TrueForAll(new[] { "kty", "alg", "kid", "n", "e" }, name => JToken.DeepEquals(content[name], jwk[name]));
}
