using System;
using System.Linq;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>The users of Dex, the built-in identity provider of GoodData.CN, which stores passwords for signing in.</summary>
/// <remarks>
/// https://www.gooddata.com/developers/cloud-native/doc/cloud/deploy-and-install/cloud-native/set-up-authentication/built-in-oidc/ and
/// gooddata/gooddata-cn-terraform:scripts/create-user.sh
/// </remarks>
/// <param name="api">Sends the requests.</param>
internal sealed class DexUsers(GoodDataApi api)
{
    private const string Path = "auth/users";

    /// <summary>Creates a user, or finds the one with this e-mail address.</summary>
    /// <param name="email">The e-mail address.</param>
    /// <param name="displayName">The name that Dex shows.</param>
    /// <param name="password">The password.</param>
    /// <param name="replacesPassword">Whether an existing user gets the password.</param>
    /// <param name="progress">Receives notices, on any thread.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The id by which GoodData recognizes the user, and whether the user has the password now.</returns>
    public async Task<(string AuthenticationId, bool HasPassword)> EnsureAsync(
        string email,
        string displayName,
        SecureString password,
        bool replacesPassword,
        IProgress<Notice>? progress,
        CancellationToken cancellationToken)
    {
        var body = new JObject { ["email"] = email, ["password"] = SecureText.Reveal(password), ["displayName"] = displayName };
        var existing = await FindAsync(email, progress, cancellationToken).ConfigureAwait(false);
        var replace = WithSecret(api.Replace(PathOf(email), body), password);
        if (existing is null)
        {
            var create = WithSecret(api.Create(Path, body), password);
            if (!replacesPassword)
            {
                create = create with { PossibleEffect = () => MessageText.Format(nameof(Messages.DexUserMayExist), DisplayText.Id(email)) };
            }

            var creation = await new UniqueCreation<string>(
                api.Client,
                async (notices, stop) => ReadId(create, await api.SendAsync(create, notices, stop).ConfigureAwait(false)),
                async (unknown, notices, stop) =>
                {
                    var found = await FindAsync(email, notices, stop).ConfigureAwait(false);
                    if (found is not null && unknown is not null)
                    {
                        // A user that did not exist a moment ago is the one of this request, or of an earlier attempt of it, whose password
                        // may be set again.
                        await api.SendAsync(replace, notices, stop).ConfigureAwait(false);
                    }

                    return found;
                },
                create.PossibleEffect).RunAsync(progress, cancellationToken).ConfigureAwait(false);
            if (creation.IsNew || creation.Failure is not null)
            {
                return (creation.Object, true);
            }

            existing = creation.Object;
        }

        if (replacesPassword)
        {
            await api.SendAsync(replace, progress, cancellationToken).ConfigureAwait(false);
        }

        return (existing, replacesPassword);
    }

    private static string PathOf(string email) => Path + "/" + Uri.EscapeDataString(email);

    private static ServiceRequest WithSecret(ServiceRequest request, SecureString password) =>
        request with { Redactor = request.Redactor.With(password) };

    // The id of an existing user; null for none.
    private async Task<string?> FindAsync(string email, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var request = api.Get(PathOf(email));
        try
        {
            return ReadId(request, await api.SendAsync(request, progress, cancellationToken).ConfigureAwait(false));
        }
        catch (TokenApiException error) when (error.StatusCode == 404)
        {
            return null;
        }
    }

    private string ReadId(ServiceRequest request, ServiceResponse response) =>
        api.ReadObject(request, response)["authenticationId"] is JValue { Value: string id }
            && id.Length is > 0 and <= GoodDataUserSpec.LongestText
            && id.All(static c => c is > ' ' and <= '~') && response.Redactor.Redact(id) == id
            ? id
            : throw api.Invalid(request, response, nameof(Messages.ResponseIncomplete), "authenticationId");
}
