using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using TokenTools.Sandbox;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>Many tokens at once, against a sandbox: whatever goes wrong, none is lost unsaid, and none minted twice.</summary>
public sealed class BulkTests : IDisposable
{
    private const int Seed = 20261121;

    private readonly AutoResetEvent _woken = new(false);

    private TokenSandbox? _sandbox;

    public void Dispose()
    {
        _sandbox?.Dispose();
        _woken.Dispose();
    }

    [Fact]
    public async Task Two_thousand_inputs_and_a_fifth_of_the_answers_at_fault()
    {
        const int Inputs = 2000;
        _sandbox = TokenSandbox.Start();
        var random = new Random(Seed);
        var kinds = new Dictionary<string, int>(StringComparer.Ordinal);
        // One for each request, retries included; four out of five do nothing.
        _sandbox.Faults.Enqueue(Enumerable.Range(0, 2 * Inputs).Select(_ => random.Next(5) == 0 ? Fault(random, kinds) : new SandboxFault()).ToList());
        using var connection = Connect(http =>
        {
            http.Timeout = TimeSpan.FromSeconds(2);
            http.MaximumRetryCount = 6;
            http.RetryInterval = TimeSpan.FromMilliseconds(5);
            http.RequestsPerSecond = 1000;
        });

        // No two inputs ask for the same, so each token minted tells whose it is.
        string[] types = ["ATOM", "MOLECULE", "BROKER", "GATEWAY"];
        var inputs = Enumerable.Range(0, Inputs).Select(i => InstallerTokenRequest.Create(types[i % 4], 30 + (i / 4))).ToList();
        var outcomes = Run(connection, inputs, workers: 64);

        // Answers that came too late for their clients are minted all the same: the last of them.
        await Task.Delay(3500);
        var minted = _sandbox.MintedTokens.ToLookup(static token => (token.InstallType, token.DurationMinutes));
        Assert.All(minted, static same => Assert.Single(same));
        Assert.Equal(inputs, outcomes.Select(static outcome => outcome.Key));
        var tokens = 0;
        var unknown = 0;
        var refused = 0;
        foreach (var (input, outcome) in outcomes)
        {
            var mine = minted[(input.InstallType, input.DurationMinutes)].SingleOrDefault();
            switch (outcome.Exception?.InnerException)
            {
                case null:
                    tokens++;
                    Assert.Equal(mine!.Token, (await outcome).Token);
                    break;
                case TokenOutcomeUnknownException error:
                    unknown++;
                    Assert.Equal(input.InstallType, error.InstallType);
                    Assert.True(mine is null || error.LatestExpiration >= mine.Expiration, "A token lives longer than its error says.");
                    break;
                case TokenApiException error:
                    refused++;
                    Assert.True(error.StatusCode is 503 or 429, error.Message);
                    Assert.Null(mine);
                    break;
                case { } error:
                    throw new InvalidOperationException("An outcome that can't be.", error);
            }
        }

        Assert.Equal(Inputs, tokens + unknown + refused);
        // Each of the eight came about often enough to mean something, and so did each outcome. How many got their token depends on
        // how busy the machine is: what takes longer than the timeout is unknown.
        Assert.Equal(8, kinds.Count);
        Assert.All(kinds.Values, static count => Assert.InRange(count, 50, 200));
        Assert.True(tokens > 100, tokens + " tokens");
        Assert.True(unknown > 100, unknown + " unknown");
    }

    [Fact]
    public void A_server_that_enforces_the_rate_is_kept_busy_and_hardly_has_to()
    {
        // 1,000 at 200 a second: what 10 a second takes 100 s for, in 5.
        _sandbox = TokenSandbox.Start(new SandboxOptions { RequestsPerSecond = 200 });
        using var connection = Connect(static http => http.RequestsPerSecond = 200);
        var clock = Stopwatch.StartNew();

        var outcomes = Run(connection, Enumerable.Repeat(InstallerTokenRequest.Create("ATOM"), 1000).ToList(), workers: 32);

        // A burst goes at once, so that 1,000 take four seconds and a bit; a busy machine may add to it.
        Assert.InRange(clock.Elapsed.TotalSeconds, 4, 60);
        Assert.All(outcomes, static outcome => Assert.Equal(TaskStatus.RanToCompletion, outcome.Value.Status));
        Assert.InRange(_sandbox.Requests.Count(static request => request.StatusCode == 503), 0, 20);
    }

