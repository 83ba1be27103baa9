using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.GoodData;

namespace TokenTools.Cli.Commands;

/// <summary>ConvertTo-PasswordHash.</summary>
internal sealed class PasswordHashCommand : CliCommand
{
    private readonly SecretSource _password;
    private readonly Option<PasswordHashAlgorithm> _algorithm;
    private readonly Option<string?> _salt;
    private readonly Option<int?> _rounds;

    public PasswordHashCommand()
        : base("password-hash", "Makes the salted hash of a password that a GoodData.CN Organization resource holds.")
    {
        _password = Secret(new SecretSource("--password", CliVariables.Password, "password"));
        _algorithm = Option<PasswordHashAlgorithm>("--algorithm", "Sha512Crypt (default), or Sha256Crypt as GoodData.CN 1.x and 2.x document it.", "name");
        _salt = Option<string?>("--salt", "1 to 16 letters, digits, dots and slashes; 16 random ones by default.", "text");
        _rounds = Option<int?>("--rounds", "How often it is hashed: 1000 to 999999999; 5000 by default.", "n");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools password-hash --password-file password.txt --output text",
        "openssl rand -hex 16 | tokentools password-hash --password-file -",
    ];

    protected override Task<int> RunAsync(CommandContext context)
    {
        var algorithm = context.Parsed.GetValue(_algorithm);
        var hash = ShaCrypt.Hash(_password.Read(context), algorithm, context.Parsed.GetValue(_salt), context.Parsed.GetValue(_rounds), context.CancellationToken);
        context.Write(new CommandResult(new JObject { ["passwordHash"] = hash, ["algorithm"] = algorithm.ToString() }.ToString(Formatting.None))
        {
            Token = hash,
            Text = hash + "\n",
        });
        return Task.FromResult(ExitCode.Success);
    }
}
