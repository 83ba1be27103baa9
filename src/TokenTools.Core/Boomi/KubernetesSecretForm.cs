using System.Collections.Generic;
using System.Text;
using Newtonsoft.Json.Linq;
using TokenTools.Kubernetes;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>
/// The manifest of a Kubernetes Secret with a container's variables as keys, so that both envFrom and secretKeyRef can use it.
/// </summary>
internal sealed class KubernetesSecretForm : InstallerForm
{
    /// <summary>The Secret's name in Boomi's own quickstarts.</summary>
    public const string DefaultName = "boomi-secret";

    /// <inheritdoc/>
    public override InstallerArgumentForm Form => InstallerArgumentForm.KubernetesSecret;

    /// <inheritdoc/>
    public override InstallerFileUse FileUse => InstallerFileUse.Optional;

    /// <inheritdoc/>
    public override void Validate(InstallerArgumentSpec spec, IReadOnlyList<InstallerVariable> variables, List<TokenWarning> warnings)
    {
        if (!KubernetesName.IsObject(spec.Name ?? DefaultName))
        {
            throw new TokenArgumentException(nameof(spec.Name), nameof(Messages.InstallerKubernetesName));
        }

        if (!string.IsNullOrWhiteSpace(spec.Namespace) && !KubernetesName.IsNamespace(spec.Namespace!.Trim()))
        {
            throw new TokenArgumentException(nameof(spec.Namespace), nameof(Messages.InstallerKubernetesNamespace));
        }

        ValidateForContainer(spec, variables, warnings);
    }

    /// <inheritdoc/>
    public override IEnumerable<string>? Arguments(InstallerArguments arguments) =>
        arguments.Path is null ? null : ["apply", "-f", arguments.Path];

    /// <inheritdoc/>
    public override string Text(InstallerArguments arguments)
    {
        var metadata = new JObject { ["name"] = arguments.Spec.Name ?? DefaultName };
        if (!string.IsNullOrWhiteSpace(arguments.Spec.Namespace))
        {
            metadata["namespace"] = arguments.Spec.Namespace!.Trim();
        }

        var data = new JObject { ["INSTALL_TOKEN"] = arguments.Token.Secret.Reveal() };
        foreach (var variable in arguments.Variables)
        {
            data[variable.Container!] = variable.Reveal();
        }

        var manifest = new JObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = metadata,
            ["type"] = "Opaque",
            ["stringData"] = data,
        };
        var text = new StringBuilder();
        YamlWriter.WriteDocument(manifest, text);
        return text.ToString();
    }

    /// <inheritdoc/>
    public override void Write(InstallerArguments arguments, SecretBuffer text) => text.Add(Text(arguments));
}
