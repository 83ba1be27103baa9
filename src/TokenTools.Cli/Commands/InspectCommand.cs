using System;
using System.Collections.Generic;
using System.Security;
using System.Threading.Tasks;
using TokenTools.GoodData;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>The command for ConvertFrom-OnedataToken and ConvertFrom-BootstrapToken, depending on the token.</summary>
internal sealed class InspectCommand : CliCommand
{
    private readonly SecretSource _token;
    private readonly SecretSource _secret;

    public InspectCommand()
        : base(
            "inspect", "Decodes a Onedata token or a GoodData.CN bootstrap token offline, and lists its warnings. The token is not shown.")
    {
        _token = Add(new SecretSource("--token", CliVariables.Token, "token", piped: true));
        _secret = Add(new SecretSource("--secret", CliVariables.Secret, "secret that signed a Onedata token, to check its signature"));
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools inspect --token-file token.txt --output text",
        "tokentools temporary-token --sandbox --output token | tokentools inspect",
    ];

    protected override Task<int> RunAsync(CommandContext context)
    {
        var token = _token.Read(context);
        if (IsBootstrap(token))
        {
            if (_secret.IsGiven(context.Parsed))
            {
                throw CliText.ArgumentError("Secret", nameof(CliMessages.OptionNotForBootstrapToken), _secret.File.Name);
            }

            context.Write(GoodDataResult.Of(BootstrapTokenReader.Read(token)));
        }
        else
        {
            var hasSecret = _secret.IsGiven(context.Parsed) || EnvironmentVariables.Text(CliVariables.Secret) is not null;
            var options = new OnedataDecodeOptions { Secret = hasSecret ? _secret.Read(context) : null };
            context.Write(OnedataResult.Of(OnedataToken.Decode(token, options)));
        }

        return Task.FromResult(ExitCode.Success);
    }

    /// <summary>True for text that is probably a bootstrap token; false for text that starts like a Onedata token.</summary>
    internal static bool IsBootstrap(SecureString token) => SecureText.WithChars(token, static chars =>
    {
        var text = chars.AsSpan().Trim();
        return !(text.StartsWith("MDA", StringComparison.Ordinal)
            || text.StartsWith("opw-", StringComparison.Ordinal)
            || text.StartsWith("opp-", StringComparison.Ordinal));
    });
}
