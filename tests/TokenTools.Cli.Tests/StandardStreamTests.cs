using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>Standard streams that are closed, full, or have no reader, as a shell makes them.</summary>
public sealed class StandardStreamTests : CliTest
{
    // Starts the command with standard output connected to a pipe whose reader has ended.
    private const string WithoutReader = "exec 3> >(:); wait $!; \"$@\" >&3", Closed = "\"$@\" >&-", Full = "\"$@\" > /dev/full";

    private const string NoEffect = "Nothing was issued or changed, so the command can be repeated.";

    /// <summary>Each command that issues nothing at a service.</summary>
    public static TheoryData<string> LocalCommands { get; } =
    [
        "bootstrap-token --user-name admin --generate-password",
        "password-hash",
        "organization-manifest alpha alpha.example.com --admin-user admin --password-hash-file hash.txt",
        "inspect",
        "confine --valid-for 5m",
        "verify",
        "verify --sandbox",
        "sandbox",
    ];

    /// <summary>The command line's own texts.</summary>
    public static TheoryData<string> Texts { get; } =
        ["--help", "installer-token --help", "help installer-token", "completion bash", "--version"];

    [BashTheory]
    [MemberData(nameof(LocalCommands))]
    public async Task Run_LocalCommandWithoutReader_ExitsWith1AndSaysThatNothingWasIssued(string command)
    {
        Refused(await ShellAsync(WithoutReader, command), 1, "the program that reads standard output has ended. " + NoEffect);
        Refused(await ShellAsync(Closed, command), 1, "standard output is closed. " + NoEffect);
        if (OperatingSystem.IsLinux())
        {
            Refused(await ShellAsync(Full, command), 1, NoEffect);
        }
    }

    [BashTheory]
    [MemberData(nameof(Texts))]
    public async Task Run_TextWithoutReader_EndsSilently(string command)
    {
        var outcome = await ShellAsync(WithoutReader, command);
        Assert.Equal((0, string.Empty, string.Empty), (outcome.ExitCode, outcome.Output, outcome.Error));
        Refused(await ShellAsync(Closed, command), 1, "standard output is closed. " + NoEffect);
        if (OperatingSystem.IsLinux())
        {
            Refused(await ShellAsync(Full, command), 1, NoEffect);
        }
    }

    [BashTheory]
    [InlineData("installer-token ATOM", WithoutReader)]
    [InlineData("installer-token ATOM --output text", Closed)]
    [InlineData("temporary-token --output token", WithoutReader)]
    [InlineData("temporary-token", Closed)]
    [InlineData("boomi-environment Test", WithoutReader)]
    [InlineData("boomi-attachment --atom-id a --environment-id b", Closed)]
    [InlineData("gooddata-user ada@example.com", WithoutReader)]
    [InlineData("revoke temporary", Closed)]
    [InlineData("revoke named --name ci", Closed)]
    public async Task Run_IssuingCommandWithoutReader_RequestsNoToken(string command, string shell)
    {
        Environment["GOODDATA_TOKEN"] = BootstrapToken();
        Refused(await ShellAsync(shell, command), 1, NoEffect);
        Assert.Empty(Sandbox.Requests);
    }

