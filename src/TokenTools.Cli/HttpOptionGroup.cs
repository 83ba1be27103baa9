using System.CommandLine;
using TokenTools.Http;

namespace TokenTools.Cli;

/// <summary>The HTTP options; names, meanings and defaults are those of the Connect cmdlets.</summary>
internal sealed class HttpOptionGroup
{
    private readonly Option<int?> _timeout = Number(
        "--timeout-sec", "The time limit of one request, in seconds: 1 to 86400, 100 by default.");

    private readonly Option<int?> _maximumRetryCount = Number(
        "--maximum-retry-count", "The number of retries, where a retry is safe: 0 to 100, 5 by default.");

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
    /// <param name="timeout">The default time limit, in seconds; null for the usual one.</param>
    /// <param name="sandbox">Whether the service is a sandbox.</param>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    public HttpOptions Read(ParseResult parsed, double? requestsPerSecond = null, int? timeout = null, bool sandbox = false) => new HttpSpec
    {
        TimeoutSec = parsed.GetValue(_timeout) ?? timeout ?? HttpSpec.DefaultTimeoutSec,
        MaximumRetryCount = parsed.GetValue(_maximumRetryCount) ?? HttpSpec.DefaultMaximumRetryCount,
        RetryIntervalSec = parsed.GetValue(_retryInterval) ?? HttpSpec.DefaultRetryIntervalSec,
        RequestsPerSecond = requestsPerSecond,
        Proxy = parsed.GetValue(_proxy),
        NoProxy = parsed.GetValue(_noProxy),
        SkipCertificateCheck = parsed.GetValue(_skipCertificateCheck),
        AllowUnencryptedAuthentication = parsed.GetValue(_allowUnencrypted),
        Sandbox = sandbox,
    }.Build();

    private static Option<int?> Number(string name, string description) => new(name) { Description = description, HelpName = "n" };
}
