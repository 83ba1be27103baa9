using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using TokenTools.Sandbox;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>Many requests at a time, against a sandbox: every token is in an outcome, and none is created twice.</summary>
[TakesLong]
public sealed class InstallerTokenBatchTests : IDisposable
{
    private const int Seed = 20261121;

    private static readonly SandboxFault NoFault = new() { Delay = TimeSpan.Zero };

    private readonly AutoResetEvent _outcomeAvailable = new(false);

    private TokenSandbox? _sandbox;

    public void Dispose()
    {
        _sandbox?.Dispose();
        _outcomeAvailable.Dispose();
    }

    [Fact]
    public async Task TryTake_FaultsInAFifthOfTheResponses_ReturnsOneTrueOutcomeForEachInput()
    {
        const int Inputs = 800;
        _sandbox = TokenSandbox.Start();
        var random = new Random(Seed);
        var kinds = new Dictionary<string, int>(StringComparer.Ordinal);
        // One for each request, retries included; four out of five are none.
        _sandbox.Faults.Enqueue(Enumerable.Range(0, 2 * Inputs).Select(_ => random.Next(5) == 0 ? Fault(random, kinds) : NoFault).ToList());
        using var connection = Connect(http =>
        {
            http.Timeout = TimeSpan.FromSeconds(2);
            http.MaximumRetryCount = 6;
            http.RetryInterval = TimeSpan.FromMilliseconds(5);
            http.RequestsPerSecond = 1000;
        });

        // No two inputs request the same, so each created token shows which input it is for.
        string[] types = ["ATOM", "MOLECULE", "BROKER", "GATEWAY"];
        var inputs = Enumerable.Range(0, Inputs).Select(i => Request(types[i % 4], 30 + (i / 4))).ToList();
        var outcomes = Run(connection, inputs, throttleLimit: 64);

        // A request whose client has given up is still processed: wait for the last of them.
        await Task.Delay(3500);
        var minted = _sandbox.MintedTokens.ToLookup(static token => (token.InstallType, token.DurationMinutes));
        Assert.All(minted, static same => Assert.Single(same));
        Assert.Equal(inputs, outcomes.Select(static outcome => outcome.Key));
        var tokens = 0;
        var unknown = 0;
        var rejected = 0;
        foreach (var (input, outcome) in outcomes)
        {
            var mine = minted[(input.InstallType, input.DurationMinutes)].SingleOrDefault();
            switch (outcome)
            {
                case IssueOutcome<InstallerToken>.Issued { Problem: null } issued:
                    tokens++;
                    Assert.Equal(mine!.Token, issued.Token.Token);
                    break;
                case IssueOutcome<InstallerToken>.Unknown { Error: TokenOutcomeUnknownException error } lost:
                    unknown++;
                    Assert.Equal(input.InstallType, error.InstallType);
                    Assert.Equal(error.LatestExpiration, lost.LatestExpiration);
                    Assert.True(mine is null || lost.LatestExpiration >= mine.Expiration, "A token expires later than its outcome says.");
                    break;
                case IssueOutcome<InstallerToken>.Rejected { Error: TokenApiException error }:
                    rejected++;
                    Assert.True(error.StatusCode is 503 or 429, error.Message);
                    Assert.Null(mine);
                    break;
                default:
                    throw new InvalidOperationException("Not an outcome of these faults: " + outcome);
            }
        }

        Assert.Equal(Inputs, tokens + unknown + rejected);
        // Each of the eight faults and each outcome occurred often. On a busy machine, many requests reach the timeout: their outcome
        // is unknown.
        Assert.Equal(8, kinds.Count);
        Assert.All(kinds.Values, static count => Assert.InRange(count, 20, 80));
        Assert.True(tokens > 40, tokens + " tokens");
        Assert.True(unknown > 40, unknown + " unknown");
    }

    [Fact]
    public void TryTake_ServerEnforcesTheRate_IsUsedFullyAndRarelyRejects()
    {
        // 1,000 requests at 200 per second.
        _sandbox = TokenSandbox.Start(new SandboxOptions { RequestsPerSecond = 200 });
        using var connection = Connect(static http => http.RequestsPerSecond = 200);
        var clock = Stopwatch.StartNew();

        var outcomes = Run(connection, Enumerable.Repeat(Request("ATOM"), 1000).ToList(), throttleLimit: 32);

        // The first burst is immediate, so that 1,000 take a little over four seconds; a busy machine takes longer.
        Assert.InRange(clock.Elapsed.TotalSeconds, 4, 60);
        Assert.All(outcomes, static outcome => Assert.IsType<IssueOutcome<InstallerToken>.Issued>(outcome.Value));
        // Without a limit, most would be rejected. On a busy machine, requests arrive in bursts.
        Assert.InRange(_sandbox.Requests.Count(static request => request.StatusCode == 503), 0, 250);
    }

