using System.Collections.Generic;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.GoodData;

namespace TokenTools.Cli.Commands;

/// <summary>The command for ConvertTo-PasswordHash.</summary>
internal sealed class PasswordHashCommand : CliCommand
{
    private readonly SettingOptions<PasswordHashSpec> _settings;
    private readonly SecretSource _password;

    public PasswordHashCommand()
        : base("password-hash", "Computes the salted hash of a password for a GoodData.CN Organization resource.")
    {
        _password = Add(new SecretSource("--password", CliVariables.Password, "password") { IsNew = true });
        _settings = new SettingOptions<PasswordHashSpec>(this);
        _settings.Add(
            nameof(PasswordHashSpec.Algorithm), "Sha512Crypt (default), or Sha256Crypt as documented for GoodData.CN 1.x and 2.x.", "name");
        _settings.Add(
            nameof(PasswordHashSpec.Salt),
            "The salt: letters, digits, dots and slashes, of which the first 16 are used; 16 random ones by default.",
            "text");
        _settings.Add(nameof(PasswordHashSpec.Rounds), "The number of rounds: 1000 to 999999999; 5000 by default.", "n");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools password-hash --password-file password.txt --output text",
        "openssl rand -hex 16 | tokentools password-hash --password-file -",
    ];

    public override bool HasToken => true;

    protected override bool HasNewSecret => false;

    protected override Task<int> RunAsync(CommandContext context)
    {
        var spec = _settings.Read(context.Parsed, new PasswordHashSpec());
        // Before the user is prompted for a password.
        spec.Validate();
        spec.Password = _password.Read(context);
        Terminal.ShowProgressLater(CliText.Format(nameof(CliMessages.ProgressHash)));
        var hash = spec.Build(context.CancellationToken);
        var json = new JObject { ["passwordHash"] = hash, ["algorithm"] = spec.Algorithm.ToString() };
        context.Write(new CommandResult(json.ToString(Formatting.None))
        {
            Token = hash,
            Text = hash + "\n",
        });
        return Task.FromResult(ExitCode.Success);
    }
}
