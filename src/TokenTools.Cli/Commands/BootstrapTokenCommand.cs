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

    protected override Task<int> RunAsync(CommandContext context)
    {
        var generate = context.Parsed.GetValue(_generate);
        var length = context.Parsed.GetValue(_length);
        if (generate && _password.IsGiven(context.Parsed))
        {
            throw CliText.ArgumentError("Password", nameof(CliMessages.NotBoth), _generate.Name, _password.File.Name);
        }

        if (length is not null && (!generate || length is < ShortestPassword or > LongestPassword))
        {
            throw generate
                ? CliText.ArgumentError("PasswordLength", nameof(CliMessages.NumberOutOfRange), _length.Name, ShortestPassword, LongestPassword)
                : CliText.ArgumentError("PasswordLength", nameof(CliMessages.Needs), _length.Name, _generate.Name);
        }

        var user = context.Parsed.GetValue(_user);
        if (!BootstrapTokenFactory.IsUserId(user))
        {
            // Before anybody is asked for a password.
            throw new TokenArgumentException("UserName", nameof(Messages.BootstrapUserInvalid));
        }

        var password = generate ? BootstrapTokenFactory.GeneratePassword(length ?? BootstrapTokenFactory.DefaultPasswordLength) : _password.Read(context);
        var token = BootstrapTokenFactory.Create(user, password, asPlainText: true);
        context.Warn(token.Warnings);
        var json = JObject.Parse(token.ToString());
        if (generate)
        {
            json["password"] = SecureText.Reveal(password);
        }

        context.Write(new CommandResult(json.ToString(Formatting.None))
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
        return Task.FromResult(ExitCode.Success);
    }
}
