using System.Collections.Generic;
using System.CommandLine;
using System.Security;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.GoodData;
using TokenTools.Onedata;
using TokenTools.Sandbox;

namespace TokenTools.Cli.Commands;

/// <summary>The command for Test-TemporaryToken and Test-BootstrapToken, depending on the token.</summary>
internal sealed class VerifyCommand : CliCommand
{
    private const string OrganizationVariable = "GOODDATA_HOST";

    private readonly SecretSource _token;
    private readonly Option<string?> _uri;
    private readonly Option<string?> _peerIp;
    private readonly Option<string?> _interface;
    private readonly SecretSource _serviceToken;
    private readonly SecretSource _consumerToken;
    private readonly Option<bool> _allowData;
    private readonly Option<string?> _hostHeader;
    private readonly Option<bool> _wait;
    private readonly SandboxOption _sandbox = new();
    private readonly HttpOptionGroup _http;

    public VerifyCommand()
        : base(
            "verify",
            "Verifies a Onedata token at its Onezone, or a bootstrap token at a GoodData.CN organization. The exit code is 2 if it is not accepted.")
    {
        _token = Secret(new SecretSource("--token", CliVariables.Token, "token", piped: true));
        _uri = Option<string?>("--uri", "The zone's or the organization's address. Or ONEZONE_HOST, GOODDATA_HOST.", "uri");
        _peerIp = Option<string?>("--peer-ip", "Onedata: the IPv4 address from which the token is used.", "address");
        _interface = Option<string?>(
            "--interface", "Onedata: the interface through which it is used: rest, oneclient or graphsync.", "interface");
        _interface.CompletionSources.Add([.. OnedataVocabulary.Interfaces]);
        _serviceToken = Secret(new SecretSource("--service-token", null, "identity token of the service that uses a Onedata token"));
        _consumerToken = Secret(new SecretSource("--consumer-token", null, "identity token of the consumer that uses a Onedata token"));
        _allowData = Option<bool>("--allow-data-access-caveats", "Onedata: accepts data access caveats.");
        _hostHeader = Option<string?>(
            "--host-header", "GoodData: the Host header, by which the platform identifies the organization; the address's host by default.", "host");
        _wait = Option<bool>("--wait", "GoodData: retries while the organization may still be starting, for --timeout-sec, 300 by default.");
        Add(_sandbox);
        _http = new HttpOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools verify --sandbox",
        "tokentools verify --token-file token.txt --uri onezone.example.com",
        "tokentools verify --token-file bootstrap.txt --uri https://analytics.example.com --wait",
    ];

    protected override async Task<int> RunAsync(CommandContext context)
    {
        using var sandbox = _sandbox.Start(context);
        if (sandbox is not null && context.Parsed.GetResult(_uri) is { Implicit: false })
        {
            throw TokenArgumentException.Exclusive("Sandbox", _sandbox.Name, _uri.Name);
        }

        // A sandbox in this process recognizes only its own tokens.
        var token = sandbox is null || _token.IsGiven(context.Parsed) ? _token.Read(context) : await SandboxTokenAsync(sandbox, context);
        if (InspectCommand.IsBootstrap(token))
        {
            RejectOptions(
                context,
                nameof(CliMessages.OptionNotForBootstrapToken),
                _peerIp,
                _interface,
                _serviceToken.File,
                _consumerToken.File,
                _allowData,
                // With --wait, retries are limited by time.
                _http.MaximumRetryCount);
            return await AskOrganizationAsync(context, token, sandbox);
        }

        RejectOptions(context, nameof(CliMessages.OptionNotForOnedataToken), _hostHeader, _wait);
        return await AskZoneAsync(context, token, sandbox);
    }

    private static async Task<SecureString> SandboxTokenAsync(TokenSandbox sandbox, CommandContext context)
    {
        using var onezone = OnezoneConnection.Create(sandbox.ToOnezoneOptions());
        var token = await onezone.CreateTemporaryTokenAsync(new TemporaryTokenRequest(), cancellationToken: context.CancellationToken);
        return token.Secret.ToSecureString();
    }

    private static void RejectOptions(CommandContext context, string errorId, params Option[] options)
    {
        foreach (var option in options)
        {
            if (context.Parsed.GetResult(option) is { Implicit: false })
            {
                throw CliText.ArgumentError(option.Name, errorId, option.Name);
            }
        }
    }

    private static JToken Nullable(object? value) => value is null ? JValue.CreateNull() : JToken.FromObject(value);

