using System.Collections.Generic;
using System.CommandLine;
using System.Security;
using System.Threading.Tasks;
using TokenTools.GoodData;

namespace TokenTools.Cli;

/// <summary>The verification of a bootstrap token at an organization of GoodData.CN, with the options for it.</summary>
internal sealed class OrganizationVerification
{
    private readonly SettingOptions<BootstrapTokenCheckSpec> _settings;

    public OrganizationVerification(CliCommand command)
    {
        _settings = new SettingOptions<BootstrapTokenCheckSpec>(command);
        _settings.Add(
            nameof(BootstrapTokenCheckSpec.HostHeader),
            "GoodData: the Host header, by which the platform identifies the organization; the address's host by default. "
                + "Or GOODDATA_OVERRIDE_HOST.",
            "host");
        _settings.Add(
            nameof(BootstrapTokenCheckSpec.Wait),
            "GoodData: retries while the organization may still be starting, until --timeout-sec.");
    }

    /// <summary>The options that apply only to bootstrap tokens.</summary>
    public IEnumerable<Option> Options => _settings.All;

    /// <summary>Verifies a token.</summary>
    /// <param name="context">The command line and the terminal.</param>
    /// <param name="secret">The token.</param>
    /// <param name="spec">The address and how requests are sent.</param>
    /// <param name="environment">What came from environment variables.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        CommandContext context, SecureString secret, BootstrapTokenCheckSpec spec, EnvironmentSource environment)
    {
        var token = BootstrapTokenReader.Read(secret);
        _settings.Read(context.Parsed, spec);
        if (!spec.Http.Sandbox)
        {
            spec.HostHeader ??= environment.Text(nameof(spec.HostHeader), GoodDataEnvironment.OverrideHost);
        }

        using var checker = environment.Create(() => spec.Build());
        context.Warn(checker.GetWarnings(token));
        var check = await checker.CheckAsync(token, context.Progress, context.CancellationToken);
        if (!check.Accepted)
        {
            // The likely reason.
            context.Warn(token.Warnings);
        }

        context.Write(GoodDataResult.Of(check));
        return check.Accepted ? ExitCode.Success : ExitCode.Rejected;
    }
}
