using System;
using System.Collections.Generic;
using System.Security;
using System.Text;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>The settings of a connection to the Boomi Platform API, and the rules for them.</summary>
internal sealed class BoomiConnectionOptions
{
    /// <summary>The Platform API's address in the United States, which is the default.</summary>
    public const string UnitedStates = "https://api.boomi.com";

    /// <summary>The Platform API's address for European Platform accounts.</summary>
    public const string GreatBritain = "https://api.platform.gb.boomi.com";

    /// <summary>
    /// The documented rate limit, https://developer.boomi.com/docs/GettingStarted/API_licensing; beyond it the service responds with 503.
    /// </summary>
    public const double DefaultRequestsPerSecond = 10;

    // Servers accept only much shorter headers.
    private const int MaximumSecretLength = 8192;

    // An e-mail address, https://www.rfc-editor.org/rfc/rfc3696#section-3 (erratum 1690); a token is longer or a UUID.
    private const int MaximumUserNameLength = 320;

    private const string ApiTokenPrefix = BoomiTokenPattern.ApiTokenPrefix;

    /// <summary>The id of the account to connect to.</summary>
    public string? AccountId { get; set; }

    /// <summary>The user name, with or without the prefix <c>BOOMI_TOKEN.</c></summary>
    public string? UserName { get; set; }

    /// <summary>The platform API token or the password.</summary>
    public SecureString? Secret { get; set; }

    /// <summary>
    /// True if <see cref="Secret"/> is a platform API token: the user name is then sent with the prefix <c>BOOMI_TOKEN.</c>
    /// </summary>
    public bool IsApiToken { get; set; }

    /// <summary>The Platform API's address or host without <c>/api/rest/v1</c>; null for the United States.</summary>
    public string? BaseUri { get; set; }

    /// <summary>The account to act for through the Partner API; null for <see cref="AccountId"/> itself.</summary>
    public string? OverrideAccountId { get; set; }

    /// <summary>True if each call requires a code of the user's second factor. Not for an API token, which requires none.</summary>
    public bool RequireOneTimePassword { get; set; }

    /// <summary>The settings of HTTP.</summary>
    public HttpOptions Http { get; set; } = new() { RequestsPerSecond = DefaultRequestsPerSecond };

    /// <summary>Checks everything that can be checked without a request.</summary>
    /// <exception cref="TokenArgumentException">A setting cannot be used.</exception>
    public Validated Validate()
    {
        var accountId = AccountId?.Trim();
        if (string.IsNullOrEmpty(accountId))
        {
            throw new TokenArgumentException(nameof(AccountId), nameof(Messages.BoomiAccountMissing));
        }

        BoomiAccountId.Validate(accountId, nameof(AccountId));
        var overrideAccountId = string.IsNullOrWhiteSpace(OverrideAccountId) ? null : OverrideAccountId!.Trim();
        BoomiAccountId.Validate(overrideAccountId, nameof(OverrideAccountId));
        if (BoomiAccountId.AreSwapped(accountId!, (UserName ?? string.Empty).Trim()))
        {
            throw new TokenArgumentException(nameof(AccountId), nameof(Messages.BoomiAccountIsUser), new SettingName(nameof(AccountId)));
        }

        var user = ValidUser();
        var remarks = TrimSecret(user);
        ValidateSecret();
        if (RequireOneTimePassword && user.StartsWith(ApiTokenPrefix, StringComparison.Ordinal))
        {
            throw new TokenArgumentException(nameof(RequireOneTimePassword), nameof(Messages.BoomiOneTimePasswordUnused));
        }

        var address = ValidAddress();
        return new Validated(accountId!, overrideAccountId, user, address, Header(user))
        {
            RequiresOneTimePassword = RequireOneTimePassword,
            Warnings = Warn(accountId!, address),
            Remarks = remarks,
        };
    }

    private static List<TokenWarning> Warn(string accountId, Uri address)
    {
        var warnings = new List<TokenWarning>();
        if (BoomiAccountId.LooksSwapped(accountId))
        {
            warnings.Add(new TokenWarning(
                nameof(Messages.BoomiAccountIdLooksSwapped), new SettingName(nameof(AccountId)), DisplayText.Id(accountId)));
        }

        if (address.Host.StartsWith("platform.", StringComparison.OrdinalIgnoreCase)
            && address.Host.EndsWith(".boomi.com", StringComparison.OrdinalIgnoreCase))
        {
            warnings.Add(new TokenWarning(
                nameof(Messages.BoomiBaseUriIsUserInterface), new SettingName(nameof(BaseUri)), address.Host, UnitedStates, GreatBritain));
        }

        return warnings;
    }

