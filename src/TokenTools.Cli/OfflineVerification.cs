using System.Collections.Generic;
using System.CommandLine;
using System.Security;
using System.Threading.Tasks;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Onedata.Purposes;

namespace TokenTools.Cli;

/// <summary>The check of Onedata tokens without a server, with the options for it.</summary>
internal sealed class OfflineVerification
{
    private readonly Option<bool> _offline = new("--offline")
    {
        Description = "Onedata: evaluates the caveats, or a purpose, without a server. What the options do not specify is unknown.",
    };

    private readonly SettingOptions<OfflineCheckSpec> _settings;

    public OfflineVerification(CliCommand command)
    {
        command.Add(_offline);
        _settings = new SettingOptions<OfflineCheckSpec>(command);
        _settings.Add(
            nameof(OfflineCheckSpec.Purpose),
            "With --offline, the purpose: " + string.Join(", ", TokenPurposes.All) + ".",
            "purpose",
            TokenPurposes.Descriptions.Keys);
        _settings.Add(nameof(OfflineCheckSpec.At), "With --offline, the time at which the token is used; now by default.", "time");
        _settings.Add(nameof(OfflineCheckSpec.IpAddress), "With --offline, the IPv4 address from which it is used.", "address");
        _settings.Add(nameof(OfflineCheckSpec.Service), "With --offline, the service: ozw-onezone, ozp-onezone, opw-ID or opp-ID.", "service");
        _settings.Add(nameof(OfflineCheckSpec.Consumer), "With --offline, the consumer: usr-ID or prv-ID.", "consumer");
        _settings.Add(nameof(OfflineCheckSpec.DataPath), "With --offline, the file or directory: /SPACEID/directory.", "path");
    }

    /// <summary>The options that apply only to the check without a server.</summary>
    public IEnumerable<Option> Options => _settings.All;

    /// <summary>True if the check without a server is requested.</summary>
    public bool IsRequested(ParseResult parsed) => parsed.IsOn(_offline);

    /// <summary>Checks tokens.</summary>
    /// <param name="context">The command line and the terminal.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="interfaceName">The interface; null if it is not known.</param>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(CommandContext context, IReadOnlyList<SecureString> tokens, string? interfaceName)
    {
        var spec = _settings.Read(context.Parsed, new OfflineCheckSpec());
        spec.Interface = interfaceName;
        var check = spec.Build();
        return TokenBatch.RunAsync(context, tokens, (secret, write) =>
        {
            var token = OnedataToken.Decode(secret);
            context.Note(token.Around);
            var caveats = check.EvaluateCaveats(token);
            var purpose = check.EvaluatePurpose(token);
            var outcome = OfflineCheck.Summarize(caveats, purpose);
            write(OnedataResult.Of(token, outcome, caveats, purpose));
            return Task.FromResult(outcome switch
            {
                CaveatOutcome.Satisfied => ExitCode.Success,
                CaveatOutcome.NotSatisfied => ExitCode.Rejected,
                _ => ExitCode.Undetermined,
            });
        });
    }
}
