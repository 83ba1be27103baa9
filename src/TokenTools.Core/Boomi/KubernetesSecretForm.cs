using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
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
        SecretManifest.ValidateName(NameOf(spec), nameof(spec.SecretName));
        SecretManifest.Validate(
            spec.Namespace, [(spec.SecretKey, nameof(spec.SecretKey)), (spec.AccountKey, nameof(spec.AccountKey))]);
        var keys = variables.Select(static variable => variable.Container!).Append(spec.SecretKey ?? TokenVariable);
        SecretManifest.EnsureDistinct(
            spec.IncludesAccount ? keys.Append(spec.AccountKey ?? AccountVariable) : keys,
            nameof(spec.SecretKey),
            nameof(spec.AccountKey));
        ValidateForContainer(spec, variables, warnings);
    }

    /// <inheritdoc/>
    public override IEnumerable<string>? Arguments(InstallerArguments arguments) =>
        arguments.Path is null
        ? null
        // Otherwise, kubectl keeps the whole Secret in an annotation (kubernetes/kubernetes#23564).
        : ["apply", "--server-side", "-f", arguments.Path];

    /// <inheritdoc/>
    public override string Text(InstallerArguments arguments) => Manifest(arguments).ToYaml();

    /// <inheritdoc/>
    public override string Json(InstallerArguments arguments) =>
        arguments.Path is null ? Manifest(arguments).ToJson() : base.Json(arguments);

    /// <summary>The manifest.</summary>
    public static SecretManifest Manifest(InstallerArguments arguments) => new(
        NameOf(arguments.Spec),
        arguments.Spec.Namespace,
        arguments.ContainerValues(arguments.Spec.SecretKey ?? TokenVariable, arguments.Spec.AccountKey ?? AccountVariable));

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
}
