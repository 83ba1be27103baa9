using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi;
using TokenTools.Onedata;
using TokenTools.Sandbox;

namespace TokenTools.Cli.Commands;

/// <summary>Start-TokenSandbox, for as long as the process runs or the command that it was given.</summary>
internal sealed class SandboxCommand : CliCommand
{
    // The same number on every system that has it.
    private const int Sigterm = 15;

    private readonly Option<int?> _port;
    private readonly Option<double?> _rate;
    private readonly DurationOption _skew = new("--clock-skew", "How far its clock is ahead of this machine's: 5m, or -2h for behind it; 3650 days at most. It goes right by default.", signed: true);
    private readonly Argument<string[]> _command = new("command")
    {
        Description = "A command, behind --, to run with the sandbox's addresses and credentials in its environment. It ends with that command's exit code.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public SandboxCommand()
        : base("sandbox", "Acts out the three services on loopback, with credentials of its own, until Ctrl-C or while a command runs.")
    {
        _port = Option<int?>("--port", "The port to listen on: 1 to 65535, or 0, the default, for a free one.", "n");
        _rate = Option<double?>("--requests-per-second", "The rate limit that each service acts out, such as 10 or 0.5; none by default.", "n");
        // The library's own parser takes a comma for one between thousands: 1,5 would be 15.
        _rate.CustomParser = static result =>
        {
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate))
            {
                return rate;
            }

            result.AddError(CliText.Format(nameof(CliMessages.ValueInvalid), "--requests-per-second", CliText.Format(nameof(CliMessages.Number))));
            return null;
        };
        Add(_skew);
        Add(_command);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools sandbox -- tokentools installer-token ATOM --output text",
        "tokentools sandbox -- sh provision.sh",
        "tokentools sandbox --port 8080 --requests-per-second 10",
    ];

    protected override async Task<int> RunAsync(CommandContext context)
    {
        using var sandbox = TokenSandbox.Start(new SandboxOptions
        {
            Port = context.Parsed.GetValue(_port) ?? 0,
            RequestsPerSecond = context.Parsed.GetValue(_rate),
            ClockSkew = context.Parsed.GetValue(_skew) ?? TimeSpan.Zero,
        });
        var values = Values(sandbox);
        if (context.Parsed.GetValue(_command) is { Length: > 0 } command)
        {
            return await RunAsync(command, values);
        }

        var json = new JObject();
        foreach (var (name, value) in values)
        {
            json[name] = value;
        }

        context.Write(new CommandResult(json.ToString(Formatting.Indented)) { Text = string.Concat(values.Select(static pair => "export " + pair.Name + "='" + pair.Value + "'\n")) });
        context.Terminal.WriteNote(CliText.Format(nameof(CliMessages.SandboxRuns), sandbox.Uri));
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The way in which it is meant to end.
        }

        return ExitCode.Success;
    }

    // What tokentools and the cmdlets read, and what else one needs to use the sandbox.
    private static (string Name, string Value)[] Values(TokenSandbox sandbox) =>
    [
        ("TOKENTOOLS_SANDBOX", sandbox.Uri.AbsoluteUri),
        (BoomiEnvironment.ApiUrl, sandbox.Uri.AbsoluteUri),
        (BoomiEnvironment.AccountId, sandbox.BoomiAccountId),
        (BoomiEnvironment.UserName, sandbox.BoomiUserName),
        (BoomiEnvironment.ApiToken, sandbox.BoomiApiToken),
        (OnezoneEnvironment.Host, sandbox.Uri.AbsoluteUri),
        (OnezoneEnvironment.ApiKey, sandbox.OnezoneUserToken),
        ("ONEZONE_CLUSTER_ID", sandbox.OnezoneClusterId),
        ("GOODDATA_HOST", sandbox.Uri.AbsoluteUri),
        ("GOODDATA_USER_NAME", sandbox.GoodDataUserName),
        (CliVariables.Password, sandbox.GoodDataPassword),
    ];

    private static void Terminate(Process? process)
    {
        if (process is { HasExited: false })
        {
            _ = Kill(process.Id, Sigterm);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    private static async Task<int> RunAsync(string[] command, IEnumerable<(string Name, string Value)> values)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false };
        foreach (var (name, value) in values)
        {
            start.Environment[name] = value;
        }

        Interruption.GracePeriod = Timeout.InfiniteTimeSpan;
        // Ctrl-C reaches the command by itself; a request to end, as docker stop's, reaches this process alone, perhaps before the
        // command has begun. The command decides how to end.
        var gate = new object();
        var told = false;
        Process? process = null;
        void PassOn()
        {
            lock (gate)
            {
                told = true;
                Terminate(process);
            }
        }

        using var passedOn = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => PassOn());
        try
        {
            lock (gate)
            {
                process = Process.Start(start)!;
                if (told)
                {
                    Terminate(process);
                }
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw CliText.ArgumentError("Command", nameof(CliMessages.CommandNotStarted), command[0]);
        }

        using (process)
        {
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        }
    }
}
