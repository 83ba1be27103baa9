using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Kubernetes;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>An Organization resource of GoodData.CN, as a manifest for kubectl.</summary>
/// <remarks>
/// Fields: https://www.gooddata.com/developers/cloud-native/doc/3.19/install/install-on-azure/organization/ and
/// gooddata/gooddata-cn-terraform:modules/k8s-common/gooddata-orgs.tf; <c>adminUserTokenSecret</c> and the rules for ids:
/// gooddata/gdc-microservices-memory-optimization, OrgDefinition.kt. Whether the resource definition of a given version of the
/// chart knows <c>adminUserTokenSecret</c>, <c>kubectl explain organization.spec</c> tells.
/// </remarks>
public sealed class OrganizationManifest
{
    /// <summary>The group that the vendor's documents and models have.</summary>
    public const string DefaultAdminGroup = "adminGroup";

    /// <summary>The namespace that the vendor's documents have since 2.x.</summary>
    public const string DefaultNamespace = "gooddata-cn";

    /// <summary>The key that the vendor's model has.</summary>
    public const string DefaultSecretKey = "hash";

    private const int LongestId = 36;

    // https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/secret-v1/
    private static readonly Regex Key = new(@"\A(?!\.\z|\.\.)[-._a-zA-Z0-9]{1,253}\z", RegexOptions.CultureInvariant);

    // RFC 1123 §2.1, and in labels of 63 at most as RFC 1035 §2.3.4 has it.
    private static readonly Regex Host = new(
        @"\A(?=.{1,253}\z)[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)*\z", RegexOptions.CultureInvariant);

    /// <summary>The organization's id: 1 to 36 lower-case letters, digits, dashes and dots.</summary>
    public string? Id { get; set; }

    /// <summary>The name that users see, any text; null for the id.</summary>
    public string? Name { get; set; }

    /// <summary>The host name that the organization answers to, no other organization does.</summary>
    public string? HostName { get; set; }

    /// <summary>The id of the administrators' user group.</summary>
    public string AdminGroup { get; set; } = DefaultAdminGroup;

    /// <summary>The user id of the first administrator.</summary>
    public string? AdminUser { get; set; }

    /// <summary>The SHA-crypt hash of that user's bootstrap password; see <see cref="ShaCrypt"/>.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>The name of a Secret that holds the hash in the resource's place, and becomes part of the manifest; null for none.</summary>
    public string? SecretName { get; set; }

    /// <summary>The hash's key in that Secret; null for <c>hash</c>.</summary>
    public string? SecretKey { get; set; }

    /// <summary>The name of the Secret with the host's certificate; null for no TLS block.</summary>
    public string? TlsSecretName { get; set; }

    /// <summary>The name of cert-manager's issuer of that certificate; null where the certificate is there already.</summary>
    public string? TlsIssuerName { get; set; }

    /// <summary>The issuer's kind; null for <see cref="TlsIssuerType.Issuer"/>.</summary>
    public TlsIssuerType? TlsIssuerType { get; set; }

    /// <summary>The namespace; empty or null to leave it to kubectl.</summary>
    public string? Namespace { get; set; } = DefaultNamespace;

    /// <summary>The resource's own name; null for the id with <c>-org</c>.</summary>
    public string? ResourceName { get; set; }

    /// <summary>True for what can be an organization's id.</summary>
    public static bool IsId(string? text) => text is { Length: <= LongestId } && KubernetesName.IsObject(text);

    /// <summary>The hash that the manifest holds of a bootstrap token.</summary>
    /// <exception cref="TokenArgumentException">The token's id isn't <c>bootstrap</c>, or its password can't be used.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was asked for.</exception>
    public static string HashOf(BootstrapToken token, PasswordHashAlgorithm algorithm = PasswordHashAlgorithm.Sha512Crypt, CancellationToken cancellationToken = default) =>
        token.TokenId == BootstrapTokenFactory.TokenId
            ? ShaCrypt.Hash(token.Password, algorithm, cancellationToken: cancellationToken)
            : throw new TokenArgumentException("Token", nameof(Messages.OrganizationTokenNotBootstrap), token.TokenId);

    /// <summary>What may go wrong with an organization of that host and bootstrap token.</summary>
    public static IReadOnlyList<TokenWarning> WarningsOf(BootstrapToken token, string hostName) =>
        BootstrapTokenReader.WarnOfCommunityDefault(token, new UriBuilder(Uri.UriSchemeHttps, hostName).Uri) is { } published
            ? [.. token.Warnings, published]
            : token.Warnings;

    /// <summary>The manifest as YAML: one document, and the Secret as a second one where there is to be one. ASCII, with <c>\n</c> at each line's end.</summary>
    /// <exception cref="TokenArgumentException">One of the values can't be used.</exception>
    public string ToYaml()
    {
        Check();
        var text = new StringBuilder();
        YamlWriter.WriteDocument(Resource(), text);
        if (SecretName is not null)
        {
            YamlWriter.WriteDocument(Secret(), text);
        }

        return text.ToString();
    }

