using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Core.Tests.Net;

/// <summary>Requests and connections that most tests use.</summary>
internal static class Requests
{
    public const string User = "user@boomi.com";

    public const string Secret = "123aab45-67b8-9012-3a45-67c8e9e01e23";

    /// <summary>What a request of <see cref="Post"/> may have done.</summary>
    public const string Effect = "The request may have had an effect.";

    // A time limit for what normally happens immediately but may take longer on a busy machine.
    public static readonly TimeSpan LongTimeout = TimeSpan.FromMinutes(2);

    public static ServiceRequest Post(RetryPolicy policy) => new(HttpMethod.Post, "thing", policy)
    {
        Json = "{}",
        Redactor = Redactor.ByShape,
        PossibleEffect = static () => Effect,
    };

    public static ServiceRequest Get(RetryPolicy policy) => new(HttpMethod.Get, "thing", policy)
    {
        Redactor = Redactor.ByShape,
        PossibleEffect = null,
    };

    public static RetryPolicy Policy(string name) =>
        new[] { RetryPolicy.Never, RetryPolicy.RejectedOnly, RetryPolicy.Idempotent }.Single(policy => policy.Name == name);

    /// <summary>A client without a proxy, by default with the module's number of retries and without a rate limit.</summary>
    public static ServiceClient Client(Uri address, FakeClock? clock = null, int retries = 5, double? requestsPerSecond = null) => new(
        new PlainProtocol(),
        address,
        new HttpOptions { NoProxy = true, Timeout = LongTimeout, MaximumRetryCount = retries, RequestsPerSecond = requestsPerSecond },
        clock ?? new FakeClock());

    public static BoomiConnection Boomi(Uri address, IClock? clock = null, Action<BoomiConnectionOptions>? change = null)
    {
        var options = new BoomiConnectionOptions
        {
            AccountId = "fakeAccountId",
            UserName = User,
            Secret = Secure(Secret),
            IsApiToken = true,
            BaseUri = address.ToString(),
            Http = new HttpOptions { NoProxy = true, Timeout = LongTimeout },
        };
        change?.Invoke(options);
        return BoomiConnection.Create(options, clock);
    }

    public static InstallerTokenRequest Molecule { get; } = new InstallerTokenSpec { InstallType = "MOLECULE", DurationMinutes = "30" }.Build();

    public static SecureString Secure(string text) => SecureText.FromString(text);

    /// <summary>Waits for an effect of another thread.</summary>
    public static void Until(Func<bool> done) => Assert(SpinWait.SpinUntil(done, LongTimeout));

    /// <summary>Sends a request and returns the response or the error, with the notices.</summary>
    public static async Task<Outcome> TryAsync(
        this ServiceClient client, ServiceRequest request, CancellationToken cancellationToken = default)
    {
        var notices = new ConcurrentQueue<Notice>();
        try
        {
            var response = await client.SendAsync(request, new DelegateProgress<Notice>(notices.Enqueue), cancellationToken);
            return new Outcome(response, null, notices.ToArray());
        }
        catch (TokenException error)
        {
            return new Outcome(null, error, notices.ToArray());
        }
    }

    private static void Assert(bool condition) => Xunit.Assert.True(condition, "What the test waits for did not happen.");
}

/// <summary>The result of a request.</summary>
internal sealed record Outcome(ServiceResponse? Response, TokenException? Error, IReadOnlyList<Notice> Notices)
{
    /// <summary>The number of attempts; each one reports a debug notice.</summary>
    public int Attempts => Notices.Count(notice => notice.Level == NoticeLevel.Debug);
}