    [BashTheory]
    [InlineData("installer-token ATOM", "An installer token for ATOM was created in account {account} but not returned. It cannot be revoked and is valid until 20")]
    [InlineData("installer-token broker -o token", "An installer token for BROKER was created in account {account} but not returned.")]
    [InlineData("temporary-token --valid-for 10m", "A temporary token (accessToken) was issued by the Onezone at 127.0.0.1 but not returned. It is valid until 20")]
    public async Task Run_IssuedTokenDoesNotFit_ExitsWith4AndNamesIt(string command, string message)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        message = message.Replace("{account}", Sandbox.BoomiAccountId, StringComparison.Ordinal);
        Refused(await ShellAsync(Full, command), 4, "The result cannot be written: No space left on device. " + message);
    }

    [BashTheory]
    [InlineData("boomi-environment Test")]
    [InlineData("gooddata-user ada@example.com")]
    [InlineData("revoke temporary")]
    public async Task Run_ResultOfAChangeDoesNotFit_ExitsWith4(string command)
    {
        if (OperatingSystem.IsLinux())
        {
            Environment["GOODDATA_TOKEN"] = BootstrapToken();
            Refused(await ShellAsync(Full, command), 4, "No space left on device. The service has carried out the request.");
        }
    }

    [BashTheory]
    [InlineData(0, 1)]
    [InlineData(7, 7)]
    public async Task Run_OutputOfCommandCannotBeWritten_Fails(int code, int expected)
    {
        File("command.sh", "echo lost; exit " + code);

        // Other systems have no device that is always full.
        var outcome = await ShellAsync(OperatingSystem.IsLinux() ? Full : Closed, "run -- sh command.sh");

        Assert.Equal(expected, outcome.ExitCode);
        var reason = OperatingSystem.IsLinux() ? "No space left on device" : "standard output is closed";
        Assert.Contains(
            $"The output of the command cannot be written: {reason}. The exit code of the command is {code}.",
            outcome.Error,
            StringComparison.Ordinal);
    }

    [BashFact]
    public async Task Run_OutputOfCommandHasNoReader_ReturnsItsExitCode()
    {
        File("command.sh", "echo lost; exit 3");

        var outcome = await ShellAsync(WithoutReader, "run -- sh command.sh");

        Assert.Equal((3, string.Empty), (outcome.ExitCode, outcome.Error));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    [InlineData("token")]
    public async Task Run_ReaderEndsDuringTheRequest_ExitsWith4AndNamesTheToken(string output)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Environment["BOOMI_API_URL"] = "http://" + listener.LocalEndpoint;
        using var process = Process.Start(Tool.Start(["installer-token", "ATOM", "--output", output], Environment))!;
        using (var connection = await listener.AcceptSocketAsync())
        {
            await connection.ReceiveAsync(new byte[65536]);
            process.StandardOutput.Dispose();
            var body = "{\"@type\":\"InstallerToken\",\"installType\":\"ATOM\",\"token\":\"atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5\","
                + "\"expiration\":\"2035-02-07T23:02:51.207Z\",\"created\":\"2035-02-07T22:02:51.207Z\",\"accountId\":\"" + Sandbox.BoomiAccountId
                + "\",\"durationMinutes\":60}";
            await connection.SendAsync(Encoding.ASCII.GetBytes(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + body.Length + "\r\n\r\n" + body));
        }

        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(4, process.ExitCode);
        Assert.Contains("created in account " + Sandbox.BoomiAccountId, error, StringComparison.Ordinal);
        Assert.Contains("valid until 2035-02-07 23:03 UTC", error, StringComparison.Ordinal);
        Assert.DoesNotContain("963f3eb3", error, StringComparison.Ordinal);
    }

    [BashTheory]
    [InlineData("inspect")]
    [InlineData("confine --valid-for 5m")]
    [InlineData("verify")]
    [InlineData("organization-manifest alpha alpha.example.com")]
    public async Task Run_StandardInputClosed_SaysThatTheTokenIsMissing(string command)
    {
        Environment["TOKENTOOLS_TOKEN"] = null;
        // Which verify would verify.
        Environment["ONEZONE_API_KEY"] = null;
        Refused(await ShellAsync("\"$@\" <&-", command), 1, "Specify --token-file with a file");
    }

    [BashFact]
    public async Task Run_StandardInputIsAFolder_SaysThatItCannotBeRead()
    {
        Environment["TOKENTOOLS_TOKEN"] = null;
        Refused(await ShellAsync("\"$@\" < /", "inspect"), 1, "Standard input cannot be read for --token-file: ");
    }

    [BashTheory]
    [InlineData("\"$@\" 2>&-")]
    [InlineData("\"$@\" 2>/dev/full")]
    [InlineData("\"$@\" 2> >(:)")]
    [InlineData("\"$@\" <&- 2>&-")]
    public async Task Run_MessagesCannotBeWritten_TheResultIsWrittenAnyway(string shell)
    {
        // With a message before the request, and one before the result.
        var outcome = await ShellAsync(shell, "temporary-token --valid-for 2m --output token --verbose");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(201, Assert.Single(Sandbox.Requests, static request => request.Method == "POST").StatusCode);
        Assert.StartsWith("MDA", outcome.Output, StringComparison.Ordinal);
    }

    [BashTheory]
    [InlineData("\"$@\" 2>&-", "installer-token NOPE", 1)]
    [InlineData("\"$@\" 2>&-", "nope", 1)]
    [InlineData("\"$@\" <&- >&- 2>&-", "installer-token ATOM", 1)]
    [InlineData("\"$@\" > /dev/full 2>&1", "installer-token ATOM", 4)]
    public async Task Run_MessagesCannotBeWritten_TheExitCodeIsTheSame(string shell, string command, int exitCode)
    {
        if (!shell.Contains("/dev/full", StringComparison.Ordinal) || OperatingSystem.IsLinux())
        {
            Assert.Equal(exitCode, (await ShellAsync(shell, command)).ExitCode);
        }
    }

    private async Task<Outcome> ShellAsync(string script, string command)
    {
        File("hash.txt", "$6$c/srj5JySMve$mpyVWmP7DuaX0pNHSy2SEcKSTNnGXc1hHvaKoJRV.5vPmJKlUWZ4uSDTQ2hqEMqNaQAmUcv/Nts0qdYMZGVPL/");
        Environment.TryAdd("TOKENTOOLS_TOKEN", Sandbox.OnezoneUserToken);
        Environment.TryAdd("TOKENTOOLS_PASSWORD", "password");
        var start = new ProcessStartInfo("bash", ["-c", script, "bash", Tool.DotNet, Tool.Path, .. command.Split(' ')]);
        Tool.Prepare(start, Environment.Where(static pair => pair.Value is not null).ToDictionary());
        start.WorkingDirectory = Folder;
        using var process = Process.Start(start)!;
        return await Tool.EndAsync(process);
    }
}
