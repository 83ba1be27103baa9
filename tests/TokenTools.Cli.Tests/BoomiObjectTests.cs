using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>tokentools wait-runtime, boomi-environment and boomi-attachment.</summary>
[Collection(InProcess.Name)]
public sealed class BoomiObjectTests : CliTest
{
    [Fact]
    public async Task Run_WholeJob_AttachesARuntimeThatIsOnline()
    {
        var token = (string)Json(await InProcess.RunAsync(["installer-token", "ATOM"], Environment))["token"]!;
        Sandbox.InstallRuntime(token, "orders").SetStatus("ONLINE", "ONLINE_RUNNING");

        var environment = Json(await InProcess.RunAsync(["boomi-environment", "Test", "--classification", "test"], Environment));
        var again = Json(await InProcess.RunAsync(["boomi-environment", "Test"], Environment));
        var runtime = Json(await InProcess.RunAsync(["wait-runtime", "ORDERS", "--timeout-sec", "20"], Environment));
        string[] attach = ["boomi-attachment", "--atom-id", (string)runtime["id"]!, "--environment-id", (string)environment["id"]!];
        var attachment = Json(await InProcess.RunAsync(attach, Environment));
        var second = Json(await InProcess.RunAsync(attach, Environment));

        Assert.Equal("TEST", (string?)environment["classification"]);
        Assert.True(JsonNode.DeepEquals(environment, again));
        Assert.Equal(("orders", "ONLINE", "ATOM"), ((string?)runtime["name"], (string?)runtime["status"], (string?)runtime["type"]));
        Assert.True(JsonNode.DeepEquals(attachment, second));
        Assert.Equal(1, Sandbox.Runtimes.Single().AttachmentCount);
        Assert.Equal((string?)environment["id"], Sandbox.Runtimes.Single().EnvironmentId);
    }

    [Fact]
    public async Task Run_SeveralRuntimes_WritesALineForEachAndAnErrorForTheOthers()
    {
        (await InstallAsync("a")).SetStatus("ONLINE");
        (await InstallAsync("b")).SetStatus("OFFLINE", "DELETED");

        var outcome = await InProcess.RunAsync(["wait-runtime", "a", "b", "--timeout-sec", "20"], Environment);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal("a", (string?)JsonNode.Parse(Assert.Single(outcome.Output.TrimEnd('\n').Split('\n')))!["name"]);
        Assert.Contains("tokentools: Runtime b has the status OFFLINE (DELETED)", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NameWithADash_IsANameAfterTwoDashes()
    {
        (await InstallAsync("--foo")).SetStatus("ONLINE");
        var outcome = await InProcess.RunAsync(["wait-runtime", "--timeout-sec", "20", "--", "--foo"], Environment);
        Assert.Equal("--foo", (string?)Json(outcome)["name"]);
    }

    [Fact]
    public async Task Run_RuntimeMissing_EndsAtTheTimeLimit() => Refused(
        await InProcess.RunAsync(["wait-runtime", "missing", "--timeout-sec", "1", "--interval-sec", "1"], Environment), 2, "has no runtime missing after 1 s");

    [Fact]
    public async Task Run_OutputText_ShowsTheRuntime()
    {
        (await InstallAsync("a")).SetStatus("ONLINE", "ONLINE_RUNNING");
        var outcome = await InProcess.RunAsync(["wait-runtime", "a", "-o", "text", "--timeout-sec", "20"], Environment);
        Assert.Matches(@"(?m)^StatusDetail +ONLINE_RUNNING$", outcome.Output);
    }

    [Fact]
    public async Task Run_RuntimeAttachedElsewhere_IsMovedOnlyByForce()
    {
        var runtime = await InstallAsync("a");
        var test = (string)Json(await InProcess.RunAsync(["boomi-environment", "Test"], Environment))["id"]!;
        var production = (string)Json(await InProcess.RunAsync(["boomi-environment", "Production"], Environment))["id"]!;
        Json(await InProcess.RunAsync(["boomi-attachment", "--atom-id", runtime.Id, "--environment-id", test], Environment));
        string[] move = ["boomi-attachment", "--atom-id", runtime.Id, "--environment-id", production];

        Refused(await InProcess.RunAsync(move, Environment), 1, "Use --force to move it.");
        Assert.Equal(test, runtime.EnvironmentId);
        Json(await InProcess.RunAsync([.. move, "--force"], Environment));
        Assert.Equal(production, runtime.EnvironmentId);
    }

    [Fact]
    public async Task Run_EnvironmentOfAnotherClassification_IsAnError()
    {
        Json(await InProcess.RunAsync(["boomi-environment", "Test", "--classification", "TEST"], Environment));
        Refused(await InProcess.RunAsync(["boomi-environment", "Test", "--classification", "PROD"], Environment), 1, "omit --classification");
    }

    [Fact]
    public async Task Run_LostResponse_IsLookedUp()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { Match = "*/Environment", Reset = SandboxReset.AfterHandling });
        Json(await InProcess.RunAsync(["boomi-environment", "Test"], Environment));
        Assert.Single(Sandbox.Environments);
    }

    private async Task<SandboxRuntime> InstallAsync(string name)
    {
        var token = (string)Json(await InProcess.RunAsync(["installer-token", "ATOM"], Environment))["token"]!;
        return Sandbox.InstallRuntime(token, name);
    }
}
