using System.Collections.Generic;
using System.CommandLine;
using System.Security;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Cli;

/// <summary>The verification of a Onedata token at its Onezone, with the options for it.</summary>
internal sealed class ZoneVerification
{
    private readonly SettingOptions<VerificationContext> _settings;
    private readonly SecretSource _serviceToken = new("--service-token", null, "identity token of the service that uses a Onedata token", prompts: false);
    private readonly SecretSource _consumerToken = new("--consumer-token", null, "identity token of the consumer that uses a Onedata token", prompts: false);

    public ZoneVerification(CliCommand command)
    {
        _settings = new SettingOptions<VerificationContext>(command);
        _settings.Add(nameof(VerificationContext.PeerIp), "Onedata: the IPv4 address from which the token is used.", "address");
        _settings.Add(
            nameof(VerificationContext.Interface),
            "Onedata: the interface through which it is used: rest, oneclient or graphsync.",
            "interface",
            CaveatNames.Interfaces);
        command.Add(_serviceToken);
        command.Add(_consumerToken);
        _settings.Add(nameof(VerificationContext.AllowDataAccessCaveats), "Onedata: accepts data access caveats.");
    }

    /// <summary>The options that apply only to Onedata tokens.</summary>
    public IEnumerable<Option> Options => [.. _settings.All, _serviceToken.File, _consumerToken.File];

    /// <summary>Verifies a token.</summary>
    /// <param name="context">The command line and the terminal.</param>
    /// <param name="secret">The token.</param>
    /// <param name="address">The zone's address.</param>
    /// <param name="http">How the request is sent.</param>
    /// <param name="environment">What came from environment variables.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        CommandContext context, SecureString secret, string address, HttpOptions http, EnvironmentSource environment)
    {
        var token = OnedataToken.Decode(secret);
        // Verifying sends no other token; the connection's own is never used.
        var options = new OnezoneConnectionOptions { Uri = address, Token = secret, Http = http };
        using var onezone = environment.Connect(() => OnezoneConnection.Create(options));
        var use = _settings.Read(context.Parsed, new VerificationContext
        {
            ServiceToken = _serviceToken.IsGiven(context.Parsed) ? _serviceToken.Read(context) : null,
            ConsumerToken = _consumerToken.IsGiven(context.Parsed) ? _consumerToken.Read(context) : null,
        });
        var result = await onezone.VerifyAsync(token, use, context.Progress, context.CancellationToken);
        context.Write(OnedataResult.Of(result));
        return result.Valid ? ExitCode.Success : ExitCode.Rejected;
    }
}
