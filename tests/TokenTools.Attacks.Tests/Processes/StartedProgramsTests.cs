using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Support;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Attacks.Tests.Processes;

/// <summary>
/// No argument and no environment variable of any program that tokentools starts, itself included, contains a secret that it was given in
/// a file or on standard input, or one that it issues: every user reads /proc/*/cmdline, and the same user /proc/*/environ.
/// </summary>
public sealed class StartedProgramsTests : IDisposable
{
    private static readonly string[] Trace = ["-f", "--seccomp-bpf", "-qq", "-v", "-s", "65536", "-e", "trace=execve,execveat", "-o"];

    private readonly TokenSandbox _sandbox = TokenSandbox.Start();
    private readonly string _log = Path.GetTempFileName();

    public static TheoryData<string> Commands { get; } = new(AttackSize.Sample(
        ["installer-token", "temporary-token", "verify", "confine", "inspect", "bootstrap-token", "password-hash"], index: 0, count: 3));

    public void Dispose()
    {
        _sandbox.Dispose();
        File.Delete(_log);
    }

    [StraceTheory]
    [MemberData(nameof(Commands))]
    public async Task Command_SecretOnStandardInput_IsInNoArgumentsAndNoEnvironment(string command)
    {
        var (secret, arguments) = Input(command);
        var address = _sandbox.Uri.AbsoluteUri;
        (string, string)[] variables =
        [
            ("BOOMI_API_URL", address), ("BOOMI_ACCOUNT_ID", _sandbox.BoomiAccountId), ("BOOMI_USERNAME", _sandbox.BoomiUserName),
            ("ONEZONE_HOST", address), ("NO_PROXY", "127.0.0.1"),
        ];

        var result = await ExternalProgram.RunAsync(TokenToolsProcess.Start([command, .. arguments], variables, ["strace", .. Trace, _log]), secret);

        Assert.True(result.ExitCode == 0, result.Error);
        // A thread that ends while strace attaches to it leaves a line without a program.
        var started = (await File.ReadAllLinesAsync(_log)).Where(static line => !line.EndsWith(" <detached ...>", StringComparison.Ordinal)).ToArray();
        Assert.Contains("tokentools.dll", Assert.Single(started), StringComparison.Ordinal);
        Assert.All(Secrets(result.Output).Append(secret), issued => Assert.DoesNotContain(issued, started[0], StringComparison.Ordinal));
    }

    private (string Secret, string[] Arguments) Input(string command) => command switch
    {
        "installer-token" => (_sandbox.BoomiApiToken, ["ATOM", "--api-token-file", "-", "-v"]),
        "temporary-token" => (_sandbox.OnezoneUserToken, ["--valid-for", "10m", "--token-file", "-", "-v"]),
        "bootstrap-token" => ("a-password-of-no-service", ["--user-name", "admin", "--password-file", "-"]),
        "password-hash" => ("a-password-of-no-service", ["--password-file", "-"]),
        "confine" => (_sandbox.OnezoneUserToken, ["--token-file", "-", "--valid-for", "5m"]),
        _ => (_sandbox.OnezoneUserToken, ["--token-file", "-"]),
    };

    // Every long text of the result: a token is one of them.
    private static IEnumerable<string> Secrets(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. Texts(document.RootElement).Where(static text => text.Length > 30)];
    }

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static member => Texts(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    /// <summary>A theory that needs strace; skipped, with the reason, where it cannot run.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class StraceTheoryAttribute : TheoryAttribute
    {
        public StraceTheoryAttribute() => Skip = ExternalProgram.Missing("strace", [.. Trace, "/dev/null", "true"]);
    }
}
