using System;
using System.Linq;
using System.Threading.Tasks;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests;

public class SandboxFaultQueueTests : SandboxTest
{
    [Fact]
    public async Task Dequeue_SeveralFaults_KeepsOrderAndCount()
    {
        Sandbox.Faults.Enqueue([new SandboxFault { StatusCode = 500, Count = 2 }, new SandboxFault { StatusCode = 502 }]);
        Assert.Equal(3, Sandbox.Faults.Pending);
        Assert.Equal((int[])[500, 500, 502, 200], await StatusesAsync(4));
        Assert.Equal(0, Sandbox.Faults.Pending);
    }

    [Theory]
    [InlineData("InstallerToken", true)]
    [InlineData("installertoken", true)]
    [InlineData("POST /api/rest", true)]
    [InlineData("POST */InstallerToken", true)]
    [InlineData("/api/*/InstallerToken", true)]
    [InlineData("*InstallerToken", true)]
    [InlineData("GET", false)]
    [InlineData("/api/*", true)]
    [InlineData("/v1/*", false)]
    [InlineData("InstallerToken*", false)]
    [InlineData("tokens/temporary", false)]
    [InlineData(".", false)]
    public async Task Dequeue_Match_SelectsRequests(string match, bool matches)
    {
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 418, Match = match });
        Assert.Equal((int[])[matches ? 418 : 200], await StatusesAsync(1));
        Sandbox.Faults.Clear();
        Assert.Equal((int[])[200], await StatusesAsync(1));
    }

    [Fact]
    public async Task Dequeue_ConcurrentRequests_UseEachFaultOnce()
    {
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 503, Count = 20 });
        var statuses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () =>
        {
            using var response = await MintAsync();
            return (int)response.StatusCode;
        })));
        Assert.Equal(20, statuses.Count(s => s == 503));
        Assert.Equal(30, Sandbox.MintedTokens.Count);
    }

    [Fact]
    public async Task Pending_UnlimitedCounts_DoesNotOverflow()
    {
        Sandbox.Faults.Enqueue(
        [
            new SandboxFault { Delay = TimeSpan.FromMilliseconds(20), Count = int.MaxValue },
            new SandboxFault { Delay = TimeSpan.Zero, Count = int.MaxValue },
        ]);
        Assert.Equal((int[])[200, 200, 200], await StatusesAsync(3));
        Assert.Equal(int.MaxValue, Sandbox.Faults.Pending);
    }

    private async Task<int[]> StatusesAsync(int count)
    {
        var statuses = new int[count];
        for (var i = 0; i < count; i++)
        {
            using var response = await MintAsync();
            statuses[i] = (int)response.StatusCode;
        }

        return statuses;
    }
}