    private async Task<int> AskZoneAsync(CommandContext context, SecureString secret, TokenSandbox? sandbox)
    {
        var token = OnedataToken.Decode(secret);
        // Verifying sends no other token; the connection's own is never used.
        using var onezone = OnezoneConnection.Create(new OnezoneConnectionOptions
        {
            Uri = Address(context, sandbox, "Onezone", OnezoneEnvironment.Host),
            Token = secret,
            Http = _http.Read(context.Parsed, sandbox: sandbox is not null),
        });
        var result = await onezone.VerifyAsync(
            token,
            new VerificationContext
            {
                PeerIp = context.Parsed.GetValue(_peerIp),
                Interface = context.Parsed.GetValue(_interface),
                ServiceToken = _serviceToken.IsGiven(context.Parsed) ? _serviceToken.Read(context) : null,
                ConsumerToken = _consumerToken.IsGiven(context.Parsed) ? _consumerToken.Read(context) : null,
                AllowDataAccessCaveats = context.Parsed.GetValue(_allowData),
            },
            context.Progress,
            context.CancellationToken);
        context.Write(new CommandResult(new JObject
        {
            ["valid"] = result.Valid,
            ["reason"] = result.Reason,
            ["message"] = result.Message,
            ["type"] = result.Type,
            ["id"] = result.Id,
            ["subject"] = result.Subject is { } subject
                ? new JObject { ["type"] = subject.Type, ["id"] = subject.Id }
                : JValue.CreateNull(),
            ["timeLeft"] = Nullable(result.TimeLeft is { } left ? (long)left.TotalSeconds : null),
            ["expiresAt"] = Nullable(result.ExpiresAt?.ToUnixTimeSeconds()),
        }.ToString(Formatting.None))
        {
            Rows =
            [
                ("Valid", result.Valid ? "yes" : "no"),
                ("Reason", result.Reason),
                ("Message", result.Message),
                ("Type", result.Type),
                ("Id", result.Id),
                ("Subject", result.Subject?.ToString()),
                ("Expires", result.ExpiresAt is { } ends
                    ? TimeText.Local(ends) + (result.TimeLeft is { } time ? " (" + TimeText.Left(time) + ")" : null)
                    : null),
            ],
        });
        return result.Valid ? ExitCode.Success : ExitCode.Rejected;
    }

    private async Task<int> AskOrganizationAsync(CommandContext context, SecureString secret, TokenSandbox? sandbox)
    {
        var parsed = context.Parsed;
        var token = BootstrapTokenReader.Read(secret);
        using var checker = CreateChecker(context, sandbox, new BootstrapTokenCheckSpec
        {
            HostHeader = parsed.GetValue(_hostHeader),
            Wait = parsed.GetValue(_wait),
            TimeoutSec = _http.TimeoutSec(parsed),
            RetryIntervalSec = _http.RetryIntervalSec(parsed),
            Http = _http.ReadSpec(parsed, sandbox is not null),
        });
        context.Warn(checker.GetWarnings(token));
        var check = await checker.CheckAsync(token, context.Progress, context.CancellationToken);
        if (!check.Accepted)
        {
            // The likely reason.
            context.Warn(token.Warnings);
        }

        context.Write(GoodDataResult.Of(check));
        return check.Accepted ? ExitCode.Success : check.StatusCode is null ? ExitCode.NoResponse : ExitCode.Rejected;
    }

    private BootstrapTokenChecker CreateChecker(CommandContext context, TokenSandbox? sandbox, BootstrapTokenCheckSpec spec)
    {
        var environment = new EnvironmentSource();
        spec.Uri = sandbox?.Uri.AbsoluteUri ?? context.Parsed.GetValue(_uri) ?? environment.Text(nameof(spec.Uri), OrganizationVariable)
            ?? throw NotConnected("GoodData.CN", OrganizationVariable);
        try
        {
            return spec.Build();
        }
        catch (TokenException error)
        {
            error.Vocabulary = environment.Vocabulary;
            throw;
        }
    }

    private string Address(CommandContext context, TokenSandbox? sandbox, string service, string variable) =>
        sandbox?.Uri.AbsoluteUri ?? context.Parsed.GetValue(_uri) ?? EnvironmentVariables.Text(variable)
        ?? throw NotConnected(service, variable);

    private TokenArgumentException NotConnected(string service, string variable) =>
        new("Connection", nameof(Messages.NoConnection), service, CliText.Create(nameof(CliMessages.OptionOrSandbox), _uri.Name), variable);
}
