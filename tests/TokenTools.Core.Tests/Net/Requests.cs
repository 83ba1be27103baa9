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

/// <summary>What most tests send, and to whom.</summary>
internal static class Requests
{
    public const string User = "user@boomi.com";

    public const string Secret = "123aab45-67b8-9012-3a45-67c8e9e01e23";

    // A wait for something that should be there at once, and on a busy machine comes late.
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static ServiceRequest Post(RetryPolicy policy) => new(HttpMethod.Post, "thing", policy)
    {
        Json = "{}",
        Redactor = Redactor.ByShape,
        ReadError = static _ => null,
        MayHaveLeft = static () => "Something may be left.",
    };

    public static ServiceRequest Get(RetryPolicy policy) => new(HttpMethod.Get, "thing", policy)
    {
        Redactor = Redactor.ByShape,
        ReadError = static _ => null,
    };

    public static RetryPolicy Policy(string name) =>
        new[] { RetryPolicy.Never, RetryPolicy.RejectedOnly, RetryPolicy.Idempotent }.Single(policy => policy.Name == name);

    public static BoomiConnection Boomi(Uri address, IClock? clock = null, Action<BoomiConnectionOptions>? change = null)
    {
        var options = new BoomiConnectionOptions
        {
            AccountId = "fakeAccountId",
            UserName = User,
            Secret = Secure(Secret),
            IsApiToken = true,
            BaseUri = address.ToString(),
            Http = new HttpOptions { NoProxy = true, Timeout = Patience },
        };
        change?.Invoke(options);
        return BoomiConnection.Create(options, clock);
    }

    public static InstallerTokenRequest Molecule { get; } = new InstallerTokenSpec { InstallType = "MOLECULE", DurationMinutes = "30" }.Build();

    public static SecureString Secure(string text) => SecureText.FromString(text);

    /// <summary>Waits for what another thread is about to do.</summary>
    public static void Until(Func<bool> done) => Assert(SpinWait.SpinUntil(done, Patience));

    /// <summary>Sends and gives what came of it: the answer or the error, and how often it was tried.</summary>
    public static async Task<Outcome> TryAsync(this ServiceClient client, ServiceRequest request, CancellationToken cancellationToken = default)
    {
        var notices = new ConcurrentQueue<Notice>();
        try
        {
            return new Outcome(await client.SendAsync(request, new DelegateProgress<Notice>(notices.Enqueue), cancellationToken), null, notices.ToArray());
        }
        catch (TokenException error)
        {
            return new Outcome(null, error, notices.ToArray());
        }
    }

    private static void Assert(bool condition) => Xunit.Assert.True(condition, "What the test waits for didn't happen.");
}

/// <summary>What came of a request.</summary>
internal sealed record Outcome(ServiceResponse? Response, TokenException? Error, IReadOnlyList<Notice> Notices)
{
    /// <summary>Each attempt is announced on the debug stream.</summary>
    public int Attempts => Notices.Count(notice => notice.Level == NoticeLevel.Debug);
}
