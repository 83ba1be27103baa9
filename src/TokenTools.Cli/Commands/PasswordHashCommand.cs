using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.GoodData;

namespace TokenTools.Cli.Commands;

/// <summary>The command for ConvertTo-PasswordHash.</summary>
internal sealed class PasswordHashCommand : CliCommand
{
    private readonly SecretSource _password;
    private readonly Option<string?> _algorithm;
    private readonly Option<string?> _salt;
    private readonly Option<string?> _rounds;

    public PasswordHashCommand()
        : base("password-hash", "Computes the salted hash of a password for a GoodData.CN Organization resource.")
    {
        _password = Secret(new SecretSource("--password", CliVariables.Password, "password"));
        _algorithm = Option<string?>(
            "--algorithm", "Sha512Crypt (default), or Sha256Crypt as documented for GoodData.CN 1.x and 2.x.", "name");
        _algorithm.CompletionSources.Add(Enum.GetNames<PasswordHashAlgorithm>());
        _salt = Option<string?>(
            "--salt", "The salt: letters, digits, dots and slashes, of which the first 16 are used; 16 random ones by default.", "text");
        _rounds = Option<string?>("--rounds", "The number of rounds: 1000 to 999999999; 5000 by default.", "n");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools password-hash --password-file password.txt --output text",
        "openssl rand -hex 16 | tokentools password-hash --password-file -",
    ];

    protected override Task<int> RunAsync(CommandContext context)
    {
        var parsed = context.Parsed;
        var spec = new PasswordHashSpec
        {
            Algorithm = SettingParser.ParseChoice<PasswordHashAlgorithm>(
                parsed.GetValue(_algorithm), nameof(PasswordHashSpec.Algorithm)) ?? default,
            Salt = parsed.GetValue(_salt),
            Rounds = SettingParser.ParseNumber(parsed.GetValue(_rounds), nameof(PasswordHashSpec.Rounds)),
        };
        // Before the user is prompted for a password.
        spec.Validate();
        spec.Password = _password.Read(context);
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
