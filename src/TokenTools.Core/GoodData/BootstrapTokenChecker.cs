using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>Asks an organization of GoodData.CN whose a bootstrap token is, or waits until it can say.</summary>
public sealed class BootstrapTokenChecker : IDisposable
{
    private const string ServiceName = "GoodData.CN";

    // One call without a redirect that tells user and permissions (gooddata/gooddata-python-sdk:schemas, getProfile).
    private const string ProfilePath = "api/v1/profile";

    private const string ManagePermission = "MANAGE";

    private const int LongestName = 300;

    // Whoever waits for an organization wants to hear of it soon.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    // A host that takes packets and says nothing must not use up the whole wait.
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(30);

    // What is left for the last look at the end of a wait: twice what the one before it took, within these.
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private static readonly Regex Host = new(@"\A(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?\z", RegexOptions.CultureInvariant);

    private readonly ServiceClient _client;
    private readonly IClock _clock;
    private readonly string? _hostHeader;
    private readonly TimeSpan? _wait;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _longestPause;

    private BootstrapTokenChecker(ServiceClient client, BootstrapTokenCheckOptions options)
    {
        _client = client;
        _clock = client.Clock;
        _hostHeader = options.HostHeader;
        _wait = options.Wait;
        _interval = options.Http.RetryInterval;
        _longestPause = _interval > LongestPause ? _interval : LongestPause;
    }

    /// <summary>The organization's address.</summary>
    public Uri Uri => _client.BaseAddress;

    /// <summary>Makes one. Nothing is sent yet.</summary>
    /// <exception cref="TokenArgumentException">One of the options can't be right.</exception>
    public static BootstrapTokenChecker Create(BootstrapTokenCheckOptions options) => Create(options, clock: null);

    internal static BootstrapTokenChecker Create(BootstrapTokenCheckOptions options, IClock? clock)
    {
        var address = ServiceAddress.Parse(options.Uri, "Uri", options.Http.AllowUnencryptedAuthentication, hostIsEnough: true);
        if (address.AbsolutePath.IndexOf("/api/", StringComparison.OrdinalIgnoreCase) >= 0)
        {
            throw new TokenArgumentException("Uri", nameof(Messages.ProfileUriTooLong));
        }

        if (options.HostHeader is not null && !IsHost(options.HostHeader))
        {
            throw new TokenArgumentException("HostHeader", nameof(Messages.ProfileHostHeaderInvalid));
        }

        var http = options.Http;
        var timeout = options.Wait is { } wait ? Shorter(http.Timeout, Shorter(wait, LongestRequest)) : http.Timeout;
        return new BootstrapTokenChecker(new ServiceClient(ServiceName, address, http.WithTimeout(timeout), clock), options);
    }