    [Fact]
    public void TryTake_BusyService_PausesTheWholeConnectionAndReturnsToItsRate()
    {
        _sandbox = TokenSandbox.Start();
        using var connection = Connect(static http => http.RequestsPerSecond = 100);
        _sandbox.Faults.Enqueue(Enumerable.Range(0, 50).Select(static _ => NoFault).Append(new SandboxFault { StatusCode = 503, RetryAfter = "6" }).ToList());

        var outcomes = Run(connection, Enumerable.Repeat(Request("ATOM"), 300).ToList(), throttleLimit: 16);

        Assert.All(outcomes, static outcome => Assert.IsType<IssueOutcome<InstallerToken>.Issued>(outcome.Value));
        var requests = _sandbox.Requests;
        var busy = requests.Single(static request => request.StatusCode == 503);
        // Requests in progress still arrived; none was started in the six seconds.
        Assert.InRange(requests.Count(request => request.Time > busy.Time.AddSeconds(3) && request.Time < busy.Time.AddSeconds(5.9)), 0, 0);
        // 250 requests at 100 per second.
        Assert.InRange((requests[^1].Time - busy.Time).TotalSeconds, 7.5, 60);
    }

    [Fact]
    public void TryTake_OneAtATime_UsesOneTcpConnection()
    {
        _sandbox = TokenSandbox.Start();
        using var connection = Connect(static http => http.RequestsPerSecond = null);

        Run(connection, Enumerable.Repeat(Request("ATOM"), 100).ToList(), throttleLimit: 1);

        Assert.Equal(100, _sandbox.MintedTokens.Count);
        Assert.Equal(1, _sandbox.ConnectionCount);
    }

    [Fact]
    public void TryTake_SeveralAtATime_UsesFewTcpConnections()
    {
        _sandbox = TokenSandbox.Start();
        using var connection = Connect(static http => http.RequestsPerSecond = null);

        Run(connection, Enumerable.Repeat(Request("ATOM"), 500).ToList(), throttleLimit: 8);

        Assert.Equal(500, _sandbox.MintedTokens.Count);
        // HttpClient opens another one while it waits for one of them; the request then uses the first that is free.
        Assert.InRange(_sandbox.ConnectionCount, 1, 16);
    }

    [Fact]
    public void TryTake_FatalError_SendsNothingMoreOverTheConnection()
    {
        const int Inputs = 200;
        _sandbox = TokenSandbox.Start();
        using var connection = Connect(static http => http.RequestsPerSecond = null);
        _sandbox.Faults.Enqueue(Enumerable.Range(0, 10).Select(static _ => NoFault).Append(new SandboxFault { StatusCode = 401 }).ToList());
        var inputs = Enumerable.Range(0, Inputs).Select(static _ => Request("ATOM")).ToList();

        var outcomes = Run(connection, inputs, throttleLimit: 4);

        Assert.Equal(inputs, outcomes.Select(static outcome => outcome.Key));
        var rejected = Assert.Single(outcomes, static outcome => outcome.Value is IssueOutcome<InstallerToken>.Rejected);
        var error = ((IssueOutcome<InstallerToken>.Rejected)rejected.Value).Error;
        Assert.Equal(nameof(Messages.Unauthorized), error.ErrorId);
        var notSent = outcomes.Select(static outcome => outcome.Value).OfType<IssueOutcome<InstallerToken>.NotSent>().ToList();
        Assert.All(notSent, outcome => Assert.Same(error, outcome.Error));
        // Every other request was completed: its token is in an outcome.
        Assert.Equal(_sandbox.MintedTokens.Count, outcomes.Count(static outcome => outcome.Value is IssueOutcome<InstallerToken>.Issued));
        Assert.Equal(_sandbox.Requests.Count, Inputs - notSent.Count);
        Assert.InRange(_sandbox.Requests.Count, 11, 11 + 8);
    }

    [Fact]
    public void TryTake_FatalErrorOfOneConnection_LeavesTheOthersAlone()
    {
        _sandbox = TokenSandbox.Start();
        using var valid = Connect(static http => http.RequestsPerSecond = null);
        var closed = Connect(static http => http.RequestsPerSecond = null);
        closed.Dispose();
        using var batch = Start(throttleLimit: 2);

        foreach (var connection in new[] { closed, valid, closed, valid })
        {
            batch.Add(Request("ATOM"), connection, Request("ATOM"));
        }

        Assert.Equal([false, true, false, true], TakeAll(batch).Select(static outcome => outcome.Value is IssueOutcome<InstallerToken>.Issued));
    }