    /// <summary>The manifest as JSON: the resource, or a List of it and the Secret where there is to be one. ASCII, with <c>\n</c> at each line's end.</summary>
    /// <exception cref="TokenArgumentException">One of the values can't be used.</exception>
    public string ToJson()
    {
        Check();
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var writer = new JsonTextWriter(text) { Formatting = Formatting.Indented, StringEscapeHandling = StringEscapeHandling.EscapeNonAscii };
        var document = SecretName is null
            ? Resource()
            : new JObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JArray(Resource(), Secret()) };
        document.WriteTo(writer);
        return text + "\n";
    }

    private JObject Resource()
    {
        var spec = new JObject
        {
            ["id"] = Id,
            ["name"] = Name ?? Id,
            ["hostname"] = HostName,
            ["adminGroup"] = AdminGroup,
            ["adminUser"] = AdminUser,
        };
        if (SecretName is null)
        {
            spec["adminUserToken"] = PasswordHash;
        }
        else
        {
            spec["adminUserTokenSecret"] = new JObject
            {
                ["kubernetesSecret"] = new JObject { ["name"] = SecretName, ["key"] = SecretKey ?? DefaultSecretKey },
            };
        }

        if (TlsSecretName is not null)
        {
            var tls = new JObject { ["secretName"] = TlsSecretName };
            if (TlsIssuerName is not null)
            {
                tls["issuerName"] = TlsIssuerName;
                tls["issuerType"] = (TlsIssuerType ?? GoodData.TlsIssuerType.Issuer).ToString();
            }

            spec["tls"] = tls;
        }

        return new JObject
        {
            ["apiVersion"] = "controllers.gooddata.com/v1",
            ["kind"] = "Organization",
            ["metadata"] = Metadata(ResourceName ?? Id + "-org"),
            ["spec"] = spec,
        };
    }

    private JObject Secret() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = Metadata(SecretName!),
        ["type"] = "Opaque",
        ["stringData"] = new JObject { [SecretKey ?? DefaultSecretKey] = PasswordHash },
    };

    private JObject Metadata(string name)
    {
        var metadata = new JObject { ["name"] = name };
        if (!string.IsNullOrEmpty(Namespace))
        {
            metadata["namespace"] = Namespace;
        }

        return metadata;
    }

    // No value is shown: who mixes up two arguments may have given the password for one.
    private void Check()
    {
        Require(IsId(Id), nameof(Id), nameof(Messages.OrganizationIdInvalid));
        Require(Name is null || !string.IsNullOrWhiteSpace(Name), nameof(Name), nameof(Messages.OrganizationNameEmpty));
        Require(Name is null || (Name.IndexOf('\0') < 0 && SecureText.IsUnicode(Name.ToCharArray())), nameof(Name), nameof(Messages.OrganizationNameInvalid));
        // https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/: an ingress host is no IP address.
        Require(
            HostName is not null && Host.IsMatch(HostName) && !IPAddress.TryParse(HostName, out _), nameof(HostName), nameof(Messages.OrganizationHostInvalid));
        Require(BootstrapTokenFactory.IsUserId(AdminGroup), nameof(AdminGroup), nameof(Messages.OrganizationGroupInvalid));
        Require(BootstrapTokenFactory.IsUserId(AdminUser), nameof(AdminUser), nameof(Messages.BootstrapUserInvalid));
        Require(ShaCrypt.IsHash(PasswordHash), nameof(PasswordHash), nameof(Messages.PasswordHashInvalid));
        Require(string.IsNullOrEmpty(Namespace) || KubernetesName.IsNamespace(Namespace), nameof(Namespace), nameof(Messages.OrganizationNamespaceInvalid));
        RequireObjectName(ResourceName, nameof(ResourceName));
        RequireObjectName(SecretName, nameof(SecretName));
        RequireObjectName(TlsSecretName, nameof(TlsSecretName));
        RequireObjectName(TlsIssuerName, nameof(TlsIssuerName));
        Require(SecretKey is null || SecretName is not null, nameof(SecretKey), nameof(Messages.OrganizationSecretKeyAlone));
        Require(SecretKey is null || Key.IsMatch(SecretKey), nameof(SecretKey), nameof(Messages.OrganizationSecretKeyInvalid));
        Require(SecretName is null || SecretName != TlsSecretName, nameof(SecretName), nameof(Messages.OrganizationSecretsClash));
        Require(
            (TlsIssuerName is null || TlsSecretName is not null) && (TlsIssuerType is null || TlsIssuerName is not null),
            nameof(TlsIssuerName),
            nameof(Messages.OrganizationTlsIncomplete));
    }

    private static void RequireObjectName(string? name, string parameterName) =>
        Require(name is null || KubernetesName.IsObject(name), parameterName, nameof(Messages.OrganizationObjectNameInvalid));

    private static void Require(bool right, string parameterName, string errorId)
    {
        if (!right)
        {
            throw new TokenArgumentException(parameterName, errorId, new SettingName(parameterName));
        }
    }
}
