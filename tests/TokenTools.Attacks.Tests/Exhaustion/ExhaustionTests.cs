using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Http;
using TokenTools.Attacks.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace TokenTools.Attacks.Tests.Exhaustion;

/// <summary>No answer takes much longer to handle than an ordinary one, or longer than the timeout.</summary>
/// <remarks>Compared is processor time, in the same run: the machine may be busy with anything else.</remarks>
public sealed class ExhaustionTests : IClassFixture<ExhaustionTests.Fixture>
{
    // Reading and parsing two megabytes, the most that is read of an answer, takes some tens of ordinary answers.
    private const double MaximumRatio = 120;

    private const long MaximumAllocation = 64L * 1024 * 1024;

    private const string ConnectOnezone = """
        param($Uri, $TimeoutSec)
        $secure = ConvertTo-SecureString ('github/' + 'A1b2C3d4' * 40) -AsPlainText -Force
        Connect-Onezone -Uri $Uri -Token $secure -NoProxy -MaximumRetryCount 0 -TimeoutSec $TimeoutSec
        """;

    private const string ConnectBoomi = """
        param($Uri, $TimeoutSec)
        $secure = ConvertTo-SecureString '5d7a31c9-4e0b-4f6d-9b1a-c2e8f07d6a43' -AsPlainText -Force
        $http = @{ BaseUri = $Uri; NoProxy = $true; MaximumRetryCount = 0; TimeoutSec = $TimeoutSec; RequestsPerSecond = 1000 }
        Connect-Boomi acme-A1B2C3 user@acme.example $secure @http
        """;

    private const string AskOnezone = "New-TemporaryToken -ValidFor 10m -For user -ErrorAction SilentlyContinue";

    private const string AskBoomi = "New-InstallerToken ATOM -ErrorAction SilentlyContinue";

    private static readonly byte[] Time = HttpAnswer.Of(200, "{\"timeMillis\":1893456000000}");

    private static readonly byte[] Ordinary =
        HttpAnswer.Of(400, "{\"message\":\"no\",\"error\":{\"id\":\"badData\",\"description\":\"no\"}}");

    private readonly Fixture _fixture;
    private readonly ITestOutputHelper _output;

    public ExhaustionTests(Fixture fixture, ITestOutputHelper output) => (_fixture, _output) = (fixture, output);

    public static TheoryData<string> OnezoneBodies { get; } = new(HostileBody.Onezone.Keys);

    public static TheoryData<string> BoomiBodies { get; } = new(HostileBody.Boomi.Keys);

    [Theory]
    [MemberData(nameof(OnezoneBodies))]
    public void Answer_HostileOnezoneError_TakesNotMuchLongerThanAnOrdinaryOne(string body) =>
        CheckRatio("exhaustion/onezone." + body, HostileBody.Onezone[body](), ConnectOnezone, AskOnezone);

    [Theory]
    [MemberData(nameof(BoomiBodies))]
    public void Answer_HostileBoomiError_TakesNotMuchLongerThanAnOrdinaryOne(string body) =>
        CheckRatio("exhaustion/boomi." + body, HostileBody.Boomi[body](), ConnectBoomi, AskBoomi);

    [Fact]
    public void Answer_GzipBombOfOneGibibyte_IsNotHeldInMemory()
    {
        var bomb = HttpAnswer.Of(400, HostileBody.GzipBomb(1024), "Content-Encoding: gzip", "Content-Type: application/json");
        using var server = HostileServer.Answering(_ => bomb);
        _fixture.Session.Run(ConnectBoomi, server.Uri.AbsoluteUri, 100);
        _fixture.Session.Run(AskBoomi);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        _fixture.Session.Run(AskBoomi);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        _output.WriteLine(allocated.ToString("N0", CultureInfo.InvariantCulture) + " bytes allocated");
        Assert.InRange(allocated, 0, MaximumAllocation);
    }

    [Theory]
    [InlineData("endless-head")]
    [InlineData("endless-interim-answers")]
    [InlineData("endless-chunks")]
    [InlineData("slow-head")]
    [InlineData("slow-body")]
    [InlineData("slow-error-body")]
    [InlineData("slow-chunks")]
    public async Task Answer_WithoutEnd_IsEndedByTheClient(string kind)
    {
        // The service goes on until the client leaves: that it leaves is the proof.
        var left = new TaskCompletionSource();
        using var server = new HostileServer(async connection =>
        {
            await connection.ReadRequestAsync();
            try
            {
                await WriteWithoutEndAsync(connection, kind);
            }
            finally
            {
                left.TrySetResult();
            }
        });
        _fixture.Session.Run(ConnectBoomi, server.Uri.AbsoluteUri, 1);

        using var shell = _fixture.Session.CreateShell("New-InstallerToken ATOM");
        var running = Task.Run(() => shell.Invoke());
        var first = await Task.WhenAny(running, Task.Delay(TimeSpan.FromMinutes(2)));
        if (first != running)
        {
            shell.Stop();
        }

        Assert.True(first == running, "The request does not end.");
        await left.Task.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.NotEmpty(shell.Streams.Error);
    }

