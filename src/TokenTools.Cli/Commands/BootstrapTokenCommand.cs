using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>The command for New-BootstrapToken.</summary>
internal sealed class BootstrapTokenCommand : CliCommand
{
    private readonly SettingOptions<BootstrapTokenSpec> _settings;
    private readonly SecretSource _password;

    public BootstrapTokenCommand()
        : base("bootstrap-token", "Creates a GoodData.CN bootstrap token from a user id and a password. Nothing is sent to a service.")
    {
        _settings = new SettingOptions<BootstrapTokenSpec>(this);
        _settings.Add(nameof(BootstrapTokenSpec.UserName), "The administrator's user id.", "id").Required = true;
        _password = Add(new SecretSource("--password", CliVariables.Password, "password") { IsNew = true });
        _settings.Add(
            nameof(BootstrapTokenSpec.GeneratePassword),
            "Generates a random password of letters, digits and _%@-, which the JSON contains.");
        _settings.Add(
            nameof(BootstrapTokenSpec.PasswordLength),
            "The number of characters of the generated password: 12 to 128; 24 by default.",
            "n");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools bootstrap-token --user-name admin --generate-password",
        "tokentools bootstrap-token --user-name admin --password-file password.txt --output token --output-file token.txt",
    ];

    public override bool HasToken => true;

    protected override Task<int> RunAsync(CommandContext context)
    {
        var spec = _settings.Read(context.Parsed, new BootstrapTokenSpec { AsPlainText = true });
        // Before the user is prompted for a password.
        spec.Validate();
        if (spec.GeneratePassword && context.Form == OutputForm.Text)
        {
            throw CliText.ArgumentError("Output", nameof(CliMessages.PasswordNeedsJson));
        }

        spec.Password = spec.GeneratePassword && !_password.IsSpecified(context.Parsed) ? null : _password.Read(context);
        var token = spec.Build();
        context.Warn(token.Warnings);
        var json = token.ToDocument();
        if (spec.GeneratePassword)
        {
            json.Add("password", SecureText.Reveal(token.Password));
        }

        context.Write(new CommandResult(json.ToString())
        {
            Token = token.Secret.Reveal(),
            NewSecrets = spec.GeneratePassword ? [token.Secret.Reveal(), SecureText.Reveal(token.Password)] : [token.Secret.Reveal()],
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
