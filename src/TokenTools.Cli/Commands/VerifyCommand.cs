using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
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
    private const int DefaultWaitSec = 300;
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
        _hostHeader = Option<string?>("--host-header", "GoodData: the Host header, where the address isn't the organization's host name.", "host");
        _wait = Option<bool>("--wait", "GoodData: asks again while the organization may still appear, for --timeout-sec, 300 by default.");
        Add(_sandbox);
        _http = new HttpOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools verify --sandbox",
        "tokentools verify --token-file token.txt --uri onezone.example.com",
        "tokentools verify --token-file bootstrap.txt --uri https://analytics.example.com --wait",
    ];

    protected override async Task<int> RunAsync(Run run)
    {
        using var sandbox = _sandbox.Start(run);
        // A sandbox that begins and ends with this process knows no token but its own.
        var token = sandbox is null || _token.IsGiven(run.Parsed) ? _token.Read(run) : await SandboxTokenAsync(sandbox, run);
        return InspectCommand.IsBootstrap(token) ? await AskOrganizationAsync(run, token, sandbox) : await AskZoneAsync(run, token, sandbox);
    }

    private static async Task<SecureString> SandboxTokenAsync(TokenSandbox sandbox, Run run)
    {
        using var onezone = OnezoneConnection.Create(sandbox.ToOnezoneOptions());
        return (SecureString)(await onezone.CreateTemporaryTokenAsync(new TemporaryTokenRequest(), stop: run.Stop)).Token;
    }

    private static string? Translated(string? message) => message is null ? null : CommandWords.Translate(message);

    private static JToken Nullable(object? value) => value is null ? JValue.CreateNull() : JToken.FromObject(value);

    private async Task<int> AskZoneAsync(Run run, SecureString given, TokenSandbox? sandbox)
    {
        var token = OnedataToken.Decode(given);
        // To verify a token, none is sent besides; the connection's own is never used.
        using var onezone = OnezoneConnection.Create(new OnezoneConnectionOptions
        {
            Uri = Address(run, sandbox, "Onezone", EnvironmentVariables.OnezoneHost),
            Token = given,
            Http = _http.Read(run.Parsed),
        });
        var found = await onezone.VerifyAsync(
            token,
            new VerificationSituation
            {
                PeerIp = run.Parsed.GetValue(_peerIp),
                Interface = run.Parsed.GetValue(_interface),
                ServiceToken = _serviceToken.IsGiven(run.Parsed) ? _serviceToken.Read(run) : null,
                ConsumerToken = _consumerToken.IsGiven(run.Parsed) ? _consumerToken.Read(run) : null,
                AllowDataAccessCaveats = run.Parsed.GetValue(_allowData),
            },
            run.Tell,
            run.Stop);
        run.Write(new Result(new JObject
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

    private async Task<int> AskOrganizationAsync(Run run, SecureString given, TokenSandbox? sandbox)
    {
        var token = BootstrapTokenReader.Read(given);
        var wait = run.Parsed.GetValue(_wait);
        var http = _http.Read(run.Parsed, timeout: wait ? DefaultWaitSec : null);
        using var checker = BootstrapTokenChecker.Create(new BootstrapTokenCheckOptions
        {
            Uri = Address(run, sandbox, "GoodData.CN", OrganizationVariable),
            HostHeader = run.Parsed.GetValue(_hostHeader),
            Wait = wait ? http.Timeout : null,
            Http = http,
        });
        run.Warn(checker.WarningsOf(token));
        var found = await checker.CheckAsync(token, run.Tell, run.Stop);
        if (!found.Accepted)
        {
            run.Warn(token.Warnings);
        }

        run.Write(new Result(new JObject
        {
            ["accepted"] = found.Accepted,
            ["reason"] = Translated(found.Reason),
            ["reasonId"] = found.ReasonId,
            ["advice"] = Translated(found.Advice),
            ["organizationId"] = found.OrganizationId,
            ["organizationName"] = found.OrganizationName,
            ["userId"] = found.UserId,
            ["permissions"] = new JArray(found.Permissions),
            ["canManage"] = found.CanManage,
            ["statusCode"] = found.StatusCode,
            ["attempts"] = found.Attempts,
        }.ToString(Formatting.None))
        {
            Rows =
            [
                ("Accepted", found.Accepted ? "yes" : "no"),
                ("Reason", Translated(found.Reason)),
                ("Advice", Translated(found.Advice)),
                ("Organization", found.OrganizationName is null ? found.OrganizationId : found.OrganizationName + " (" + found.OrganizationId + ")"),
                ("User", found.UserId),
                ("Permissions", string.Join(", ", found.Permissions)),
                ("Attempts", found.Attempts.ToString(CultureInfo.InvariantCulture)),
            ],
        });
        return found.Accepted ? ExitCode.Done : found.StatusCode is null ? ExitCode.NoAnswer : ExitCode.Refused;
    }

    private string Address(Run run, TokenSandbox? sandbox, string service, string variable) =>
        sandbox?.Uri.AbsoluteUri ?? run.Parsed.GetValue(_uri) ?? EnvironmentVariables.Text(variable)
        ?? throw new TokenArgumentException("Uri", nameof(Messages.CliNoConnection), service, _uri.Name, variable);
}
