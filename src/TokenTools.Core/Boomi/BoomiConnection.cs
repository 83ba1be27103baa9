using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>A connection to the Boomi Platform API.</summary>
public sealed class BoomiConnection : ServiceConnection
{
    private const string ApiTokenPrefix = BoomiTokenPattern.ApiTokenPrefix;

    private const int MaximumAccountIdShown = 100;

    private readonly SecureString _secret;
    private readonly SecureString _header;
    private readonly string _basicUser;
    private ServiceTime? _serviceTime;
    private int _skewReported;

    private BoomiConnection(
        ServiceClient client, Redactor redactor, BoomiConnectionOptions.Validated settings, SecureString secret, double? requestsPerSecond)
        : base(client, redactor)
    {
        AccountId = settings.AccountId;
        OverrideAccountId = settings.OverrideAccountId;
        RequestsPerSecond = requestsPerSecond;
        RequiresOneTimePassword = settings.RequiresOneTimePassword;
        Warnings = new TextList<TokenWarning>(settings.Warnings, " ");
        Remarks = [.. settings.Remarks, .. client.Remarks];
        _basicUser = settings.BasicUser;
        _secret = secret;
        _header = settings.Header;
    }

    /// <inheritdoc/>
    public override string Service => "Boomi";

    /// <summary>The id of the account that is connected to.</summary>
    public string AccountId { get; }

    /// <summary>The account that the Partner API acts for; null for none.</summary>
    public string? OverrideAccountId { get; }

    /// <summary>The user name, without the prefix of an API token.</summary>
    public string UserName => UsesApiToken ? _basicUser.Substring(ApiTokenPrefix.Length) : _basicUser;

    /// <summary>True for a platform API token, false for a password.</summary>
    public bool UsesApiToken => _basicUser.StartsWith(ApiTokenPrefix, StringComparison.Ordinal);

    /// <summary>True if each call requires a code of the user's second factor.</summary>
    public bool RequiresOneTimePassword { get; }

    /// <summary>The rate limit that all users of this connection share, in requests per second; null for none.</summary>
    public double? RequestsPerSecond { get; }

    /// <summary>
    /// The service's time at present, to the second, from its latest response; null if it has not sent a time yet. Its clock may be ahead of
    /// this by the time that the response took.
    /// </summary>
    public DateTimeOffset? ServerTime => Client.ServerClock.Earliest(Client.ServerClock.Now());

    /// <inheritdoc/>
    public override string Identity => OverrideAccountId is null
        ? AccountId + " (" + UserName + ")"
        : AccountId + " for " + OverrideAccountId + " (" + UserName + ")";

    /// <inheritdoc/>
    public override IReadOnlyList<TokenWarning> Warnings { get; }

    /// <inheritdoc/>
    internal override IReadOnlyList<MessageText> Remarks { get; }

    /// <summary>Creates a connection. Sends nothing: the first request shows whether the credentials are valid.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="clock">The clock; null for the machine's.</param>
    /// <exception cref="TokenArgumentException">A setting cannot be used.</exception>
    internal static BoomiConnection Create(BoomiConnectionOptions options, IClock? clock = null)
    {
        var settings = options.Validate();
        var client = new ServiceClient(new BoomiProtocol(), settings.Address, options.Http, clock);
        var secret = options.Secret!.Copy();
        secret.MakeReadOnly();
        return new BoomiConnection(client, new Redactor(secret, settings.Header), settings, secret, options.Http.RequestsPerSecond);
    }

