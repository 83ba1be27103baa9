using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>New-BootstrapToken.</summary>
internal sealed class BootstrapTokenCommand : CliCommand
{
    private const int ShortestPassword = 12;
    private const int LongestPassword = 128;

    private readonly Option<string?> _user;
    private readonly SecretSource _password;
    private readonly Option<bool> _generate;
    private readonly Option<int?> _length;

    public BootstrapTokenCommand()
        : base("bootstrap-token", "Makes a GoodData.CN bootstrap token from a user and password. Nothing is sent anywhere.")
    {
        _user = Option<string?>("--user-name", "The administrator's user id.", "id");
        _user.Required = true;
        _password = Secret(new SecretSource("--password", CliVariables.Password, "password"));
        _generate = Option<bool>("--generate-password", "Makes a password of letters, digits and _%@-; the JSON has it as password.");
        _length = Option<int?>("--password-length", "How many characters it is to have: 12 to 128, 24 by default.", "n");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools bootstrap-token --user-name admin --generate-password",
        "tokentools bootstrap-token --user-name admin --password-file password.txt --output token > token.txt",
    ];

    protected override Task<int> RunAsync(Run run)
    {
        var generate = run.Parsed.GetValue(_generate);
        var length = run.Parsed.GetValue(_length);
        if (generate && _password.IsGiven(run.Parsed))
        {
            throw new TokenArgumentException("Password", nameof(Messages.CliNotBoth), _generate.Name, _password.File.Name);
        }

        if (length is not null && (!generate || length is < ShortestPassword or > LongestPassword))
        {
            throw generate
                ? new TokenArgumentException("PasswordLength", nameof(Messages.CliNumberOutOfRange), _length.Name, ShortestPassword, LongestPassword)
                : new TokenArgumentException("PasswordLength", nameof(Messages.CliNeeds), _length.Name, _generate.Name);
        }

        var user = run.Parsed.GetValue(_user);
        if (!BootstrapTokenFactory.IsUserId(user))
        {
            // Before anybody is asked for a password.
            throw new TokenArgumentException("UserName", nameof(Messages.BootstrapUserInvalid));
        }

        var password = generate ? BootstrapTokenFactory.GeneratePassword(length ?? BootstrapTokenFactory.DefaultPasswordLength) : _password.Read(run);
        var token = BootstrapTokenFactory.Create(user, password, asPlainText: true);
        run.Warn(token.Warnings);
        var json = JObject.Parse(token.ToString());
        if (generate)
        {
            json["password"] = SecureText.Reveal(password);
        }

        run.Write(new Result(json.ToString(Formatting.None))
        {
            Token = (string)token.Token,
            Rows =
            [
                ("UserName", token.UserName),
                ("TokenId", token.TokenId),
                ("Token", Redactor.Mask),
                ("Warnings", string.Join(", ", token.Warnings.Select(static warning => warning.Id))),
            ],
        });
        return Task.FromResult(ExitCode.Done);
    }
}
