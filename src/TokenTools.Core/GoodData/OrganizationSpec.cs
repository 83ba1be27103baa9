using System;
using System.Collections.Generic;
using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using TokenTools.Kubernetes;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>The settings of a GoodData.CN organization.</summary>
/// <remarks>
/// The rules for ids and <c>adminUserTokenSecret</c>: gooddata/gdc-microservices-memory-optimization, OrgDefinition.kt. No message repeats
/// a value: a user who mixes up two arguments may have specified the password for one.
/// </remarks>
internal sealed class OrganizationSpec
{
    /// <summary>The user group in the vendor's documentation and models.</summary>
    public const string DefaultAdminGroup = "adminGroup";

    /// <summary>The namespace in the vendor's documentation since 2.x.</summary>
    public const string DefaultNamespace = "gooddata-cn";

    /// <summary>The key in the vendor's model.</summary>
    public const string DefaultSecretKey = "hash";

    private const int LongestId = 36;

    // RFC 1123 §2.1, with labels of at most 63 characters as in RFC 1035 §2.3.4.
    private static readonly Regex Host = new(
        @"\A(?=.{1,253}\z)[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)*\z",
        RegexOptions.CultureInvariant);

    /// <summary>
    /// The first administrator's bootstrap token; null if <see cref="AdminUser"/> and <see cref="PasswordHash"/> are specified.
    /// </summary>
    public SecureString? Token { get; set; }

    /// <summary>The algorithm that hashes the token's password; null for SHA-512.</summary>
    public PasswordHashAlgorithm? Algorithm { get; set; }

    /// <summary>The first administrator's user id; null if <see cref="Token"/> is specified.</summary>
    public string? AdminUser { get; set; }

    /// <summary>The user id that the token must have, if a row contains one; null for any.</summary>
    public string? ExpectedUser { get; set; }

    /// <summary>
    /// The salt of the hash of the token's password; null to derive it from the organization's and the user's ids, so that the same input
    /// gives the same manifest.
    /// </summary>
    public string? Salt { get; set; }

    /// <summary>The SHA-crypt hash of that user's bootstrap password; null if <see cref="Token"/> is specified.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>The organization's id: 1 to 36 lower-case letters, digits, dashes and dots.</summary>
    public string? Id { get; set; }

    /// <summary>The display name; null or blank for the id.</summary>
    public string? Name { get; set; }

    /// <summary>The host name, which is unique to the organization.</summary>
    public string? HostName { get; set; }

    /// <summary>The id of the administrators' user group; null for <see cref="DefaultAdminGroup"/>.</summary>
    public string? AdminGroup { get; set; }

    /// <summary>The name of a Secret that contains the hash instead of the resource; null for none.</summary>
    public string? SecretName { get; set; }

    /// <summary>The hash's key in that Secret; null for <see cref="DefaultSecretKey"/>.</summary>
    public string? SecretKey { get; set; }

    /// <summary>
    /// The name of a Secret that contains the user and the password as plain text, as the vendor's scripts read it; null for none.
    /// </summary>
    public string? AdminSecretName { get; set; }

    /// <summary>The name of the Secret with the host's certificate; null for no TLS block.</summary>
    public string? TlsSecretName { get; set; }

    /// <summary>The name of the cert-manager issuer of that certificate; null if the certificate exists.</summary>
    public string? TlsIssuerName { get; set; }

    /// <summary>The issuer's kind; null for <see cref="TlsIssuerType.Issuer"/>.</summary>
    public TlsIssuerType? TlsIssuerType { get; set; }

    /// <summary>The namespace; null or empty to let kubectl choose.</summary>
    public string? Namespace { get; set; } = DefaultNamespace;

    /// <summary>The resource's name; null for the id followed by <c>-org</c>.</summary>
    public string? ResourceName { get; set; }

    /// <summary>True for a valid organization id.</summary>
    public static bool IsId(string? text) => text is { Length: <= LongestId } && KubernetesName.IsObject(text);

    /// <summary>Creates the manifest.</summary>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    /// <exception cref="TokenFormatException">The token is not a bootstrap token.</exception>
    /// <exception cref="OperationCanceledException">The computation of the hash was canceled.</exception>
    public OrganizationManifest Build(CancellationToken cancellationToken = default)
    {
        ValidateAdministrator();
        ValidateSettings();
        if (Token is null)
        {
            return new OrganizationManifest(this, AdminUser!, PasswordHash!.Trim(), null, []);
        }

        var token = TokenFormatException.ForSetting(nameof(Token), () => BootstrapTokenReader.Read(Token));
        if (token.TokenId != BootstrapTokenFactory.TokenId)
        {
            throw new TokenArgumentException(nameof(Token), nameof(Messages.OrganizationTokenNotBootstrap), DisplayText.Id(token.TokenId));
        }

        if (ExpectedUser is not null && ExpectedUser != token.UserName)
        {
            throw new TokenArgumentException(
                nameof(AdminUser), nameof(Messages.OrganizationUserDiffers), DisplayText.Id(token.UserName), DisplayText.Id(ExpectedUser));
        }

        var hash = new PasswordHashSpec
        {
            Password = token.Password,
            Algorithm = Algorithm ?? default,
            Salt = Salt ?? DeriveSalt(Id!, token.UserName),
        }.Build(cancellationToken);
        return new OrganizationManifest(this, token.UserName, hash, token.Password, GetWarnings(token));
    }

