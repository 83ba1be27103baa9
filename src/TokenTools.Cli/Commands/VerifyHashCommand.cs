using System.Collections.Generic;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>The command for Test-PasswordHash.</summary>
internal sealed class VerifyHashCommand : CliCommand
{
    private readonly SecretSource _hash;
    private readonly SecretSource _password;

    public VerifyHashCommand()
        : base("verify-hash", "Tests whether a SHA-crypt hash matches a password. The exit code is 2 if it does not.")
    {
        _hash = Add(new SecretSource("--password-hash", null, "hash, which starts with $5$ or $6$"));
        _password = Add(new SecretSource("--password", CliVariables.Password, "password"));
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools verify-hash --password-hash-file hash.txt --password-file password.txt",
        "kubectl get org acme-org -o jsonpath={.spec.adminUserToken} | tokentools verify-hash --password-hash-file -   # TOKENTOOLS_PASSWORD",
    ];

    protected override Task<int> RunAsync(CommandContext context)
    {
        var hash = SecureText.Reveal(_hash.Read(context));
        // Before the user is prompted for a password.
        TokenFormatException.ForSetting("PasswordHash", () => ShaCryptHash.Parse(hash));
        var password = _password.Read(context);
        Terminal.ShowProgressLater(CliText.Format(nameof(CliMessages.ProgressHash)));
        var matches = ShaCrypt.Verify(password, hash, context.CancellationToken);
        context.Write(new CommandResult(new JObject { ["matches"] = matches }.ToString(Formatting.None))
        {
            Rows = [("Matches", matches ? "yes" : "no")],
        });
        return Task.FromResult(matches ? ExitCode.Success : ExitCode.Rejected);
    }
}
