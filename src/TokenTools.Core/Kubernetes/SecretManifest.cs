using System.Collections.Generic;
using System.Linq;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Kubernetes;

/// <summary>The manifest of a Kubernetes Secret.</summary>
/// <param name="name">The Secret's name.</param>
/// <param name="ns">The namespace; null or blank for the current namespace of kubectl.</param>
/// <param name="values">The keys and their values.</param>
internal sealed class SecretManifest(string name, string? ns, IReadOnlyList<NamedValue> values)
{
    /// <summary>The labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the values are text in <c>stringData</c> instead of base64 in <c>data</c>.</summary>
    /// <remarks>
    /// data by default: kubectl apply sets a key of stringData to an empty value if it is no longer there (kubernetes/kubernetes#89938).
    /// </remarks>
    public bool UsesStringData { get; init; }

    /// <summary>The name and namespace, as namespace/name, which identify the Secret.</summary>
    public string Identity => ns?.Trim() + "/" + name;

    /// <summary>The metadata of an object.</summary>
    /// <param name="name">The object's name.</param>
    /// <param name="ns">Its namespace; null or blank for the current namespace of kubectl.</param>
    public static JObject CreateMetadata(string name, string? ns)
    {
        var metadata = new JObject { ["name"] = name };
        if (!string.IsNullOrWhiteSpace(ns))
        {
            metadata["namespace"] = ns!.Trim();
        }

        return metadata;
    }

    /// <summary>Checks the name of a Secret as the API server does.</summary>
    /// <param name="name">The name.</param>
    /// <param name="settingKey">The key of the setting with the name.</param>
    /// <exception cref="TokenArgumentException">The name is not valid.</exception>
    public static void ValidateName(string? name, string settingKey)
    {
        if (!KubernetesName.IsObject(name))
        {
            throw new TokenArgumentException(settingKey, nameof(Messages.KubernetesNameInvalid), new SettingName(settingKey));
        }
    }

    /// <summary>Checks the other names as the API server does.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="keys">Keys and the keys of the settings with them.</param>
    /// <exception cref="TokenArgumentException">A name is not valid.</exception>
    public static void Validate(string? ns, IEnumerable<(string? Key, string SettingKey)> keys)
    {
        foreach (var (key, settingKey) in keys)
        {
            if (key is not null && !KubernetesName.IsSecretKey(key))
            {
                throw new TokenArgumentException(settingKey, nameof(Messages.KubernetesKeyInvalid), new SettingName(settingKey));
            }
        }

        if (!string.IsNullOrWhiteSpace(ns) && !KubernetesName.IsNamespace(ns!.Trim()))
        {
            throw new TokenArgumentException("Namespace", nameof(Messages.KubernetesNamespaceInvalid));
        }
    }

    /// <summary>Rejects keys of which two are equal.</summary>
    /// <exception cref="TokenArgumentException">A key would be in the Secret twice.</exception>
    public static void EnsureDistinct(IEnumerable<string> keys, string settingKey, string otherSettingKey)
    {
        if (keys.GroupBy(static key => key).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw new TokenArgumentException(
                settingKey,
                nameof(Messages.KubernetesKeyTwice),
                twice.Key,
                new SettingName(settingKey),
                new SettingName(otherSettingKey));
        }
    }

    /// <summary>The manifest.</summary>
    public JObject ToObject()
    {
        var metadata = CreateMetadata(name, ns);
        if (Labels.Count > 0)
        {
            metadata["labels"] = new JObject(Labels.Select(static label => new JProperty(label.Key, label.Value)));
        }

        return new JObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = metadata,
            ["type"] = "Opaque",
            [UsesStringData ? "stringData" : "data"] = new JObject(values.Select(
                value => new JProperty(value.Name, UsesStringData ? value.Reveal() : value.ToBase64()))),
        };
    }

    /// <summary>The manifest as JSON on one line.</summary>
    public string ToJson() => ToObject().ToString(Formatting.None);

    /// <summary>The manifest as YAML, in ASCII and with <c>\n</c> as line ends.</summary>
    public string ToYaml()
    {
        var text = new StringBuilder();
        YamlWriter.WriteDocument(ToObject(), text);
        return text.ToString();
    }
}