    [Fact]
    public void After_a_refusal_the_whole_connection_backs_off_and_then_returns_to_its_rate()
    {
        _sandbox = TokenSandbox.Start();
        using var connection = Connect(static http => http.RequestsPerSecond = 100);
        _sandbox.Faults.Enqueue(Enumerable.Range(0, 50).Select(static _ => new SandboxFault()).Append(new SandboxFault { StatusCode = 503, RetryAfter = "6" }).ToList());

        var outcomes = Run(connection, Enumerable.Repeat(InstallerTokenRequest.Create("ATOM"), 300).ToList(), workers: 16);

        Assert.All(outcomes, static outcome => Assert.Equal(TaskStatus.RanToCompletion, outcome.Value.Status));
        var requests = _sandbox.Requests;
        var refused = requests.Single(static request => request.StatusCode == 503);
        // Those on their way already still came; nothing was sent in the six seconds.
        Assert.InRange(requests.Count(request => request.Time > refused.Time.AddSeconds(3) && request.Time < refused.Time.AddSeconds(5.9)), 0, 0);
        // 250 at 100 a second.
        Assert.InRange((requests[^1].Time - refused.Time).TotalSeconds, 7.5, 60);
    }

    [Fact]
    public void One_after_the_other_goes_over_one_connection()
    {
        _sandbox = TokenSandbox.Start();
        using var connection = Connect(static http => http.RequestsPerSecond = null);

        Run(connection, Enumerable.Repeat(InstallerTokenRequest.Create("ATOM"), 100).ToList(), workers: 1);

        Assert.Equal(100, _sandbox.MintedTokens.Count);
        Assert.Equal(1, _sandbox.ConnectionCount);
    }

    [Fact]
    public void Workers_use_no_more_connections_than_there_are_of_them()
    {
        _sandbox = TokenSandbox.Start();
        using var connection = Connect(static http => http.RequestsPerSecond = null);

        Run(connection, Enumerable.Repeat(InstallerTokenRequest.Create("ATOM"), 500).ToList(), workers: 8);

        Assert.Equal(500, _sandbox.MintedTokens.Count);
        Assert.InRange(_sandbox.ConnectionCount, 1, 8);
    }

    private BoomiConnection Connect(Action<HttpOptions> change)
    {
        var http = new HttpOptions { NoProxy = true, Timeout = Requests.Patience };
        change(http);
        return BoomiConnection.Create(new BoomiConnectionOptions
        {
            AccountId = _sandbox!.BoomiAccountId,
            UserName = _sandbox.BoomiUserName,
            Secret = SecureText.FromString(_sandbox.BoomiApiToken),
            IsApiToken = true,
            BaseUri = _sandbox.Uri.AbsoluteUri,
            Http = http,
        });
    }

    private static SandboxFault Fault(Random random, Dictionary<string, int> kinds)
    {
        string[] names = ["503", "503 + Retry-After", "429", "reset before", "reset after", "timeout", "truncated", "500"];
        var name = names[random.Next(names.Length)];
        kinds[name] = kinds.TryGetValue(name, out var count) ? count + 1 : 1;
        return name switch
        {
            "503" => new SandboxFault { StatusCode = 503 },
            "503 + Retry-After" => new SandboxFault { StatusCode = 503, RetryAfter = "0" },
            "429" => new SandboxFault { StatusCode = 429 },
            "reset before" => new SandboxFault { Reset = SandboxReset.BeforeHandling },
            "reset after" => new SandboxFault { Reset = SandboxReset.AfterHandling },
            "timeout" => new SandboxFault { Delay = TimeSpan.FromSeconds(3) },
            "truncated" => new SandboxFault { Truncate = true },
            _ => new SandboxFault { StatusCode = 500 },
        };
    }

    private List<KeyValuePair<InstallerTokenRequest, Task<InstallerToken>>> Run(
        BoomiConnection connection, IReadOnlyList<InstallerTokenRequest> inputs, int workers)
    {
        using var work = new OrderedWork<InstallerTokenRequest, InstallerToken>(
            workers, (request, stop, abort) => connection.CreateInstallerTokenAsync(request, asPlainText: true, null, stop, abort), () => _woken.Set());
        var outcomes = new List<KeyValuePair<InstallerTokenRequest, Task<InstallerToken>>>(inputs.Count);
        foreach (var input in inputs)
        {
            work.Add(input);
        }

        while (work.Untaken > 0)
        {
            if (work.TryTake(out var input, out var outcome))
            {
                outcomes.Add(new KeyValuePair<InstallerTokenRequest, Task<InstallerToken>>(input, outcome));
            }
            else
            {
                _woken.WaitOne(250);
            }
        }

        return outcomes;
    }
}