    /// <summary>Requests one installer token. Never sends a request again that may have been processed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="asPlainText">Whether the token is a string rather than a <see cref="SecureString"/>.</param>
    /// <param name="progress">Receives retries and debug messages, on any thread.</param>
    /// <param name="cancellationToken">
    /// Cancels delays and retries, and a request in progress unless <paramref name="abortToken"/> is specified.
    /// </param>
    /// <param name="abortToken">Aborts a request in progress. A token that it has issued is lost: it cannot be read again.</param>
    internal async Task<IssueOutcome<InstallerToken>> IssueAsync(
        InstallerTokenRequest request,
        bool asPlainText = false,
        IProgress<Notice>? progress = null,
        CancellationToken cancellationToken = default,
        CancellationToken? abortToken = null)
    {
        var account = EffectiveAccount(request);
        var start = Client.ServerClock.Now();
        InstallerToken token;
        try
        {
            var serviceRequest = ToServiceRequest(request);
            var response = await Client.SendAsync(serviceRequest, progress, cancellationToken, abortToken).ConfigureAwait(false);
            token = new InstallerTokenReader(Client, serviceRequest, response).Read(asPlainText, account, request.CloudId);
            _serviceTime = token.Time;
            ReportSkew(token.Time, progress);
        }
        catch (TokenException error) when (!error.NeverApplied)
        {
            return Unknown(request, error, start);
        }
        catch (TokenApiException error)
        {
            return new IssueOutcome<InstallerToken>.Rejected(error);
        }
        catch (TokenException error)
        {
            return new IssueOutcome<InstallerToken>.NotSent(error);
        }
        catch (RequestCanceledException error) when (error.RequestSent)
        {
            return new IssueOutcome<InstallerToken>.Unknown(LatestExpiration(request), null);
        }
        catch (OperationCanceledException)
        {
            return new IssueOutcome<InstallerToken>.NotSent(null);
        }

        // A token installs into the account in the response, which may differ from the requested one. Case is ignored: no ids are known
        // that differ only in case, and a service that accepts an id in any case may return it in another.
        return new IssueOutcome<InstallerToken>.Issued(token, string.Equals(token.AccountId, account, StringComparison.OrdinalIgnoreCase)
            ? null
            : new TokenAccountMismatchException(token.Secured(), Redactor.RedactToLine(token.AccountId, MaximumAccountIdShown), account));
    }

    /// <summary>The outcome of a request that may have been processed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cause">Why the outcome is unknown.</param>
    /// <param name="start">A local time before the request was sent.</param>
    internal IssueOutcome<InstallerToken>.Unknown Unknown(InstallerTokenRequest request, TokenException cause, LocalTime start)
    {
        var expiration = LatestExpiration(request);
        var window = CreationWindow.Between(Client.ServerClock, start, Client.ServerClock.Now());
        return new(
            expiration, new TokenOutcomeUnknownException(cause, request.InstallType, EffectiveAccount(request), expiration, window));
    }

    /// <summary>The account of the connection's objects: the one to act for, otherwise the connection's.</summary>
    internal string ObjectAccount => OverrideAccountId ?? AccountId;

    /// <summary>The account of a requested token: the one to act for, otherwise the request's, otherwise the connection's.</summary>
    internal string EffectiveAccount(InstallerTokenRequest request) =>
        request.OverrideAccountId ?? OverrideAccountId ?? request.AccountId ?? AccountId;

    /// <summary>The sentence about a token that may have been issued for a request.</summary>
    internal MessageText MayExist(InstallerTokenRequest request, DateTimeOffset latestExpiration) => new(
        nameof(Messages.InstallerTokenMayExist),
        request.InstallType,
        DisplayText.Id(EffectiveAccount(request)),
        TimeText.CeilingToMinute(latestExpiration));

    /// <summary>The warning about an outcome that the caller did not receive; null if no token can have been issued.</summary>
    internal MessageText? DescribeLost(InstallerTokenRequest request, IssueOutcome<InstallerToken> outcome) => outcome switch
    {
        IssueOutcome<InstallerToken>.Issued { Problem: { } problem } =>
            new MessageText(nameof(Messages.InstallerTokenProblemNotReturned), problem),
        IssueOutcome<InstallerToken>.Issued issued => issued.Token.NotReturned,
        IssueOutcome<InstallerToken>.Unknown unknown => MayExist(request, unknown.LatestExpiration),
        _ => null,
    };

    /// <summary>The latest time at which a token that was requested before now can expire.</summary>
    internal DateTimeOffset LatestExpiration(InstallerTokenRequest request)
    {
        // Any response shows the service's clock; without a Date header, only one with a token does.
        var now = Client.ServerClock.Latest(Client.ServerClock.Now()) ?? _serviceTime?.UtcNow ?? Client.Clock.UtcNow;
        return now.AddMinutes(request.DurationMinutes) + CreationWindow.MaximumProcessingDelay;
    }