    /// <summary>Asks, and where a wait was asked for again and again until the token is accepted or the wait is over.</summary>
    /// <param name="token">The token; see <see cref="BootstrapTokenReader"/> for one that was made elsewhere.</param>
    /// <param name="progress">Told how it stands; called from any thread.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What came of it: also a refusal, and an organization that isn't there.</returns>
    /// <exception cref="TokenTransportException">The host's name has no address, or its certificate isn't trusted, also at the end of the wait.</exception>
    /// <exception cref="TokenArgumentException">The token can't be sent: it has white space in it.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was asked for.</exception>
    public async Task<BootstrapTokenCheck> CheckAsync(BootstrapToken token, IProgress<Notice>? progress = null, CancellationToken cancellationToken = default)
    {
        var request = Request(token);
        var activity = MessageText.Format(nameof(Messages.ProfileWaitActivity), _hostHeader ?? Uri.Host);
        var began = _clock.Elapsed;
        TokenException? failure = null;
        for (var attempt = 1; ; attempt++)
        {
            var asked = _clock.Elapsed;
            try
            {
                var check = await AskAsync(request, Left(began), attempt, progress, cancellationToken).ConfigureAwait(false);
                EndProgress(attempt, activity, progress);
                return Timed(check, attempt, began);
            }
            catch (TokenException error)
            {
                failure = error;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && failure is not null)
            {
                // The last look was cut short; what came before it says more.
            }

            if (Pause(failure, attempt - 1, _clock.Elapsed - asked, Left(began)) is not { } pause)
            {
                EndProgress(attempt, activity, progress);
                return Timed(Refused(failure), attempt, began);
            }

            progress?.Report(new Notice(NoticeLevel.Verbose, MessageText.Format(nameof(Messages.ProfileNotYet), failure.Message, pause.TotalSeconds)));
            var status = MessageText.Format(nameof(Messages.ProfileWaitStatus), attempt, failure.Message);
            await PauseAsync(pause, began, activity, status, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is dangerous about using that token here, as opposed to what is wrong with it.</summary>
    public IReadOnlyList<TokenWarning> WarningsOf(BootstrapToken token) =>
        BootstrapTokenReader.WarnOfCommunityDefault(token, Uri) is { } published ? [published] : [];

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // .NET's own word on it counts as well, which it would otherwise say only once the request is made.
    private static bool IsHost(string text)
    {
        if (!Host.IsMatch(text))
        {
            return false;
        }

        using var message = new HttpRequestMessage();
        try
        {
            message.Headers.Host = text;
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    // What a starting organization gives: no connection, 401 until its user is there, 404 until its host is known, and what
    // ingress and services say meanwhile (gooddata/gooddata-cn-terraform, create-user.sh).
    private static bool IsTransient(TokenException failure) => failure switch
    {
        TokenApiException api => api.StatusCode is 401 or 404 or 408 or 425 or 429 or >= 500,
        TokenTransportException => true,
        _ => false,
    };

    private TimeSpan Left(TimeSpan began) => _wait is { } wait ? began + wait - _clock.Elapsed : TimeSpan.Zero;

    // How long until the next attempt; null for no further one.
    private TimeSpan? Pause(TokenException failure, int retry, TimeSpan took, TimeSpan left)
    {
        if (_wait is null || !IsTransient(failure))
        {
            return null;
        }

        // At once, or at a time that is over by this machine's clock: then as if nothing were asked for, else it would be asked without end.
        if (failure is TokenApiException { RetryAfter: { } asked } && asked > TimeSpan.Zero)
        {
            return asked < left ? asked : null;
        }

        // Half of it fixed, half by chance: many may wait for one platform to come up.
        var ceiling = Math.Min(_interval.TotalSeconds * Math.Pow(2, Math.Min(retry, 20)), _longestPause.TotalSeconds);
        var pause = TimeSpan.FromSeconds(ceiling * (1 + _clock.NextRandom()) / 2);
        var last = left - Shorter(LongestLook, took + took < ShortestLook ? ShortestLook : took + took);
        return pause < last ? pause : last > TimeSpan.Zero ? last : null;
    }

    private async Task<BootstrapTokenCheck> AskAsync(
        ServiceRequest request, TimeSpan left, int attempt, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_wait is not null && attempt > 1)
        {
            // The first attempt has the client's own limit, which is no longer and says more.
            limit.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1));
        }

        var response = await _client.SendAsync(request, progress, limit.Token).ConfigureAwait(false);
        var json = ResponseBody.ReadJsonObject(response.Body) ?? throw _client.InvalidResponse(request, response, nameof(Messages.AnswerUnreadable));
        var userId = Text(json, "userId", request)
            ?? throw _client.InvalidResponse(request, response, nameof(Messages.AnswerIncomplete), MessageText.Format(nameof(Messages.ProfileUserMissing)));
        var permissions = json["permissions"] is JArray list
            ? list.Where(static item => item.Type == JTokenType.String).Select(item => request.Redactor.RedactToLine((string)item!, LongestName)).ToArray()
            : [];
        return new BootstrapTokenCheck(Uri)
        {
            UserId = userId,
            OrganizationId = Text(json, "organizationId", request),
            OrganizationName = Text(json, "organizationName", request),
            Permissions = permissions,
            CanManage = permissions.Contains(ManagePermission, StringComparer.Ordinal),
            StatusCode = response.StatusCode,
        };
    }

    private async Task PauseAsync(
        TimeSpan pause, TimeSpan began, string activity, string status, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        for (var until = _clock.Elapsed + pause; _clock.Elapsed < until;)
        {
            var left = Left(began);
            progress?.Report(new ProgressNotice(activity, status, (int)Math.Max(0, 100 - (100 * left.TotalSeconds / _wait!.Value.TotalSeconds)), left));
            await _clock.Delay(Shorter(Tick, until - _clock.Elapsed), cancellationToken).ConfigureAwait(false);
        }
    }

    private ServiceRequest Request(BootstrapToken token)
    {
        if (token.Warnings.Any(static warning => warning.Id == nameof(Messages.BootstrapTokenLineWrapped)))
        {
            throw new TokenArgumentException("Token", nameof(Messages.BootstrapTokenLineWrapped));
        }

        var secret = token.Token as SecureString ?? SecureText.FromString((string)token.Token);
        var host = _hostHeader ?? Uri.Authority;
        return new ServiceRequest(HttpMethod.Get, ProfilePath, RetryPolicy.Never)
        {
            // Without it, a request that isn't let in gets a page to log in instead of a reason.
            Headers = [new("X-Requested-With", "XMLHttpRequest")],
            Redactor = new Redactor(secret, token.Password),
            ReadError = ProfileErrorReader.Read,
            Succeeded = static status => status == 200,
            Advise = (status, _) => status switch
            {
                401 => new MessageText(nameof(Messages.ProfileAdviceCredentials)),
                404 => new MessageText(nameof(Messages.ProfileAdviceUnknownHost), host),
                429 or >= 500 => new MessageText(nameof(Messages.ProfileAdviceNotReady)),
                _ => null,
            },
            Authenticate = message =>
            {
                message.Headers.Host = _hostHeader;
                message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SecureText.Reveal(secret));
            },
        };
    }

    private static string? Text(JObject json, string name, ServiceRequest request) =>
        json[name] is JValue { Type: JTokenType.String } value && request.Redactor.RedactToLine((string)value!, LongestName) is { Length: > 0 } text ? text : null;

    private BootstrapTokenCheck Refused(TokenException failure)
    {
        // Not a question of the token, and nothing that asking again would change.
        if (failure is TokenTransportException { Failure: TransportFailure.NameNotResolved or TransportFailure.TlsFailed })
        {
            throw failure;
        }

        return new BootstrapTokenCheck(Uri)
        {
            StatusCode = (failure as TokenApiException)?.StatusCode,
            ReasonId = failure.ErrorId,
            Reason = failure.Message,
            Advice = failure.RecommendedAction
                ?? (_wait is null && failure is TokenTransportException ? MessageText.Format(nameof(Messages.ProfileAdviceNotReady)) : null),
        };
    }

    private static void EndProgress(int attempts, string activity, IProgress<Notice>? progress)
    {
        if (attempts > 1)
        {
            progress?.Report(new ProgressNotice(activity, " ", 100, TimeSpan.Zero));
        }
    }

    private BootstrapTokenCheck Timed(BootstrapTokenCheck check, int attempts, TimeSpan began)
    {
        (check.Attempts, check.Elapsed) = (attempts, _clock.Elapsed - began);
        return check;
    }
}
