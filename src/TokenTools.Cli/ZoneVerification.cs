using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
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
    private readonly Option _interface;
    private VerificationContext? _use;
    private readonly SecretSource _serviceToken = new("--service-token", null, "identity token of the service that uses a Onedata token", prompts: false);
    private readonly SecretSource _consumerToken = new("--consumer-token", null, "identity token of the consumer that uses a Onedata token", prompts: false);

    public ZoneVerification(CliCommand command)
    {
        _settings = new SettingOptions<VerificationContext>(command);
        _settings.Add(nameof(VerificationContext.PeerIp), "Onedata: the IPv4 address from which the token is used.", "address");
        _interface = _settings.Add(
            nameof(VerificationContext.Interface),
            "Onedata: the interface through which it is used: rest, oneclient or graphsync.",
            "interface",
            CaveatNames.Interfaces);
        command.Add(_serviceToken);
        command.Add(_consumerToken);
        _settings.Add(nameof(VerificationContext.AllowDataAccessCaveats), "Onedata: accepts data access caveats.");
    }

    /// <summary>The interface through which a token is used; null if it is not specified.</summary>
    public string? Interface(ParseResult parsed) => parsed.GetValue((Option<string>)_interface);

    /// <summary>The options that require a zone.</summary>
    public IEnumerable<Option> OnlineOptions => Options.Where(option => option != _interface);

    /// <summary>The options that apply only to Onedata tokens.</summary>
    public IEnumerable<Option> Options => [.. _settings.All, _serviceToken.File, _consumerToken.File];

    /// <summary>Verifies a token.</summary>
    /// <param name="context">The command line and the terminal.</param>
    /// <param name="secret">The token.</param>
    /// <param name="address">The zone's address.</param>
    /// <param name="http">How the request is sent.</param>
    /// <param name="environment">What came from environment variables.</param>
    /// <param name="write">Writes the result.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        CommandContext context,
        SecureString secret,
        string address,
        HttpOptions http,
        EnvironmentSource environment,
        Action<CommandResult> write)
    {
        var token = OnedataToken.Decode(secret);
        context.Note(token.Around);
        // Verifying sends no other token; the connection's own is never used.
        var options = new OnezoneConnectionOptions { Uri = address, Token = secret, Http = http };
        using var onezone = environment.Connect(() => OnezoneConnection.Create(options));
        _use ??= _settings.Read(context.Parsed, new VerificationContext
        {
            ServiceToken = _serviceToken.IsSpecified(context.Parsed) ? _serviceToken.Read(context) : null,
            ConsumerToken = _consumerToken.IsSpecified(context.Parsed) ? _consumerToken.Read(context) : null,
        });
        var result = await onezone.VerifyAsync(token, _use, context.Progress, context.CancellationToken);
        write(OnedataResult.Of(result));
        return result.Valid switch
        {
            true => ExitCode.Success,
            false => ExitCode.Rejected,
            null => ExitCode.Undetermined,
        };
    }
}
