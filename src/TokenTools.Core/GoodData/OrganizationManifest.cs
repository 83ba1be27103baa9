using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Security;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Kubernetes;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>The manifest of a GoodData.CN Organization resource for kubectl; see <see cref="OrganizationSpec.Build"/>.</summary>
/// <remarks>
/// Fields: https://www.gooddata.com/developers/cloud-native/doc/3.19/install/install-on-azure/organization/ and
/// gooddata/gooddata-cn-terraform:modules/k8s-common/gooddata-orgs.tf; <c>adminUserTokenSecret</c>:
/// gooddata/gdc-microservices-memory-optimization, OrgDefinition.kt. <c>kubectl explain organization.spec</c> shows whether the resource
/// definition of an installed version has <c>adminUserTokenSecret</c>.
/// </remarks>
internal sealed class OrganizationManifest
{
    private readonly JObject _resource;
    private readonly List<JObject> _secrets = [];

    /// <param name="spec">The settings, which are valid.</param>
    /// <param name="adminUser">The first administrator's user id.</param>
    /// <param name="passwordHash">The hash of that user's bootstrap password.</param>
    /// <param name="password">That password; null if it is unknown.</param>
    /// <param name="warnings">The possible problems with the organization.</param>
    public OrganizationManifest(
        OrganizationSpec spec, string adminUser, string passwordHash, SecureString? password, IReadOnlyList<TokenWarning> warnings)
    {
        _resource = CreateResource(spec, adminUser, passwordHash);
        if (spec.SecretName is not null)
        {
            _secrets.Add(CreateSecret(spec.SecretName, spec, (spec.SecretKey ?? OrganizationSpec.DefaultSecretKey, passwordHash)));
        }

        if (spec.AdminSecretName is not null)
        {
            // The keys that the vendor's scripts read (gooddata/gooddata-cn-terraform:scripts/create-user.sh).
            _secrets.Add(CreateSecret(spec.AdminSecretName, spec, ("adminUser", adminUser), ("adminPassword", password!)));
        }

        Warnings = warnings;
    }

    /// <summary>Possible problems with the organization; empty if there are none.</summary>
    public IReadOnlyList<TokenWarning> Warnings { get; }

    /// <summary>
    /// The manifest as YAML, in ASCII and with <c>\n</c> as line ends: the resource, and a document for each Secret.
    /// </summary>
    public string ToYaml()
    {
        var text = new StringBuilder();
        YamlWriter.WriteDocument(_resource, text);
        foreach (var secret in _secrets)
        {
            YamlWriter.WriteDocument(secret, text);
        }

        return text.ToString();
    }

    /// <summary>The manifest as JSON, in ASCII and with <c>\n</c> as line ends: the resource, or a List of it and the Secrets.</summary>
    public string ToJson()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var writer = new JsonTextWriter(text)
        {
            Formatting = Formatting.Indented,
            StringEscapeHandling = StringEscapeHandling.EscapeNonAscii,
        };
        var document = _secrets.Count == 0
            ? _resource
            : new JObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JArray([_resource, .. _secrets]) };
        document.WriteTo(writer);
        return text + "\n";
    }

    private static JObject CreateResource(OrganizationSpec settings, string adminUser, string passwordHash)
    {
        var spec = new JObject
        {
            ["id"] = settings.Id,
            ["name"] = string.IsNullOrWhiteSpace(settings.Name) ? settings.Id : settings.Name,
            ["hostname"] = settings.HostName,
            ["adminGroup"] = settings.AdminGroup ?? OrganizationSpec.DefaultAdminGroup,
            ["adminUser"] = adminUser,
        };
        if (settings.SecretName is null)
        {
            spec["adminUserToken"] = passwordHash;
        }
        else
        {
            spec["adminUserTokenSecret"] = new JObject
            {
                ["kubernetesSecret"] = new JObject
                {
                    ["name"] = settings.SecretName,
                    ["key"] = settings.SecretKey ?? OrganizationSpec.DefaultSecretKey,
                },
            };
        }

        if (settings.TlsSecretName is not null)
        {
            var tls = new JObject { ["secretName"] = settings.TlsSecretName };
            if (settings.TlsIssuerName is not null)
            {
                tls["issuerName"] = settings.TlsIssuerName;
                tls["issuerType"] = (settings.TlsIssuerType ?? TlsIssuerType.Issuer).ToString();
            }

            spec["tls"] = tls;
        }

        return new JObject
        {
            ["apiVersion"] = "controllers.gooddata.com/v1",
            ["kind"] = "Organization",
            ["metadata"] = SecretManifest.CreateMetadata(settings.ResourceName ?? settings.Id + "-org", settings.Namespace),
            ["spec"] = spec,
        };
    }

    private static JObject CreateSecret(string name, OrganizationSpec settings, params (string Key, object Value)[] values) =>
        new SecretManifest(
            name,
            settings.Namespace,
            Array.ConvertAll(values, static value => new NamedValue(value.Key, value.Value, nameof(OrganizationSpec.SecretName)))).ToObject();
}