    [Fact]
    public void Stop_WhileAHostileAnswerIsHandled_TakesNotMuchLongerThanAnOrdinaryStop()
    {
        // An ordinary stop: of a request that is not answered.
        var ordinary = MeasureStop(static connection => connection.WaitForCloseAsync());
        var body = HostileBody.Onezone["details-50000-strings"]();
        var hostile = MeasureStop(async connection =>
        {
            await connection.WriteAsync(body);
            await connection.WaitForCloseAsync();
        });

        CheckRatio("exhaustion/stop", ordinary, hostile);
    }

    private static async Task WriteWithoutEndAsync(HostileConnection connection, string kind)
    {
        await connection.WriteAsync(kind switch
        {
            "endless-interim-answers" => string.Empty,
            "endless-head" or "slow-head" => "HTTP/1.1 200 OK\r\n",
            "slow-error-body" => HttpAnswer.Head(400, "Content-Length: 1000000") + "\r\n",
            "slow-body" => HttpAnswer.Head(200, "Content-Length: 1000000") + "\r\n",
            _ => HttpAnswer.Head(200, "Transfer-Encoding: chunked") + "\r\n",
        });
        var piece = Encoding.ASCII.GetBytes(kind switch
        {
            "endless-head" => string.Concat(Enumerable.Repeat("X-Header: value\r\n", 1000)),
            "slow-head" => "X-Header: value\r\n",
            "endless-interim-answers" => string.Concat(Enumerable.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 100)),
            "endless-chunks" => "4000\r\n" + new string('x', 0x4000) + "\r\n",
            "slow-chunks" => "1\r\nx\r\n",
            _ => "x",
        });
        while (true)
        {
            await connection.WriteAsync(piece);
            // Short pauses, so that an endless answer does not occupy a processor.
            await Task.Delay(kind.StartsWith("slow", StringComparison.Ordinal) ? 100 : 1, connection.CancellationToken);
        }
    }

    private double MeasureStop(Func<HostileConnection, Task> answer)
    {
        using var answered = new ManualResetEventSlim();
        using var server = new HostileServer(async connection =>
        {
            while (await connection.ReadRequestAsync() is { } request)
            {
                if (IsTime(request))
                {
                    await connection.WriteAsync(Time);
                    continue;
                }

                answered.Set();
                await answer(connection);
            }
        });
        _fixture.Session.Run(ConnectOnezone, server.Uri.AbsoluteUri, 100);
        using var shell = _fixture.Session.CreateShell(AskOnezone);
        var running = shell.BeginInvoke();
        answered.Wait();
        // For the answer to arrive. What is measured is the stop alone.
        Thread.Sleep(200);
        var before = Environment.CpuUsage.TotalTime;
        shell.Stop();
        var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        Assert.True(running.AsyncWaitHandle.WaitOne(TimeSpan.FromMinutes(2)));
        return seconds;
    }

    private void CheckRatio(string test, byte[] hostile, string connect, string ask)
    {
        var answer = Ordinary;
        using var server = HostileServer.Answering(request => IsTime(request) ? Time : answer);
        _fixture.Session.Run(connect, server.Uri.AbsoluteUri, 100);
        // The first ones compile what all need.
        var ordinary = Enumerable.Range(0, 5).Min(_ => Measure(ask));
        answer = hostile;
        var taken = Measure(ask);
        taken = taken > ordinary * MaximumRatio * 2 ? taken : Math.Min(taken, Measure(ask));

        CheckRatio(test, ordinary, taken);
    }

    private void CheckRatio(string test, double ordinary, double hostile)
    {
        var ratio = hostile / ordinary;
        var figures = string.Create(
            CultureInfo.InvariantCulture, $"{test} | {ordinary * 1000:F1} ms | {hostile * 1000:F1} ms | {ratio:F1}");
        _output.WriteLine("case | ordinary | hostile | ratio\n" + figures);
        Record(figures);
        var failures = new Dictionary<string, string>(StringComparer.Ordinal);
        if (ratio > MaximumRatio)
        {
            failures["ratio"] = ratio.ToString("F1", CultureInfo.InvariantCulture);
        }

        Checks.Assert(test, failures);
    }

    private double Measure(string ask)
    {
        var before = Environment.CpuUsage.TotalTime;
        var run = _fixture.Session.Run(ask);
        var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        Assert.Empty(run.Output);
        return seconds;
    }

    private static bool IsTime(HttpRequest request) => request.Target.EndsWith("/get_current_time", StringComparison.Ordinal);

    private static void Record(string line)
    {
        if (Environment.GetEnvironmentVariable("TOKENTOOLS_ATTACK_FIGURES") is { Length: > 0 } path)
        {
            System.IO.File.AppendAllLines(path, [line]);
        }
    }

    /// <summary>A session for all answers.</summary>
    public sealed class Fixture : IDisposable
    {
        internal PowerShellSession Session { get; } = new();

        public void Dispose() => Session.Dispose();
    }
}
