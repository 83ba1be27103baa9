using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;
using TokenTools.Onedata;

namespace TokenTools.Cli.Commands;

/// <summary>The command for Get-TokenScope.</summary>
internal sealed class ScopeCommand : CliCommand
{
    private readonly SecretSource _token;
    private readonly SecretSource _consumerToken;
    private readonly Option<string?> _uri;
    private readonly HttpOptionGroup _http;

    public ScopeCommand()
        : base(
            "scope",
            "Shows the data that Onedata access tokens, one per line, give access to: spaces, Oneproviders, and whether it can be changed.")
    {
        _token = Add(new SecretSource("--token", CliVariables.Token, "access token", piped: true));
        _consumerToken = Add(new SecretSource(
            "--consumer-token", null, "identity token of the consumer that uses the tokens", prompts: false));
        _uri = Option<string?>("--uri", "The zone's host or https address. Or ONEZONE_HOST.", "uri");
        _http = new HttpOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools scope --token-file token.txt --uri onezone.example.com --output text",
    ];

    protected override Task<int> RunAsync(CommandContext context)
    {
        var environment = new EnvironmentSource();
        var address = context.Parsed.GetValue(_uri) ?? environment.Text("Uri", OnezoneEnvironment.Host)
            ?? throw CliText.NoConnection("Onezone", _uri, OnezoneEnvironment.Host);
        var http = _http.Read(context, sandbox: false);
        var tokens = _token.ReadLines(context);
        var consumer = _consumerToken.IsSpecified(context.Parsed) ? _consumerToken.Read(context) : null;
        return TokenBatch.RunAsync(context, tokens, async (secret, write) =>
        {
            var token = OnedataToken.Decode(secret);
            context.Note(token.Around);
            // The connection's own token is never sent.
            var options = new OnezoneConnectionOptions { Uri = address, Token = secret, Http = http };
            using var onezone = environment.Connect(() => OnezoneConnection.Create(options));
            write(OnedataResult.Of(await onezone.Scopes.GetAsync(token, consumer, context.Progress, context.CancellationToken)));
            return ExitCode.Success;
        });
    }
}
