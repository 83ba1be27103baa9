using System;
using System.CommandLine;
using TokenTools.Http;

namespace TokenTools.Cli;

/// <summary>The HTTP options; names, meanings and defaults are those of the Connect cmdlets.</summary>
internal sealed class HttpOptionGroup
{
    private readonly Option<string?> _timeout = Number(
        "--timeout-sec", "The time limit of one request, in seconds: 1 to 86400, 100 by default.");

    private readonly Option<string?> _maximumRetryCount = Number(
        "--maximum-retry-count", "The maximum number of retries of a request that is safe to retry: 0 to 100, 5 by default.");

    private readonly Option<string?> _retryInterval = Number(
        "--retry-interval-sec", "The upper limit of the first retry delay, in seconds: 1 to 3600, 1 by default.");

    private readonly Option<string?> _proxy = new("--proxy")
    {
        Description = "The proxy's address. By default, the environment's proxy is used (https_proxy, no_proxy).",
        HelpName = "uri",
    };

    private readonly SecretSource _proxyCredential = new("--proxy-credential", null, "user name and password for the proxy, as user:password on one line", prompts: false);

    private readonly Option<bool> _proxyUseDefaultCredentials = new("--proxy-use-default-credentials")
    {
        Description = "Sends the current user's credentials to the proxy.",
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

    /// <param name="command">The command that gets the options.</param>
    /// <param name="addSecret">Adds an option for a secret to the command.</param>
    public HttpOptionGroup(Command command, Func<SecretSource, SecretSource> addSecret)
    {
        foreach (var option in new Option[]
        {
            _timeout, _maximumRetryCount, _retryInterval, _proxy, _proxyUseDefaultCredentials, _noProxy, _skipCertificateCheck, _allowUnencrypted,
        })
        {
            command.Add(option);
        }

        addSecret(_proxyCredential);
    }

    /// <summary>The validated settings.</summary>
    /// <param name="context">The command's context.</param>
    /// <param name="requestsPerSecond">The rate limit; null for none.</param>
    /// <param name="sandbox">Whether the service is a sandbox.</param>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    public HttpOptions Read(CommandContext context, double? requestsPerSecond = null, bool sandbox = false)
    {
        var spec = ReadSpec(context, sandbox);
        spec.TimeoutSec = TimeoutSec(context.Parsed) ?? HttpSpec.DefaultTimeoutSec;
        spec.MaximumRetryCount = SettingParser.ParseNumber(context.Parsed.GetValue(_maximumRetryCount), nameof(HttpSpec.MaximumRetryCount))
            ?? HttpSpec.DefaultMaximumRetryCount;
        spec.RetryIntervalSec = RetryIntervalSec(context.Parsed) ?? HttpSpec.DefaultRetryIntervalSec;
        spec.RequestsPerSecond = requestsPerSecond;
        return spec.Build();
    }

    /// <summary>The settings without those of time limits and retries.</summary>
    /// <param name="context">The command's context.</param>
    /// <param name="sandbox">Whether the service is a sandbox.</param>
    /// <exception cref="TokenArgumentException">The proxy's credentials cannot be read.</exception>
    public HttpSpec ReadSpec(CommandContext context, bool sandbox) => new()
    {
        Proxy = context.Parsed.GetValue(_proxy),
        ProxyCredential = _proxyCredential.IsGiven(context.Parsed) ? ProxyCredential.Parse(_proxyCredential.Read(context)) : null,
        ProxyUseDefaultCredentials = context.Parsed.GetValue(_proxyUseDefaultCredentials),
        NoProxy = context.Parsed.GetValue(_noProxy),
        SkipCertificateCheck = context.Parsed.GetValue(_skipCertificateCheck),
        AllowUnencryptedAuthentication = context.Parsed.GetValue(_allowUnencrypted),
        Sandbox = sandbox,
    };

    /// <summary>The option <c>--maximum-retry-count</c>.</summary>
    public Option MaximumRetryCount => _maximumRetryCount;

    /// <summary>The value of <c>--timeout-sec</c>; null for none.</summary>
    public int? TimeoutSec(ParseResult parsed) =>
        SettingParser.ParseNumber(parsed.GetValue(_timeout), nameof(HttpSpec.TimeoutSec));

    /// <summary>The value of <c>--retry-interval-sec</c>; null for none.</summary>
    public int? RetryIntervalSec(ParseResult parsed) =>
        SettingParser.ParseNumber(parsed.GetValue(_retryInterval), nameof(HttpSpec.RetryIntervalSec));

    private static Option<string?> Number(string name, string description) => new(name) { Description = description, HelpName = "n" };
}
