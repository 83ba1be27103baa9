using System.CommandLine;
using TokenTools.Http;

namespace TokenTools.Cli;

/// <summary>The HTTP options; names, meanings and defaults are those of the Connect cmdlets.</summary>
internal sealed class HttpOptionGroup
{
    private readonly Option<int?> _timeout = Number(
        "--timeout-sec", "The time limit of one request, in seconds: 1 to 86400, 100 by default.");

    private readonly Option<int?> _maximumRetryCount = Number(
        "--maximum-retry-count", "The maximum number of retries of a request that is safe to retry: 0 to 100, 5 by default.");

    private readonly Option<int?> _retryInterval = Number(
        "--retry-interval-sec", "The upper limit of the first retry delay, in seconds: 1 to 3600, 1 by default.");

    private readonly Option<string?> _proxy = new("--proxy")
    {
        Description = "The proxy's address. By default, the environment's proxy is used (https_proxy, no_proxy).",
        HelpName = "uri",
    };

    private readonly Option<bool> _noProxy = new("--no-proxy") { Description = "Bypasses the environment's proxy." };

    private readonly Option<bool> _skipCertificateCheck = new("--skip-certificate-check")
    {
        Description = "Accepts any certificate. Only for test systems.",
    };

    private readonly Option<bool> _allowUnencrypted = new("--allow-unencrypted-authentication")
    {
        Description = "Allows plain http to a host other than this machine.",
    };

    public HttpOptionGroup(Command command)
    {
        foreach (var option in new Option[]
        {
            _timeout, _maximumRetryCount, _retryInterval, _proxy, _noProxy, _skipCertificateCheck, _allowUnencrypted,
        })
        {
            command.Add(option);
        }
    }

    /// <summary>The validated settings.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="requestsPerSecond">The rate limit; null for none.</param>
    /// <param name="sandbox">Whether the service is a sandbox.</param>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    public HttpOptions Read(ParseResult parsed, double? requestsPerSecond = null, bool sandbox = false)
    {
        var spec = ReadSpec(parsed, sandbox);
        spec.TimeoutSec = TimeoutSec(parsed) ?? HttpSpec.DefaultTimeoutSec;
        spec.MaximumRetryCount = parsed.GetValue(_maximumRetryCount) ?? HttpSpec.DefaultMaximumRetryCount;
        spec.RetryIntervalSec = RetryIntervalSec(parsed) ?? HttpSpec.DefaultRetryIntervalSec;
        spec.RequestsPerSecond = requestsPerSecond;
        return spec.Build();
    }

    /// <summary>The settings without those of time limits and retries.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="sandbox">Whether the service is a sandbox.</param>
    public HttpSpec ReadSpec(ParseResult parsed, bool sandbox) => new()
    {
        Proxy = parsed.GetValue(_proxy),
        NoProxy = parsed.GetValue(_noProxy),
        SkipCertificateCheck = parsed.GetValue(_skipCertificateCheck),
        AllowUnencryptedAuthentication = parsed.GetValue(_allowUnencrypted),
        Sandbox = sandbox,
    };

    /// <summary>The option <c>--maximum-retry-count</c>.</summary>
    public Option MaximumRetryCount => _maximumRetryCount;

    /// <summary>The value of <c>--timeout-sec</c>; null for none.</summary>
    public int? TimeoutSec(ParseResult parsed) => parsed.GetValue(_timeout);

    /// <summary>The value of <c>--retry-interval-sec</c>; null for none.</summary>
    public int? RetryIntervalSec(ParseResult parsed) => parsed.GetValue(_retryInterval);

    private static Option<int?> Number(string name, string description) => new(name) { Description = description, HelpName = "n" };
}
