using System.Collections.Generic;
using System.CommandLine;
using TokenTools.Http;

namespace TokenTools.Cli;

/// <summary>The HTTP options; names, meanings and defaults are those of the Connect cmdlets.</summary>
internal sealed class HttpOptionGroup
{
    private readonly SettingOptions<HttpSpec> _settings;
    private readonly Option _timeoutSec;
    private readonly Option _retryIntervalSec;
    private readonly SecretSource _proxyCredential = new(
        "--proxy-credential", null, "user name and password for the proxy, as user:password on one line", prompts: false)
    {
        KeepsLineEnd = true,
    };

    /// <param name="command">The command that the options are added to.</param>
    /// <param name="timeoutSec">What <c>--timeout-sec</c> limits, if it is not one request.</param>
    public HttpOptionGroup(CliCommand command, string? timeoutSec = null)
    {
        _settings = new SettingOptions<HttpSpec>(command);
        _timeoutSec = _settings.Add(
            nameof(HttpSpec.TimeoutSec), timeoutSec ?? "The time limit of one request, in seconds: 1 to 86400, 100 by default.", "n");
        MaximumRetryCount = _settings.Add(
            nameof(HttpSpec.MaximumRetryCount), "The number of retries, where a retry is safe: 0 to 100, 5 by default.", "n");
        _retryIntervalSec = _settings.Add(
            nameof(HttpSpec.RetryIntervalSec), "The upper limit of the first retry delay, in seconds: 1 to 3600, 1 by default.", "n");
        _settings.Add(
            nameof(HttpSpec.Proxy), "The proxy's address. By default, the environment's proxy is used (https_proxy, no_proxy).", "uri");
        command.Add(_proxyCredential);
        _settings.Add(nameof(HttpSpec.ProxyUseDefaultCredentials), "Sends the current user's credentials to the proxy.");
        _settings.Add(nameof(HttpSpec.NoProxy), "Bypasses the environment's proxy.");
        _settings.Add(nameof(HttpSpec.SkipCertificateCheck), "Accepts any certificate. Only for test systems.");
        _settings.Add(
            nameof(HttpSpec.CertificateAuthority),
            "The file with certificates (PEM) of authorities that are trusted in addition to the system's.",
            "file");
        _settings.Add(nameof(HttpSpec.AllowUnencryptedAuthentication), "Allows plain http to a host other than this machine.");
    }

    /// <summary>All of the options.</summary>
    public IEnumerable<Option> All => [.. _settings.All, _proxyCredential.File];

    /// <summary>The option <c>--maximum-retry-count</c>.</summary>
    public Option MaximumRetryCount { get; }

    /// <summary>The validated settings.</summary>
    /// <param name="context">The command line and the terminal.</param>
    /// <param name="requestsPerSecond">The rate limit; null for none.</param>
    /// <param name="sandbox">Whether the service is a sandbox.</param>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    public HttpOptions Read(CommandContext context, double? requestsPerSecond = null, bool sandbox = false)
    {
        var spec = ReadSpec(context, sandbox);
        spec.RequestsPerSecond = requestsPerSecond;
        return spec.Build();
    }

    /// <summary>The settings as they are given.</summary>
    /// <param name="context">The command line and the terminal.</param>
    /// <param name="sandbox">Whether the service is a sandbox.</param>
    /// <exception cref="TokenArgumentException">A number is not one, or the proxy's credentials cannot be read.</exception>
    public HttpSpec ReadSpec(CommandContext context, bool sandbox) => _settings.Read(context.Parsed, new HttpSpec
    {
        Sandbox = sandbox,
        ProxyCredential = _proxyCredential.IsGiven(context.Parsed) ? ProxyCredential.Parse(_proxyCredential.Read(context)) : null,
    });

    /// <summary>The value of <c>--timeout-sec</c>; null for none.</summary>
    public int? TimeoutSec(ParseResult parsed, HttpSpec spec) => parsed.IsGiven(_timeoutSec) ? spec.TimeoutSec : null;

    /// <summary>The value of <c>--retry-interval-sec</c>; null for none.</summary>
    public int? RetryIntervalSec(ParseResult parsed, HttpSpec spec) => parsed.IsGiven(_retryIntervalSec) ? spec.RetryIntervalSec : null;
}