    /// <summary>A request about objects of the account: the connection's, or the one that it acts for.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The escaped path below the account, such as <c>Atom/query</c>.</param>
    /// <param name="retry">Which failures are retried.</param>
    /// <param name="possibleEffect">The sentence about possible effects; null for a request without an effect.</param>
    /// <exception cref="TokenArgumentException">The connection requires a code for each call, and several calls may be needed.</exception>
    internal ServiceRequest CreateRequest(HttpMethod method, string path, RetryPolicy retry, Func<string>? possibleEffect) =>
        !RequiresOneTimePassword
            ? CreateRequest(method, AccountId, OverrideAccountId, path, retry, possibleEffect)
            : throw new TokenArgumentException(
                nameof(RequiresOneTimePassword), nameof(Messages.BoomiOneTimePasswordUnsupported));

    /// <summary>A single call that reads an object of the account.</summary>
    /// <param name="path">The escaped path below the account.</param>
    /// <param name="code">The code of the second factor; null for none.</param>
    /// <exception cref="TokenArgumentException">The connection has an API token, or no code although it requires one.</exception>
    internal ServiceRequest CreateRequest(string path, SecureString? code) => WithOneTimePassword(
        CreateRequest(HttpMethod.Get, AccountId, OverrideAccountId, path, RetryPolicy.Idempotent, possibleEffect: null), code);

    // A code is valid once, so the request is not retried.
    private ServiceRequest WithOneTimePassword(ServiceRequest request, SecureString? code)
    {
        if (code is null)
        {
            return !RequiresOneTimePassword
                ? request
                : throw new TokenArgumentException(BoomiOneTimePassword.Key, nameof(Messages.BoomiOneTimePasswordMissing));
        }

        if (UsesApiToken)
        {
            throw new TokenArgumentException(BoomiOneTimePassword.Key, nameof(Messages.BoomiOneTimePasswordUnused));
        }

        var authenticate = request.Authenticate!;
        return request with
        {
            Retry = RetryPolicy.Never,
            Redactor = request.Redactor.With(code),
            Authenticate = message =>
            {
                authenticate(message);
                message.Headers.TryAddWithoutValidation(BoomiOneTimePassword.Header, SecureText.Reveal(code));
            },
        };
    }

    /// <summary>Reports a difference between the clocks, once for each connection.</summary>
    internal void ReportSkew(ServiceTime time, IProgress<Notice>? progress)
    {
        if (time.IsSkewed && Interlocked.Exchange(ref _skewReported, 1) == 0)
        {
            progress?.Report(new Notice(NoticeLevel.Warning, MessageText.Format(
                time.Offset < TimeSpan.Zero ? nameof(Messages.BoomiClockAhead) : nameof(Messages.BoomiClockBehind),
                Duration.Format(Rounded(time.Offset.Duration())))));
        }
    }

    // The service's date has no fractions of a second, and its response takes a while.
    private static TimeSpan Rounded(TimeSpan offset) => offset < TimeSpan.FromMinutes(10)
        ? TimeSpan.FromSeconds(Math.Round(offset.TotalSeconds))
        : TimeSpan.FromMinutes(Math.Round(offset.TotalMinutes));

    private ServiceRequest ToServiceRequest(InstallerTokenRequest request) => WithOneTimePassword(
        CreateRequest(
            HttpMethod.Post,
            request.AccountId ?? AccountId,
            request.OverrideAccountId ?? OverrideAccountId,
            "InstallerToken",
            RetryPolicy.RejectedOnly,
            () => MayExist(request, LatestExpiration(request)).ToString()) with
        {
            Json = request.ToJson(),
        },
        request.OneTimePassword);

    private ServiceRequest CreateRequest(
        HttpMethod method, string accountId, string? overrideAccountId, string path, RetryPolicy retry, Func<string>? possibleEffect)
    {
        // https://developer.boomi.com/docs/APIs/PlatformAPI/Introduction/Partner_API: the primary account stays in the path.
        var below = "api/rest/v1/" + Uri.EscapeDataString(accountId) + "/" + path;
        return new ServiceRequest(
            method,
            overrideAccountId is null ? below : "partner/" + below + "?overrideAccount=" + Uri.EscapeDataString(overrideAccountId),
            retry)
        {
            Redactor = Redactor,
            Authenticate = message => message.Headers.Authorization =
                new AuthenticationHeaderValue("Basic", SecureText.ToBase64(_basicUser + ":", _secret)),
            PossibleEffect = possibleEffect,
        };
    }

    private protected override void ClearCredentials()
    {
        _secret.Dispose();
        _header.Dispose();
    }
}
