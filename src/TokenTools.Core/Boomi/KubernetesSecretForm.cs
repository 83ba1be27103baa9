using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Kubernetes;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>
/// The manifest of a Kubernetes Secret with a container's variables as keys, so that both envFrom and secretKeyRef can use it.
/// </summary>
internal sealed class KubernetesSecretForm : InstallerForm
{
    /// <summary>The Secret's name without a runtime's name.</summary>
    /// <remarks>
    /// OfficialBoomi/azure-kubernetes-molecule-quickstart:scripts/k8s_deployment.sh and aws-ia/terraform-boomi-kubernetes-molecule. With the name of
    /// the runtime, as in bmerrickBoomi/BoomiKubernetesLocal, so that the Secrets of several runtimes do not replace each other.
    /// </remarks>
    public const string DefaultName = "boomi-secret";

    private const int MaximumNameLength = 253;

    private static readonly Regex NotInNames = new("[^a-z0-9]+", RegexOptions.CultureInvariant);

    /// <inheritdoc/>
    public override InstallerArgumentForm Form => InstallerArgumentForm.KubernetesSecret;

    /// <inheritdoc/>
    public override InstallerFileUse FileUse => InstallerFileUse.Optional;

    /// <inheritdoc/>
    public override void Validate(InstallerArgumentSpec spec, IReadOnlyList<InstallerVariable> variables, List<TokenWarning> warnings)
    {
        if (!KubernetesName.IsObject(NameOf(spec)))
        {
            throw new TokenArgumentException(nameof(spec.SecretName), nameof(Messages.InstallerKubernetesName));
        }

        ValidateKeys(spec, variables);

        if (!string.IsNullOrWhiteSpace(spec.Namespace) && !KubernetesName.IsNamespace(spec.Namespace!.Trim()))
        {
            throw new TokenArgumentException(nameof(spec.Namespace), nameof(Messages.InstallerKubernetesNamespace));
        }

        ValidateForContainer(spec, variables, warnings);
    }

    /// <inheritdoc/>
    public override IEnumerable<string>? Arguments(InstallerArguments arguments) =>
        arguments.Path is null
        ? null
        // Otherwise, kubectl keeps the whole Secret in an annotation (kubernetes/kubernetes#23564).
        : ["apply", "--server-side", "-f", arguments.Path];

    /// <inheritdoc/>
    public override string Text(InstallerArguments arguments)
    {
        var text = new StringBuilder();
        YamlWriter.WriteDocument(Manifest(arguments), text);
        return text.ToString();
    }

    /// <inheritdoc/>
    public override string Json(InstallerArguments arguments) =>
        arguments.Path is null ? Manifest(arguments).ToString(Formatting.None) : base.Json(arguments);

    private static JObject Manifest(InstallerArguments arguments)
    {
        var metadata = new JObject { ["name"] = NameOf(arguments.Spec) };
        if (!string.IsNullOrWhiteSpace(arguments.Spec.Namespace))
        {
            metadata["namespace"] = arguments.Spec.Namespace!.Trim();
        }

        // Not stringData: kubectl apply sets a key to an empty value if it is no longer there (kubernetes/kubernetes#89938).
        var data = new JObject
        {
            [arguments.Spec.SecretKey ?? TokenVariable] = SecureText.ToBase64(string.Empty, arguments.Token.Secret.ToSecureString()),
        };
        if (arguments.AccountId is { } account)
        {
            data[arguments.Spec.AccountKey ?? AccountVariable] = Convert.ToBase64String(Encoding.UTF8.GetBytes(account));
        }

        foreach (var variable in arguments.Variables)
        {
            data[variable.Container!] = variable.Secret is null
                ? Convert.ToBase64String(Encoding.UTF8.GetBytes(variable.Text!))
                : SecureText.ToBase64(string.Empty, variable.Secret);
        }

        return new JObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = metadata,
            ["type"] = "Opaque",
            ["data"] = data,
        };
    }

    /// <inheritdoc/>
    public override void Write(InstallerArguments arguments, SecretBuffer text) => text.Add(Text(arguments));

    /// <summary>The name of the Secret.</summary>
    public static string NameOf(InstallerArgumentSpec spec)
    {
        if (spec.SecretName is not null)
        {
            return spec.SecretName;
        }

        var suffix = NotInNames.Replace((spec.RuntimeName ?? string.Empty).ToLowerInvariant(), "-").Trim('-');
        var name = suffix.Length == 0 ? DefaultName : DefaultName + "-" + suffix;
        return name.Length <= MaximumNameLength ? name : name.Substring(0, MaximumNameLength).TrimEnd('-');
    }

    private static void ValidateKeys(InstallerArgumentSpec spec, IReadOnlyList<InstallerVariable> variables)
    {
        foreach (var (key, setting) in new[] { (spec.SecretKey, nameof(spec.SecretKey)), (spec.AccountKey, nameof(spec.AccountKey)) })
        {
            if (key is not null && !KubernetesName.IsSecretKey(key))
            {
                throw new TokenArgumentException(setting, nameof(Messages.InstallerKubernetesKey), new SettingName(setting));
            }
        }

        var keys = variables.Select(static variable => variable.Container!).Append(spec.SecretKey ?? TokenVariable).ToList();
        if (spec.IncludesAccount)
        {
            keys.Add(spec.AccountKey ?? AccountVariable);
        }

        if (keys.GroupBy(static key => key).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw new TokenArgumentException(nameof(spec.SecretKey), nameof(Messages.InstallerKubernetesKeyTwice), twice.Key);
        }
    }
}
