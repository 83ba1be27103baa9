using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using TokenTools.Sandbox;

namespace TokenTools.Benchmarks;

/// <summary>A sandbox in a separate process, so that its work is not counted as the client's.</summary>
internal sealed class BulkServer : IDisposable
{
    private const int WarmUpCount = 2000;
    private const int WarmUpLoops = 32;

    private readonly Process _process;

    /// <param name="latency">The milliseconds before each response.</param>
    /// <param name="perSecond">The rate that it enforces; 0 for none.</param>
    public BulkServer(int latency, double perSecond)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (!Environment.ProcessPath!.EndsWith("TokenTools.Benchmarks", StringComparison.Ordinal) && !Environment.ProcessPath.EndsWith(".exe", StringComparison.Ordinal))
        {
            start.ArgumentList.Add(typeof(BulkServer).Assembly.Location);
        }

        start.ArgumentList.Add("serve");
        start.ArgumentList.Add(latency.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(perSecond.ToString(CultureInfo.InvariantCulture));
        _process = Process.Start(start)!;
        Arguments = _process.StandardOutput.ReadLine()!.Split(' ');
    }

    /// <summary>Address, account, user and API token.</summary>
    public string[] Arguments { get; }

    /// <summary>The numbers of TCP connections and of responses with status 503.</summary>
    public (int Connections, int Refusals) Counts()
    {
        _process.StandardInput.WriteLine();
        var counts = _process.StandardOutput.ReadLine()!.Split(' ').Select(static text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (counts[0], counts[1]);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>The other process.</summary>
    public static int Serve(string[] args)
    {
        var (latency, perSecond) = (int.Parse(args[0], CultureInfo.InvariantCulture), double.Parse(args[1], CultureInfo.InvariantCulture));
        using var sandbox = TokenSandbox.Start(new SandboxOptions { MaximumRecorded = 2000 });
        // The server's code is compiled with its first requests, which would be measured as the client's time: a service is warm.
        BareLoop.Run(sandbox.Uri.AbsoluteUri, sandbox.BoomiAccountId, sandbox.BoomiUserName, sandbox.BoomiApiToken, WarmUpCount, WarmUpLoops);
        sandbox.ClearRequests();
        var earlier = sandbox.ConnectionCount;
        sandbox.RequestsPerSecond = perSecond > 0 ? perSecond : null;
        if (latency > 0)
        {
            sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromMilliseconds(latency), Count = int.MaxValue });
        }

        Console.WriteLine(string.Join(' ', sandbox.Uri, sandbox.BoomiAccountId, sandbox.BoomiUserName, sandbox.BoomiApiToken));
        while (Console.ReadLine() is not null)
        {
            Console.WriteLine(string.Join(
                ' ', sandbox.ConnectionCount - earlier, sandbox.Requests.Count(static request => request.StatusCode == 503)));
        }

        return 0;
    }
}