    // From nothing secret: the salt is in the hash, where it must not make the password easier to guess. It only has to differ between
    // users, so that one computation does not serve for several of them.
    private static string DeriveSalt(string id, string userName)
    {
        using var hash = SHA256.Create();
        var digest = hash.ComputeHash(Encoding.UTF8.GetBytes("TokenTools salt\0" + id + "\0" + userName));
        var salt = new char[ShaCryptHash.LongestSalt];
        for (var i = 0; i < salt.Length; i++)
        {
            salt[i] = ShaCryptHash.Alphabet[digest[i] & 63];
        }

        return new string(salt);
    }

    private IReadOnlyList<TokenWarning> GetWarnings(BootstrapToken token) =>
        BootstrapTokenReader.WarnOfCommunityDefault(token, new UriBuilder(Uri.UriSchemeHttps, HostName!).Uri) is { } warning
            ? [.. token.Warnings, warning]
            : token.Warnings;

    private void ValidateAdministrator()
    {
        if (Token is not null)
        {
            Require(AdminUser is null && PasswordHash is null, nameof(Token), nameof(Messages.OrganizationAdminTwice));
            return;
        }

        Require(AdminUser is not null && PasswordHash is not null, nameof(AdminUser), nameof(Messages.OrganizationAdminIncomplete));
        Require(Algorithm is null, nameof(Algorithm), nameof(Messages.OrganizationAlgorithmUnused));
        Require(Salt is null, nameof(Salt), nameof(Messages.OrganizationSaltUnused));
        Require(AdminSecretName is null, nameof(AdminSecretName), nameof(Messages.OrganizationAdminSecretUnused));
        Require(GoodDataId.IsValid(AdminUser), nameof(AdminUser), nameof(Messages.BootstrapUserInvalid));
        Require(ShaCryptHash.TryParse(PasswordHash) is not null, nameof(PasswordHash), ShaCryptHash.Diagnose(PasswordHash));
    }

    private void ValidateSettings()
    {
        Require(IsId(Id), nameof(Id), nameof(Messages.OrganizationIdInvalid));
        Require(
            string.IsNullOrWhiteSpace(Name) || (Name!.IndexOf('\0') < 0 && SecureText.IsUnicode(Name.ToCharArray())),
            nameof(Name),
            nameof(Messages.OrganizationNameInvalid));
        // An ingress host is not an IP address (https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/).
        Require(
            HostName is not null && Host.IsMatch(HostName) && !IPAddress.TryParse(HostName, out _),
            nameof(HostName),
            nameof(Messages.OrganizationHostInvalid));
        Require(AdminGroup is null || GoodDataId.IsValid(AdminGroup), nameof(AdminGroup), nameof(Messages.OrganizationGroupInvalid));
        Require(
            string.IsNullOrEmpty(Namespace) || KubernetesName.IsNamespace(Namespace),
            nameof(Namespace),
            nameof(Messages.OrganizationNamespaceInvalid));
        RequireObjectName(ResourceName, nameof(ResourceName));
        RequireObjectName(SecretName, nameof(SecretName));
        RequireObjectName(AdminSecretName, nameof(AdminSecretName));
        RequireObjectName(TlsSecretName, nameof(TlsSecretName));
        RequireObjectName(TlsIssuerName, nameof(TlsIssuerName));
        Require(SecretKey is null || SecretName is not null, nameof(SecretKey), nameof(Messages.OrganizationSecretKeyAlone));
        Require(SecretKey is null || KubernetesName.IsSecretKey(SecretKey), nameof(SecretKey), nameof(Messages.OrganizationSecretKeyInvalid));
        Require(SecretName is null || SecretName != TlsSecretName, nameof(SecretName), nameof(Messages.OrganizationSecretsClash));
        Require(
            AdminSecretName is null || (AdminSecretName != TlsSecretName && AdminSecretName != SecretName),
            nameof(AdminSecretName),
            nameof(Messages.OrganizationAdminSecretClashes));
        Require(
            (TlsIssuerName is null || TlsSecretName is not null) && (TlsIssuerType is null || TlsIssuerName is not null),
            nameof(TlsIssuerName),
            nameof(Messages.OrganizationTlsIncomplete));
    }

    private static void RequireObjectName(string? name, string key) =>
        Require(name is null || KubernetesName.IsObject(name), key, nameof(Messages.OrganizationObjectNameInvalid));

    private static void Require(bool condition, string key, string errorId)
    {
        if (!condition)
        {
            throw new TokenArgumentException(key, errorId, new SettingName(key));
        }
    }
}
