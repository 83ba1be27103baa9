using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>A sandbox, the environment variables for it, and a folder for files.</summary>
public abstract class CliTest : IDisposable
{
    protected CliTest()
    {
        Folder = Directory.CreateTempSubdirectory("tokentools-cli-").FullName;
        Environment = new Dictionary<string, string?>
        {
            ["BOOMI_ACCOUNT_ID"] = Sandbox.BoomiAccountId,
            ["BOOMI_USERNAME"] = Sandbox.BoomiUserName,
            ["BOOMI_API_TOKEN"] = Sandbox.BoomiApiToken,
            ["BOOMI_API_URL"] = Sandbox.Uri.AbsoluteUri,
            ["ONEZONE_HOST"] = Sandbox.Uri.AbsoluteUri,
            ["ONEZONE_API_KEY"] = Sandbox.OnezoneUserToken,
            ["GOODDATA_HOST"] = Sandbox.Uri.AbsoluteUri,
        };
    }

    protected TokenSandbox Sandbox { get; } = TokenSandbox.Start();

    protected Dictionary<string, string?> Environment { get; }

    protected string Folder { get; }

    public void Dispose()
    {
        Sandbox.Dispose();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Waits for what another process is about to do.</summary>
    protected static async Task UntilAsync(Func<bool> done)
    {
        for (var waited = Stopwatch.StartNew(); !done();)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2), "What the test waits for didn't happen.");
            await Task.Delay(20);
        }
    }

    protected string File(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    internal static JsonNode Json(Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Error + outcome.Output);
        return JsonNode.Parse(outcome.Output)!;
    }

    internal static void Refused(Outcome outcome, int exitCode, string said)
    {
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.Contains(said, outcome.Error, StringComparison.Ordinal);
        Assert.StartsWith("tokentools: ", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>A bootstrap token that the sandbox accepts.</summary>
    protected string BootstrapToken() => Convert.ToBase64String(
        System.Text.Encoding.UTF8.GetBytes(Sandbox.GoodDataUserName + ":bootstrap:" + Sandbox.GoodDataPassword));
}
