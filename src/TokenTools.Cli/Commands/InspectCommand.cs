using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.GoodData;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>ConvertFrom-OnedataToken and ConvertFrom-BootstrapToken: which of them, the token tells.</summary>
internal sealed class InspectCommand : CliCommand
{
    private readonly SecretSource _token;
    private readonly SecretSource _secret;

    public InspectCommand()
        : base("inspect", "Decodes an Onedata token or a GoodData.CN bootstrap token, and says what is odd about it. Nothing is sent anywhere; the token isn't shown.")
    {
        _token = Secret(new SecretSource("--token", CliVariables.Token, "token", piped: true));
        _secret = Secret(new SecretSource("--secret", CliVariables.Secret, "secret that signed an Onedata token, to check its signature with"));
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
            context.Write(Of(BootstrapTokenReader.Read(token)));
        }
        else
        {
            var hasSecret = _secret.IsGiven(context.Parsed) || EnvironmentVariables.Text(CliVariables.Secret) is not null;
            context.Write(OnedataResult.Of(OnedataToken.Decode(token, new OnedataDecodeOptions { Secret = hasSecret ? _secret.Read(context) : null })));
        }

        return Task.FromResult(ExitCode.Success);
    }

    /// <summary>Whether what was given is more likely a bootstrap token than an Onedata one, which is a macaroon.</summary>
    internal static bool IsBootstrap(SecureString token) => SecureText.WithChars(token, static chars =>
    {
        var text = chars.AsSpan().Trim();
        return !(text.StartsWith("MDA", StringComparison.Ordinal) || text.StartsWith("opw-", StringComparison.Ordinal) || text.StartsWith("opp-", StringComparison.Ordinal));
    });

    private static CommandResult Of(BootstrapToken token) => new(new JObject
    {
        ["userId"] = token.UserName,
        ["tokenId"] = token.TokenId,
        ["warnings"] = new JArray(token.Warnings.Select(static warning => new JObject { ["id"] = warning.Id, ["message"] = warning.Message })),
    }.ToString(Formatting.None))
    {
        Rows =
        [
            ("UserName", token.UserName),
            ("TokenId", token.TokenId),
            .. token.Warnings.Select(static warning => ("Warning", (string?)warning.Message)),
        ],
    };
}