    // A line end comes from a file or a vault, and Boomi responds with 401. A token has no white space at all; a password may end in it.
    private IReadOnlyList<MessageText> TrimSecret(string user)
    {
        if (Secret is not { Length: > 0 } given)
        {
            return [];
        }

        Secret = user.StartsWith(ApiTokenPrefix, StringComparison.Ordinal) ? SecureText.Trim(given) : SecureText.TrimLineEnds(given);
        return ReferenceEquals(Secret, given) ? [] : [new MessageText(nameof(Messages.SecretTrimmed), new SettingName(SecretKey))];
    }

    private string SecretKey => IsApiToken ? "ApiToken" : "Credential";

    // The user name as Basic authentication sends it.
    private string ValidUser()
    {
        var user = (UserName ?? string.Empty).Trim();
        var name = user;
        while (name.StartsWith(ApiTokenPrefix, StringComparison.OrdinalIgnoreCase))
        {
            name = name.Substring(ApiTokenPrefix.Length).Trim();
        }

        var problem = name.Length == 0 ? nameof(Messages.BoomiUserMissing)
            : name.Length > MaximumUserNameLength ? nameof(Messages.BoomiUserTooLong)
            : Guid.TryParse(name, out _) ? nameof(Messages.BoomiUserLooksLikeToken)
            // RFC 7617 §2: everything after the first colon would become part of the password.
            : user.IndexOf(':') >= 0 ? nameof(Messages.BoomiUserHasColon)
            : null;
        return problem is null
            ? IsApiToken || name.Length < user.Length ? ApiTokenPrefix + name : name
            : throw new TokenArgumentException(nameof(UserName), problem, new SettingName(nameof(UserName)), MaximumUserNameLength);
    }

    private void ValidateSecret()
    {
        if (Secret is not { Length: > 0 })
        {
            throw new TokenArgumentException(SecretKey, nameof(Messages.BoomiSecretMissing), new SettingName(SecretKey));
        }

        // The service would only respond with 401 or 403.
        var text = SecureText.Reveal(Secret);
        if (BoomiTokenPattern.IsInstallerToken(text))
        {
            throw new TokenArgumentException(SecretKey, nameof(Messages.BoomiSecretIsInstallerToken));
        }

        // From a file or a variable of a language that has quotes around text.
        if (IsApiToken && text.Length > 1 && text[0] is ('"' or '\'') && text[text.Length - 1] == text[0])
        {
            throw new TokenArgumentException(SecretKey, nameof(Messages.BoomiSecretQuoted));
        }

        if (IsApiToken && text.TrimStart().StartsWith(ApiTokenPrefix, StringComparison.OrdinalIgnoreCase))
        {
            throw new TokenArgumentException(SecretKey, nameof(Messages.BoomiSecretHasUser));
        }

        if (TokenKinds.FindOther(text, BoomiTokenPattern.ApiTokenKind) is { } other)
        {
            throw new TokenArgumentException(SecretKey, other);
        }
    }

    private Uri ValidAddress()
    {
        var address = ServiceAddress.Parse(
            string.IsNullOrWhiteSpace(BaseUri) ? UnitedStates : BaseUri, nameof(BaseUri), Http.AllowUnencryptedAuthentication, hostIsEnough: true);
        return address.AbsolutePath.IndexOf("/rest/v1", StringComparison.OrdinalIgnoreCase) < 0
            ? address
            : throw new TokenArgumentException(nameof(BaseUri), nameof(Messages.BoomiBaseUriHasApiPath), new SettingName(nameof(BaseUri)));
    }

    private SecureString Header(string user)
    {
        if (Secret!.Length > MaximumSecretLength)
        {
            throw new TokenArgumentException(
                SecretKey, nameof(Messages.BoomiSecretTooLong), new SettingName(SecretKey), MaximumSecretLength);
        }

        try
        {
            return SecureText.FromString(SecureText.ToBase64(user + ":", Secret));
        }
        catch (EncoderFallbackException)
        {
            throw new TokenArgumentException(SecretKey, nameof(Messages.BoomiSecretNotUnicode));
        }
    }

    /// <summary>Validated settings.</summary>
    /// <param name="AccountId">The id of the account to connect to.</param>
    /// <param name="OverrideAccountId">The id of the account to act for; null for none.</param>
    /// <param name="BasicUser">The user name as Basic authentication sends it.</param>
    /// <param name="Address">The Platform API's address.</param>
    /// <param name="Header">The value of the Basic header without its scheme.</param>
    internal sealed record Validated(string AccountId, string? OverrideAccountId, string BasicUser, Uri Address, SecureString Header)
    {
        /// <summary>What is probably wrong with the settings.</summary>
        public IReadOnlyList<TokenWarning> Warnings { get; init; } = [];

        /// <summary>What was changed in the settings.</summary>
        public IReadOnlyList<MessageText> Remarks { get; init; } = [];

        /// <summary>True if each call requires a code of the user's second factor.</summary>
        public bool RequiresOneTimePassword { get; init; }
    }
}
