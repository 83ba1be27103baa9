using System;
using System.Collections.Generic;
using System.Security;
using System.Threading.Tasks;
using TokenTools.GoodData;
using TokenTools.Onedata;
using TokenTools.Onedata.Purposes;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>The command for ConvertFrom-OnedataToken and ConvertFrom-BootstrapToken, depending on the token.</summary>
internal sealed class InspectCommand : CliCommand
{
    private readonly SecretSource _token;
    private readonly SecretSource _secret;
    private readonly SettingOptions<OfflineCheckSpec> _settings;

    public InspectCommand()
        : base(
            "inspect",
            "Decodes Onedata tokens or GoodData.CN bootstrap tokens, one per line, offline, and lists their warnings. No token is shown.")
    {
        _token = Add(new SecretSource("--token", CliVariables.Token, "token", piped: true));
        _secret = Add(new SecretSource("--secret", CliVariables.Secret, "secret that signed a Onedata token, to check its signature"));
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
        var hasSecret = _secret.IsGiven(context.Parsed) || EnvironmentVariables.Text(CliVariables.Secret) is not null;
        OnedataDecodeOptions? options = null;
        return TokenBatch.RunAsync(context, _token.ReadLines(context), (token, write) =>
        {
            if (IsBootstrap(token))
            {
                context.Parsed.Reject(nameof(CliMessages.OptionNotForBootstrapToken), [_secret.File, .. _settings.All]);
                write(GoodDataResult.Of(ReadBootstrap(token)));
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
            write(OnedataResult.Of(decoded));
            return Task.FromResult(decoded.SignatureVerified == false ? ExitCode.Rejected : ExitCode.Success);
        });
    }

    /// <summary>True for text that is probably a bootstrap token; false for text that starts like a Onedata token.</summary>
    internal static bool IsBootstrap(SecureString token) => !SecureText.WithChars(token, TokenForm.IsOnedata);

    private static BootstrapToken ReadBootstrap(SecureString token)
    {
        try
        {
            return BootstrapTokenReader.Read(token);
        }
        catch (TokenFormatException) when (!SecureText.WithChars(token, HasColon))
        {
            throw new TokenFormatException(nameof(Messages.TokenUnknown));
        }
    }

    // The parts of a bootstrap token are separated by colons, before and after base64.
    private static bool HasColon(char[] text)
    {
        if (Array.IndexOf(text, ':') >= 0)
        {
            return true;
        }

        var bytes = new byte[text.Length];
        var isBase64 = Convert.TryFromBase64Chars(text.AsSpan().Trim(), bytes, out var length);
        var found = isBase64 && bytes.AsSpan(0, length).Contains((byte)':');
        Array.Clear(bytes);
        return found;
    }
}
