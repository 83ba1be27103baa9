using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Security;
using System.Threading.Tasks;
using TokenTools.GoodData;
using TokenTools.Onedata;
using TokenTools.Sandbox;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>The command for Test-TemporaryToken and Test-BootstrapToken, depending on the token.</summary>
internal sealed class VerifyCommand : CliCommand
{
    private readonly SecretSource _token;
    private readonly Option<string?> _uri;
    private readonly ZoneVerification _zone;
    private readonly OfflineVerification _offline;
    private readonly OrganizationVerification _organization;
    private readonly SandboxOption _sandbox = new();
    private readonly HttpOptionGroup _http;

    public VerifyCommand()
        : base(
            "verify",
            "Verifies Onedata tokens, one per line, at their Onezone or offline, or a bootstrap token at a GoodData.CN organization. " +
            "The exit code is 2 if a token is not accepted, and 5 if that depends on what is not known.")
    {
        _token = Add(new SecretSource("--token", CliVariables.Token, "token", piped: true));
        _uri = Option<string?>(
            "--uri",
            "The zone's or the organization's address. Or ONEZONE_HOST, GOODDATA_HOST, with the token in ONEZONE_API_KEY or GOODDATA_TOKEN.",
            "uri");
        _zone = new ZoneVerification(this);
        _offline = new OfflineVerification(this);
        _organization = new OrganizationVerification(this);
        Add(_sandbox);
        _http = new HttpOptionGroup(
            this, "The time limit of one request to a Onezone, or of the whole verification by an organization, in seconds: 1 to 86400; "
                + "100 by default, 300 with --wait.");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools verify --sandbox",
        "tokentools verify --token-file token.txt --uri onezone.example.com",
        "tokentools verify --token-file token.txt --offline --purpose oneclient",
        "tokentools verify --token-file bootstrap.txt --uri https://analytics.example.com --wait",
    ];

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var parsed = context.Parsed;
        if (_offline.IsRequested(parsed))
        {
            parsed.Reject(
                nameof(CliMessages.OptionNotOffline),
                [_uri, _sandbox, .. _zone.OnlineOptions, .. _organization.Options, .. _http.All]);
            return await _offline.RunAsync(context, _token.ReadLines(context), _zone.Interface(parsed));
        }

        parsed.Reject(nameof(CliMessages.OptionOnlyOffline), _offline.Options);
        using var sandbox = _sandbox.Start(context, [_uri]);
        var environment = new EnvironmentSource();
        var tokens = sandbox is null
            // A piped token precedes that of the environment, with which it was probably created.
            ? !_token.IsSpecified(parsed) && PlatformToken(environment) is { } own
                ? (context.Terminal.HasPipedInput ? _token.TryReadLines(context) : null) ?? [own]
                : _token.ReadLines(context)
            // A token that is specified or piped is verified even though a sandbox that starts with this process recognizes only its own.
            : _token.TryReadLines(context) ?? [await SandboxTokenAsync(sandbox, context)];
        return await TokenBatch.RunAsync(
            context, tokens, (token, write) => VerifyAsync(context, token, sandbox, environment, write));
    }

    private async Task<int> VerifyAsync(
        CommandContext context, SecureString token, TokenSandbox? sandbox, EnvironmentSource environment, Action<CommandResult> write)
    {
        var parsed = context.Parsed;
        // Before anything is said about an address or an option of another platform. A JSON Web Token has an error of its own.
        if (TokenKinds.FindOther(
            SecureText.Reveal(token),
            [TokenForm.Kind, ApiTokenForm.BootstrapKind, ApiTokenForm.Kind, TokenKinds.JsonWebToken],
            CliText.Create(nameof(CliMessages.VerifiableToken))) is { } other)
        {
            throw new TokenFormatException(other);
        }

        if (!InspectCommand.IsBootstrap(token))
        {
            parsed.Reject(nameof(CliMessages.OptionNotForOnedataToken), _organization.Options);
            var address = Address(context, sandbox, environment, "Onezone", OnezoneEnvironment.Host);
            return await _zone.RunAsync(
                context, token, address, _http.Read(context, sandbox: sandbox is not null), environment, write);
        }

        // With --wait, retries are limited by time.
        parsed.Reject(nameof(CliMessages.OptionNotForBootstrapToken), [.. _zone.Options, _http.MaximumRetryCount]);
        var http = _http.ReadSpec(context, sandbox is not null);
        var spec = new BootstrapTokenCheckSpec
        {
            Uri = Address(context, sandbox, environment, "GoodData.CN", GoodDataEnvironment.Host),
            TimeoutSec = _http.TimeoutSec(parsed, http),
            RetryIntervalSec = _http.RetryIntervalSec(parsed, http),
            Http = http,
        };
        return await _organization.RunAsync(context, token, spec, environment);
    }

    // The variable of the platform whose host is specified the same way, unless the general one is.
    private static SecureString? PlatformToken(EnvironmentSource environment) =>
        EnvironmentVariables.Text(CliVariables.Token) is not null ? null
        : (EnvironmentVariables.Text(GoodDataEnvironment.Host) is not null ? GoodDataEnvironment.Secret(environment) : null)
            ?? (EnvironmentVariables.Text(OnezoneEnvironment.Host) is not null ? OnezoneEnvironment.Secret(environment) : null);

    private static async Task<SecureString> SandboxTokenAsync(TokenSandbox sandbox, CommandContext context)
    {
        using var onezone = OnezoneConnection.Create(sandbox.ToOnezoneOptions());
        var token = await onezone.CreateTemporaryTokenAsync(new TemporaryTokenRequest(), cancellationToken: context.CancellationToken);
        return token.Secret.ToSecureString();
    }

    private string Address(CommandContext context, TokenSandbox? sandbox, EnvironmentSource environment, string service, string variable) =>
        sandbox?.Uri.AbsoluteUri ?? context.Parsed.GetValue(_uri) ?? environment.Text("Uri", variable)
        ?? throw CliText.NoConnection(service, _uri, variable);
}
