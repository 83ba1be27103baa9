using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Security;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.GoodData;
using TokenTools.Onedata;
using TokenTools.Sandbox;

namespace TokenTools.Cli.Commands;

/// <summary>Test-TemporaryToken and Test-BootstrapToken: which of them, the token tells.</summary>
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
        : base("verify", "Has an Onezone verify an Onedata token, or asks an organization of GoodData.CN about a bootstrap token. Ends with 2 if it is not accepted.")
    {
        _token = Secret(new SecretSource("--token", CliVariables.Token, "token", piped: true));
        _uri = Option<string?>("--uri", "The zone's or the organization's address. Or ONEZONE_HOST, GOODDATA_HOST.", "uri");
        _peerIp = Option<string?>("--peer-ip", "Onedata: the IPv4 address that the token is used from.", "address");
        _interface = Option<string?>("--interface", "Onedata: the interface that it is used through: rest, oneclient or graphsync.", "interface");
        _interface.CompletionSources.Add([.. OnedataVocabulary.Interfaces]);
        _serviceToken = Secret(new SecretSource("--service-token", null, "identity token of the service that uses an Onedata token"));
        _consumerToken = Secret(new SecretSource("--consumer-token", null, "identity token of whoever uses an Onedata token"));
        _allowData = Option<bool>("--allow-data-access-caveats", "Onedata: lets caveats on data pass.");
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
        // A sandbox that begins and ends with this process knows no token but its own.
        var token = sandbox is null || _token.IsGiven(context.Parsed) ? _token.Read(context) : await SandboxTokenAsync(sandbox, context);
        return InspectCommand.IsBootstrap(token) ? await AskOrganizationAsync(context, token, sandbox) : await AskZoneAsync(context, token, sandbox);
    }

    private static async Task<SecureString> SandboxTokenAsync(TokenSandbox sandbox, CommandContext context)
    {
        using var onezone = OnezoneConnection.Create(sandbox.ToOnezoneOptions());
        return (SecureString)(await onezone.CreateTemporaryTokenAsync(new TemporaryTokenRequest(), cancellationToken: context.CancellationToken)).Token;
    }

    private static JToken Nullable(object? value) => value is null ? JValue.CreateNull() : JToken.FromObject(value);

    private async Task<int> AskZoneAsync(CommandContext context, SecureString given, TokenSandbox? sandbox)
    {
        var token = OnedataToken.Decode(given);
        // To verify a token, none is sent besides; the connection's own is never used.
        using var onezone = OnezoneConnection.Create(new OnezoneConnectionOptions
        {
            Uri = Address(context, sandbox, "Onezone", EnvironmentVariables.OnezoneHost),
            Token = given,
            Http = _http.Read(context.Parsed),
        });
        var found = await onezone.VerifyAsync(
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
            ["valid"] = found.Valid,
            ["reason"] = found.Reason,
            ["message"] = found.Message,
            ["type"] = found.Type,
            ["id"] = found.Id,
            ["subject"] = found.Subject is { } subject ? new JObject { ["type"] = subject.Type, ["id"] = subject.Id } : JValue.CreateNull(),
            ["timeLeft"] = Nullable(found.TimeLeft is { } left ? (long)left.TotalSeconds : null),
            ["expiresAt"] = Nullable(found.ExpiresAt?.ToUnixTimeSeconds()),
        }.ToString(Formatting.None))
        {
            Rows =
            [
                ("Valid", found.Valid ? "yes" : "no"),
                ("Reason", found.Reason),
                ("Message", found.Message),
                ("Type", found.Type),
                ("Id", found.Id),
                ("Subject", found.Subject?.ToString()),
                ("Expires", found.ExpiresAt is { } ends ? TimeText.Local(ends) + (found.TimeLeft is { } time ? " (" + TimeText.Left(time) + ")" : null) : null),
            ],
        });
        return found.Valid ? ExitCode.Done : ExitCode.Refused;
    }

    private async Task<int> AskOrganizationAsync(CommandContext context, SecureString secret, TokenSandbox? sandbox)
    {
        var parsed = context.Parsed;
        RejectOnedataOptions(parsed);
        var token = BootstrapTokenReader.Read(secret);
        var spec = new BootstrapTokenCheckSpec
        {
            Uri = Address(context, sandbox, "GoodData.CN", OrganizationVariable),
            HostHeader = parsed.GetValue(_hostHeader),
            Wait = parsed.GetValue(_wait),
            TimeoutSec = _http.TimeoutSec(parsed),
            RetryIntervalSec = _http.RetryIntervalSec(parsed),
            Http = _http.Read(parsed),
        };
        using var checker = Build(spec, isFromEnvironment: sandbox is null && parsed.GetValue(_uri) is null);
        context.Warn(checker.GetWarnings(token));
        var check = await checker.CheckAsync(token, context.Progress, context.CancellationToken);
        if (!check.Accepted)
        {
            // The likely reason.
            context.Warn(token.Warnings);
        }

        context.Write(GoodDataResult.Of(check));
        return check.Accepted ? ExitCode.Done : check.StatusCode is null ? ExitCode.NoAnswer : ExitCode.Refused;
    }

    // An error about an address from the environment names the variable.
    private static BootstrapTokenChecker Build(BootstrapTokenCheckSpec spec, bool isFromEnvironment)
    {
        try
        {
            return spec.Build();
        }
        catch (TokenArgumentException error) when (isFromEnvironment)
        {
            error.Vocabulary = Vocabulary.Current.WithSources(
                new Dictionary<string, string> { [nameof(BootstrapTokenCheckSpec.Uri)] = OrganizationVariable });
            throw;
        }
    }

    private void RejectOnedataOptions(ParseResult parsed)
    {
        Option[] options =
        [
            _peerIp, _interface, _serviceToken.File, _consumerToken.File, _allowData,
            // A check is repeated with --wait alone.
            .. Options.Where(static option => option.Name == "--maximum-retry-count"),
        ];
        foreach (var option in options.Where(option => parsed.GetResult(option) is { Implicit: false }))
        {
            throw CliText.ArgumentError("Token", nameof(CliMessages.OptionForOnedataOnly), option.Name);
        }
    }

    private string Address(CommandContext context, TokenSandbox? sandbox, string service, string variable) =>
        sandbox is not null && context.Parsed.GetValue(_uri) is not null
        ? throw CliText.ArgumentError("Uri", nameof(CliMessages.NotBoth), _sandbox.Name, _uri.Name)
        : sandbox?.Uri.AbsoluteUri ?? context.Parsed.GetValue(_uri) ?? EnvironmentVariables.Text(variable)
        ?? throw new TokenArgumentException("Uri", nameof(Messages.CliNoConnection), service, _uri.Name, variable);
}
