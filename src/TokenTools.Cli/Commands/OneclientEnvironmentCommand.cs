using System.Collections.Generic;
using System.Threading.Tasks;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>The command for ConvertTo-OneclientEnvironment.</summary>
internal sealed class OneclientEnvironmentCommand : CliCommand
{
    private readonly SecretSource _token;
    private readonly SettingOptions<OneclientSpec> _settings;

    public OneclientEnvironmentCommand()
        : base(
            "oneclient-environment",
            "Converts a Onedata access token to the environment variables of Oneclient, or to a file with them for systemd or docker.")
    {
        _token = Add(new SecretSource("--token", CliVariables.Token, "access token", piped: true));
        _settings = new SettingOptions<OneclientSpec>(this);
        _settings.Add(
            nameof(OneclientSpec.ProviderHost), "The host of the Oneprovider, such as oneprovider.example.com.", "host");
        _settings.Add(
            nameof(OneclientSpec.Path),
            "The file to write, which only its owner can read. Without it, the result is the variables, with the token.",
            "file");
        _settings.Add(nameof(OneclientSpec.Force), "Replaces an existing file.");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools oneclient-environment --token-file mount.txt --provider-host oneprovider.example.com --path oneclient.env",
        "tokentools oneclient-environment --token-file mount.txt --output text",
    ];

    public override bool HasToken => true;

    protected override bool HasNewSecret => false;

    protected override Task<int> RunAsync(CommandContext context)
    {
        var spec = _settings.Read(context.Parsed, new OneclientSpec());
        spec.Path = OutputPath.ResolveCreatable(context, spec.Path, spec.Force);
        var token = OnedataToken.Decode(_token.Read(context), new OnedataDecodeOptions());
        context.Note(token.Around);
        var variables = spec.Build(token);
        context.Warn(variables.Warnings);
        if (variables.Path is not null)
        {
            variables.Save(new OwnerOnlyFile());
        }

        context.Write(OnedataResult.Of(variables));
        return Task.FromResult(ExitCode.Success);
    }
}
