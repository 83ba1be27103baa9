using System.Collections.Generic;
using System.Security;
using System.Threading.Tasks;
using TokenTools.Onedata;
using TokenTools.Onedata.Purposes;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>The command for ConvertFrom-OnedataToken and ConvertFrom-BootstrapToken; describes other tokens as well.</summary>
internal sealed class InspectCommand : CliCommand
{
    private readonly SecretSource _token;
    private readonly SecretSource _secret;
    private readonly SettingOptions<OfflineCheckSpec> _settings;

    public InspectCommand()
        : base(
            "inspect",
            "Decodes tokens of any kind, one per line, offline: says what each of them is, what it contains and what may be wrong with it. "
            + "No token is shown.")
    {
        _token = Add(new SecretSource("--token", CliVariables.Token, "token", piped: true));
        _secret = Add(new SecretSource("--secret", CliVariables.Secret, "secret that signed a Onedata token, to check its signature", prompts: false));
        _settings = new SettingOptions<OfflineCheckSpec>(this);
        _settings.Add(
            nameof(OfflineCheckSpec.Purpose),
            "Evaluates Onedata tokens for a purpose: " + string.Join(", ", TokenPurposes.All) + ".",
            "purpose",
            TokenPurposes.Descriptions.Keys);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools inspect --token-file token.txt --output text",
        "tokentools inspect --token-file token.txt --purpose oneclient --output text",
        "tokentools temporary-token --sandbox --output token | tokentools inspect",
    ];

    protected override Task<int> RunAsync(CommandContext context)
    {
        var hasSecret = _secret.IsSpecified(context.Parsed) || EnvironmentVariables.Text(CliVariables.Secret) is not null;
        OnedataDecodeOptions? options = null;
        return TokenBatch.RunAsync(context, _token.ReadLines(context), (token, write) =>
        {
            if (IsBootstrap(token))
            {
                context.Parsed.Reject(nameof(CliMessages.OptionNotForBootstrapToken), [_secret.File, .. _settings.All]);
                write(TokenInspection.Inspect(token));
                return Task.FromResult(ExitCode.Success);
            }

            options ??= new OnedataDecodeOptions
            {
                Secret = hasSecret ? _secret.Read(context) : null,
                Purpose = _settings.Read(context.Parsed, new OfflineCheckSpec()).Build().Purpose?.Name,
            };
            var decoded = OnedataToken.Decode(token, options);
            context.Note(decoded.Around);
            context.Warn(decoded.AnswerWarnings());
            write(TokenInspection.WithKind(OnedataResult.Of(decoded), TokenInspection.Onedata, "token of Onedata"));
            return Task.FromResult(decoded.SignatureVerified == false ? ExitCode.Rejected : ExitCode.Success);
        });
    }

    /// <summary>True for text that is probably a bootstrap token; false for text that starts like a Onedata token.</summary>
    internal static bool IsBootstrap(SecureString token) => !SecureText.WithChars(token, TokenForm.IsOnedata);
}
