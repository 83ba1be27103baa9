using System.Collections.Generic;
using System.Threading.Tasks;
using TokenTools.Export;

namespace TokenTools.Cli.Commands;

/// <summary>The command for ConvertTo-KubernetesSecret.</summary>
internal sealed class KubernetesSecretCommand : CliCommand
{
    private readonly SettingOptions<KubernetesSecretSpec> _settings;
    private readonly SecretSource _token;

    public KubernetesSecretCommand()
        : base(
            "kubernetes-secret",
            "Converts a token of any platform to the manifest of a Kubernetes Secret for kubectl apply -f -: JSON, or YAML with "
            + "--output text.")
    {
        _settings = new SettingOptions<KubernetesSecretSpec>(this);
        _token = Add(new SecretSource("--token", CliVariables.Token, "token, alone or in its JSON document", piped: true));
        _settings.Add(nameof(KubernetesSecretSpec.SecretName), "The Secret's name.", "name").Required = true;
        _settings.Add(nameof(KubernetesSecretSpec.Namespace), "The namespace; by default, kubectl chooses.", "name");
        _settings.Add(
            nameof(KubernetesSecretSpec.SecretKey),
            "The token's key; by default, for envFrom, " + OptionText.ConsumerVariables + "; otherwise token.",
            "key");
        _settings.Add(nameof(KubernetesSecretSpec.IncludePassword), "Also includes the password in a bootstrap token.");
        _settings.Add(nameof(KubernetesSecretSpec.PasswordKey), "The password's key; GD_ADMIN_USER_PASSWORD by default.", "key");
        _settings.AddTexts(
            nameof(KubernetesSecretSpec.Label),
            "Labels of the Secret.",
            "name=value",
            static (spec, texts) => spec.Label = KubernetesSecretSpec.ParseLabels(texts));
        _settings.Add(nameof(KubernetesSecretSpec.StringData), "Writes the values as text in stringData instead of base64 in data.");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools kubernetes-secret --secret-name onedata --token-file token.txt | kubectl apply --server-side -f -",
        "tokentools kubernetes-secret --secret-name boomi --token-file token.json --namespace boomi --label app=orders --output text",
    ];

    protected override Task<int> RunAsync(CommandContext context)
    {
        var spec = _settings.Read(context.Parsed, new KubernetesSecretSpec());
        spec.Validate();
        var manifest = spec.Build(TokenText.Read(_token.Read(context)));
        context.Write(new CommandResult(manifest.ToJson()) { Text = manifest.ToYaml() });
        return Task.FromResult(ExitCode.Success);
    }
}
