using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;

namespace TokenTools.GoodData;

/// <summary>A connection to an organization of GoodData.CN with a bootstrap token, another API token or a JSON Web Token.</summary>
public sealed class GoodDataConnection : ServiceConnection
{
    private readonly BearerToken _token;

    private GoodDataConnection(ServiceClient client, GoodDataApi api, BearerToken token, string? hostHeader)
        : base(client, api.Redactor)
    {
        _token = token;
        Api = api;
        HostHeader = hostHeader;
        Users = new UserDirectory(api);
        SigningKeys = new SigningKeys(api);
    }

    /// <inheritdoc/>
    public override string Service => "GoodData";

    /// <summary>The Host header, by which the platform identifies the organization; null for the address's host.</summary>
    public string? HostHeader { get; }

    /// <summary>The id of the user in the connection's token; null if the token does not contain it.</summary>
    public string? UserId => _token.UserId;

    /// <summary>The id of the API token; null for a JSON Web Token, or if the token does not contain it.</summary>
    public string? TokenId => _token.TokenId;

    /// <summary>When the connection's token expires; null for never: only JSON Web Tokens expire.</summary>
    public DateTimeOffset? ExpiresAt => _token.ExpiresAt;

    /// <inheritdoc/>
    public override string Identity => UserId ?? MessageText.Format(nameof(Messages.GoodDataUnknownUser));

    /// <inheritdoc/>
    public override IReadOnlyList<TokenWarning> Warnings => _token.Warnings;

    internal GoodDataApi Api { get; }

    internal UserDirectory Users { get; }

    internal SigningKeys SigningKeys { get; }

    /// <summary>Creates a connection. Sends nothing: the first request shows whether the token is accepted.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="clock">The clock; null for the machine's.</param>
    /// <exception cref="TokenArgumentException">An option is invalid.</exception>
    internal static GoodDataConnection Create(GoodDataConnectionOptions options, IClock? clock = null)
    {
        var address = OrganizationAddress.Parse(options.Uri, options.Http.AllowUnencryptedAuthentication);
        OrganizationAddress.ValidateHostHeader(options.HostHeader);
        var token = BearerToken.Read(options.Token, address);
        var client = new ServiceClient(
            new GoodDataProtocol(options.HostHeader ?? address.Authority, GoodDataAdvice.Connection), address, options.Http, clock);
        return new GoodDataConnection(client, new GoodDataApi(client, token, options.HostHeader), token, options.HostHeader);
    }

    /// <summary>The API tokens of a user.</summary>
    /// <param name="userId">The user's id; null for the connection's own.</param>
    /// <param name="progress">Receives notices, on any thread.</param>
    /// <param name="cancellationToken">Cancels the request for the own user's id.</param>
    internal async Task<ApiTokens> TokensOfAsync(string? userId, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        GoodDataApiTokenSpec.ValidateUserId(userId);
        userId ??= UserId ?? (await GetProfileAsync(progress, cancellationToken).ConfigureAwait(false)).UserId!;
        return new ApiTokens(Api, userId);
    }

    /// <summary>Creates an API token.</summary>
    internal async Task<GoodDataApiToken> CreateApiTokenAsync(
        GoodDataApiTokenSpec spec, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        spec.Validate();
        var tokens = await TokensOfAsync(spec.UserId, progress, cancellationToken).ConfigureAwait(false);
        return await tokens.CreateAsync(spec.Id!, spec.Force, spec.AsPlainText, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The user of the connection's token, and the user's permissions, as the organization sees them.</summary>
    internal Task<BootstrapTokenCheck> GetProfileAsync(IProgress<Notice>? progress, CancellationToken cancellationToken) =>
        new ProfileRequest(Api, RetryPolicy.Idempotent).SendAsync(progress, cancellationToken);

    private protected override void ClearCredentials()
    {
        _token.Secret.Dispose();
        _token.Password?.Dispose();
    }
}