    [Fact]
    public void TryTake_FatalErrorWhileOthersWaitForARetry_EndsTheirWait()
    {
        _sandbox = TokenSandbox.Start();
        // Without the fatal error, the first input would be sent again after four minutes.
        using var connection = Connect(static http => http.RequestsPerSecond = null);
        _sandbox.Faults.Enqueue([new SandboxFault { StatusCode = 503, RetryAfter = "240", Match = "other" }, new SandboxFault { StatusCode = 401 }]);
        var other = new InstallerTokenSpec { InstallType = "ATOM", AccountId = "other" }.Build();
        using var batch = Start(throttleLimit: 2);

        batch.Add(other, connection, other);
        Requests.Until(() => _sandbox.Requests.Count == 1);
        batch.Add(Request("ATOM"), connection, Request("ATOM"));
        var outcomes = TakeAll(batch);

        var error = Assert.IsType<IssueOutcome<InstallerToken>.Rejected>(outcomes[1].Value).Error;
        Assert.Equal(new IssueOutcome<InstallerToken>.NotSent(error), outcomes[0].Value);
    }

    [Fact]
    public void AddFailed_InvalidInput_IsReturnedInItsPlace()
    {
        _sandbox = TokenSandbox.Start();
        using var connection = Connect(static http => http.RequestsPerSecond = null);
        using var batch = Start(throttleLimit: 4);
        var error = new TokenArgumentException("InstallType", nameof(Messages.InstallTypeMissing));

        batch.Add(Request("ATOM"), connection, Request("ATOM"));
        batch.AddFailed(Request("MOLECULE"), error);
        batch.Add(Request("BROKER"), connection, Request("BROKER"));
        var outcomes = TakeAll(batch);

        Assert.Equal(["ATOM", "MOLECULE", "BROKER"], outcomes.Select(static outcome => outcome.Key.InstallType));
        Assert.Equal(new IssueOutcome<InstallerToken>.NotSent(error), outcomes[1].Value);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1024)]
    [InlineData(256, 1024)]
    public void PendingLimit_OneRequestAtATime_IsNone(int throttleLimit, int expected)
    {
        using var batch = Start(throttleLimit);
        Assert.Equal(expected, batch.PendingLimit);
    }

    [Fact]
    public void DescribeLost_EachOutcome_SaysWhatMayExist()
    {
        _sandbox = TokenSandbox.Start();
        using var connection = Connect(static http => http.RequestsPerSecond = null);
        var request = Request("ATOM");
        var problem = new TokenArgumentException("InstallType", nameof(Messages.InstallTypeMissing));
        var token = Assert.IsType<IssueOutcome<InstallerToken>.Issued>(Assert.Single(Run(connection, [request], throttleLimit: 1)).Value).Token;
        string? Describe(IssueOutcome<InstallerToken> outcome) => connection.DescribeLost(request, outcome)?.ToString();

        Assert.StartsWith(
            "An installer token for ATOM was created in account " + _sandbox.BoomiAccountId + " but not returned.",
            Describe(new IssueOutcome<InstallerToken>.Issued(token)),
            StringComparison.Ordinal);
        Assert.Equal(problem.Message + " It was not returned.", Describe(new IssueOutcome<InstallerToken>.Issued(token, problem)));
        Assert.Contains(
            "2031-01-02 03:05",
            Describe(new IssueOutcome<InstallerToken>.Unknown(new DateTimeOffset(2031, 1, 2, 3, 4, 5, TimeSpan.Zero), problem)),
            StringComparison.Ordinal);
        Assert.Null(Describe(new IssueOutcome<InstallerToken>.Rejected(problem)));
        Assert.Null(Describe(new IssueOutcome<InstallerToken>.NotSent(problem)));
    }

    [Fact]
    public void Drain_RequestsInProgress_ReturnsAnOutcomeForEachStartedInput()
    {
        _sandbox = TokenSandbox.Start();
        using var connection = Connect(static http => http.RequestsPerSecond = null);
        // One completes, one is for another account than requested, and one does not complete before it is aborted.
        _sandbox.Faults.Enqueue([
            NoFault,
            new SandboxFault { StatusCode = 200, Body = Samples.Json, ContentType = "application/json" },
            new SandboxFault { Delay = TimeSpan.FromMinutes(5) },
        ]);
        using var batch = Start(throttleLimit: 3);
        var inputs = Enumerable.Range(0, 3).Select(static _ => Request("MOLECULE")).ToList();
        foreach (var input in inputs)
        {
            batch.Add(input, connection, input);
            Requests.Until(() => _sandbox.Requests.Count > inputs.IndexOf(input));
            Assert.True(input == inputs[^1] || _outcomeAvailable.WaitOne(Requests.LongTimeout));
        }

        var clock = Stopwatch.StartNew();
        var outcomes = batch.Drain();

        // The response would take five minutes.
        Assert.True(clock.Elapsed < Requests.LongTimeout, clock.Elapsed.ToString());
        Assert.Equal(inputs, outcomes.Select(static outcome => outcome.Key));
        Assert.IsType<IssueOutcome<InstallerToken>.Issued>(outcomes[0].Value);
        var mismatch = Assert.IsType<IssueOutcome<InstallerToken>.Issued>(outcomes[1].Value);
        Assert.IsType<TokenAccountMismatchException>(mismatch.Problem);
        Assert.Equal(Samples.Token, mismatch.Token.Secret.Reveal());
        Assert.Null(Assert.IsType<IssueOutcome<InstallerToken>.Unknown>(outcomes[2].Value).Error);
        Assert.Equal(0, batch.PendingCount);
    }

    [Fact]
    public void Drain_InputsNotStarted_ReturnsNoOutcomeForThem()
    {
        _sandbox = TokenSandbox.Start();
        using var connection = Connect(static http => http.RequestsPerSecond = null);
        _sandbox.Faults.Enqueue(Enumerable.Range(0, 100).Select(static _ => new SandboxFault { Delay = TimeSpan.FromMinutes(5) }).ToList());
        using var batch = Start(throttleLimit: 2);
        for (var i = 0; i < 50; i++)
        {
            batch.Add(Request("ATOM"), connection, Request("ATOM"));
        }

        Requests.Until(() => _sandbox.Requests.Count == 2);
        Assert.Equal(2, batch.Drain().Count);
        Assert.Equal(2, _sandbox.Requests.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void Constructor_ThrottleLimitOutOfRange_IsRejected(int throttleLimit)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Start(throttleLimit));

        Assert.Equal((nameof(Messages.SettingOutOfRange), "ThrottleLimit"), (error.ErrorId, error.ParameterName));
    }

    [Fact]
    public void TryTake_UnexpectedException_IsUnknownAndShowsOnlyItsType()
    {
        _sandbox = TokenSandbox.Start();
        _sandbox.Faults.Enqueue([new SandboxFault { StatusCode = 503 }]);
        using var connection = Requests.Boomi(_sandbox.Uri, new FakeClock { Random = static () => throw new FormatException("a secret text") });
        using var batch = Start(throttleLimit: 1);

        batch.Add(Request("ATOM"), connection, Request("ATOM"));

        var error = Assert.IsType<IssueOutcome<InstallerToken>.Unknown>(Assert.Single(TakeAll(batch)).Value).Error!;
        Assert.Equal(nameof(Messages.TokenOutcomeUnknown), error.ErrorId);
        Assert.Contains("FormatException", error.Message, StringComparison.Ordinal);
        Assert.Contains("may have been created", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a secret text", error.ToString(), StringComparison.Ordinal);
    }

    private BoomiConnection Connect(Action<HttpOptions> change)
    {
        var http = new HttpOptions { NoProxy = true, Timeout = Requests.LongTimeout };
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

    private List<KeyValuePair<InstallerTokenRequest, IssueOutcome<InstallerToken>>> Run(
        BoomiConnection connection, IReadOnlyList<InstallerTokenRequest> inputs, int throttleLimit)
    {
        using var batch = Start(throttleLimit);
        foreach (var input in inputs)
        {
            batch.Add(input, connection, input);
        }

        return TakeAll(batch);
    }

    private InstallerTokenBatch<InstallerTokenRequest> Start(int throttleLimit) =>
        new(throttleLimit, asPlainText: true, null, () => _outcomeAvailable.Set());

    private List<KeyValuePair<InstallerTokenRequest, IssueOutcome<InstallerToken>>> TakeAll(InstallerTokenBatch<InstallerTokenRequest> batch)
    {
        var outcomes = new List<KeyValuePair<InstallerTokenRequest, IssueOutcome<InstallerToken>>>();
        while (batch.PendingCount > 0)
        {
            if (batch.TryTake(out var input, out var outcome))
            {
                outcomes.Add(new KeyValuePair<InstallerTokenRequest, IssueOutcome<InstallerToken>>(input, outcome));
            }
            else
            {
                _outcomeAvailable.WaitOne(250);
            }
        }

        return outcomes;
    }

    private static InstallerTokenRequest Request(string type, int? minutes = null) =>
        new InstallerTokenSpec { InstallType = type, DurationMinutes = minutes?.ToString(CultureInfo.InvariantCulture) }.Build();
}
