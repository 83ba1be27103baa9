using System.Collections.Generic;
using System.Threading.Tasks;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>The command for ConvertTo-OneproviderRegistration.</summary>
internal sealed class OneproviderRegistrationCommand : CliCommand
{
    private readonly SecretSource _token;
    private readonly SettingOptions<OneproviderRegistrationSpec> _settings;

    public OneproviderRegistrationCommand()
        : base(
            "oneprovider-registration",
            "Writes a registerOneprovider token to a file for Onepanel, and returns the settings that name the file.")
    {
        _token = Add(new SecretSource("--token", CliVariables.Token, "registerOneprovider invite token", piped: true));
        _settings = new SettingOptions<OneproviderRegistrationSpec>(this);
        _settings.Add(nameof(OneproviderRegistrationSpec.Path), "The file to write, which only its owner can read.", "file")
            .Required = true;
        _settings.Add(nameof(OneproviderRegistrationSpec.Force), "Replaces an existing file.");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools temporary-token --invite-type registerOneprovider --valid-for 2h --output token "
            + "| tokentools oneprovider-registration --path registration-token   # ONEZONE_HOST, ONEZONE_API_KEY",
    ];

    protected override Task<int> RunAsync(CommandContext context)
    {
        var spec = _settings.Read(context.Parsed, new OneproviderRegistrationSpec());
        spec.Path = OutputPath.ResolveCreatable(context, spec.Path, spec.Force);
        var token = OnedataToken.Decode(_token.Read(context), new OnedataDecodeOptions());
        context.Note(token.Around);
        var registration = spec.Build(token);
        registration.Save(new OwnerOnlyFile());
        context.Write(OnedataResult.Of(registration));
        return Task.FromResult(ExitCode.Success);
    }
}
