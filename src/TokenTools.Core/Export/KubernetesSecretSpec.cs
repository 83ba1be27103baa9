using System.Collections.Generic;
using System.Linq;
using TokenTools.Kubernetes;
using TokenTools.Security;

namespace TokenTools.Export;

/// <summary>The settings for a Kubernetes Secret with a token, as a front end binds them, and the rules for them.</summary>
internal sealed class KubernetesSecretSpec
{
    /// <summary>The key of a token whose consumer reads no documented variable.</summary>
    public const string DefaultKey = "token";

    /// <summary>The Secret's name.</summary>
    public string? SecretName { get; set; }

    /// <summary>The namespace; null or blank for the current namespace of kubectl.</summary>
    public string? Namespace { get; set; }

    /// <summary>The key of the token; null for the variable that the token's consumer reads, for envFrom.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Whether the password in a bootstrap token is also in the Secret.</summary>
    public bool IncludePassword { get; set; }

    /// <summary>The key of the password; null for the variable in the vendor's documentation.</summary>
    public string? PasswordKey { get; set; }

    /// <summary>The labels.</summary>
    public IReadOnlyDictionary<string, string> Label { get; set; } = new Dictionary<string, string>();

    /// <summary>Whether the values are text in stringData instead of base64 in data.</summary>
    public bool StringData { get; set; }

    /// <summary>Checks everything that can be checked before there is a token.</summary>
    /// <exception cref="TokenArgumentException">A setting cannot be used.</exception>
    public void Validate()
    {
        SecretManifest.ValidateName(SecretName, nameof(SecretName));
        ValidateSharedSettings();
    }

    /// <summary>Checks everything but the name, which each token may have its own of.</summary>
    /// <exception cref="TokenArgumentException">A setting cannot be used.</exception>
    public void ValidateSharedSettings()
    {
        SecretManifest.Validate(Namespace, [(SecretKey, nameof(SecretKey)), (PasswordKey, nameof(PasswordKey))]);
        if (PasswordKey is not null && !IncludePassword)
        {
            throw new TokenArgumentException(
                nameof(PasswordKey),
                nameof(Messages.SettingRequires),
                new SettingName(nameof(PasswordKey)),
                new SettingName(nameof(IncludePassword)));
        }

        foreach (var label in Label)
        {
            if (!KubernetesName.IsLabelKey(label.Key) || !KubernetesName.IsLabelValue(label.Value))
            {
                throw new TokenArgumentException(
                    nameof(Label),
                    nameof(Messages.KubernetesLabelInvalid),
                    new SettingName(nameof(Label)),
                    DisplayText.Sanitize(label.Key));
            }
        }
    }

    /// <summary>Parses labels, each as name=value.</summary>
    /// <exception cref="TokenArgumentException">A text has no equals sign, or two have the same name.</exception>
    public static IReadOnlyDictionary<string, string> ParseLabels(IEnumerable<string> texts)
    {
        var labels = new Dictionary<string, string>();
        foreach (var text in texts)
        {
            var equals = text.IndexOf('=');
            if (equals < 0 || labels.ContainsKey(text.Substring(0, equals)))
            {
                throw new TokenArgumentException(
                    nameof(Label), nameof(Messages.KubernetesLabelInvalid), new SettingName(nameof(Label)), DisplayText.Sanitize(text));
            }

            labels.Add(text.Substring(0, equals), text.Substring(equals + 1));
        }

        return labels;
    }

    /// <summary>The manifest of the Secret.</summary>
    /// <exception cref="TokenArgumentException">The token has expired, or a setting cannot be used.</exception>
    public SecretManifest Build(TokenExport token)
    {
        Validate();
        token.Validate();
        if (IncludePassword && token.Password is null)
        {
            throw new TokenArgumentException(
                nameof(IncludePassword), nameof(Messages.ExportNoPassword), new SettingName(nameof(IncludePassword)));
        }

        var values = new List<NamedValue>
        {
            new(SecretKey ?? token.VariableName ?? DefaultKey, token.Secret.ToSecureString(), TokenExport.InputKey),
        };
        if (IncludePassword)
        {
            values.Add(new NamedValue(PasswordKey ?? token.PasswordVariableName!, token.Password!, nameof(IncludePassword)));
        }

        SecretManifest.EnsureDistinct(values.Select(static value => value.Name), nameof(SecretKey), nameof(PasswordKey));
        return new SecretManifest(SecretName!, Namespace, values) { Labels = Label, UsesStringData = StringData };
    }
}
