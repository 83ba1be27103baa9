using System;
using System.CommandLine;
using TokenTools.Http;

namespace TokenTools.Cli;

/// <summary>How to talk to a service: the names, meanings and defaults are those of the Connect cmdlets.</summary>
internal sealed class HttpOptionGroup
{
    private readonly Option<int?> _timeout = Number("--timeout-sec", "How long one request may take, in seconds: 1 to 86400, 100 by default.", 1, 86400);
    private readonly Option<int?> _retries = Number("--maximum-retry-count", "How often a request is repeated where that is safe: 0 to 100, 5 by default.", 0, 100);
    private readonly Option<int?> _interval = Number("--retry-interval-sec", "What the wait before the first retry stays below, in seconds: 1 to 3600, 1 by default.", 1, 3600);
    private readonly Option<string?> _proxy = new("--proxy") { Description = "The proxy's address; by default the environment's (https_proxy, no_proxy).", HelpName = "uri" };
    private readonly Option<bool> _noProxy = new("--no-proxy") { Description = "Passes by the environment's proxy." };
    private readonly Option<bool> _skip = new("--skip-certificate-check") { Description = "Takes any certificate. Only for test machines." };
    private readonly Option<bool> _plain = new("--allow-unencrypted-authentication") { Description = "Allows plain http to a host other than this machine." };

    public HttpOptionGroup(Command command)
    {
        foreach (var option in new Option[] { _timeout, _retries, _interval, _proxy, _noProxy, _skip, _plain })
        {
            command.Add(option);
        }
    }

    /// <param name="parsed">The command line.</param>
    /// <param name="requestsPerSecond">The rate that the connection keeps to; null for none.</param>
    /// <param name="timeout">How long a request may take where nothing is said, in seconds; null for what is usual.</param>
    public HttpOptions Read(ParseResult parsed, double? requestsPerSecond = null, int? timeout = null)
    {
        var options = new HttpOptions
        {
            RequestsPerSecond = requestsPerSecond,
            NoProxy = parsed.GetValue(_noProxy),
            SkipCertificateCheck = parsed.GetValue(_skip),
            AllowUnencryptedAuthentication = parsed.GetValue(_plain),
        };
        options.Timeout = (parsed.GetValue(_timeout) ?? timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : options.Timeout;
        options.MaximumRetryCount = parsed.GetValue(_retries) ?? options.MaximumRetryCount;
        options.RetryInterval = parsed.GetValue(_interval) is { } interval ? TimeSpan.FromSeconds(interval) : options.RetryInterval;
        if (parsed.GetValue(_proxy) is { } proxy)
        {
            options.Proxy = Uri.TryCreate(proxy, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
                ? address
                : throw new TokenArgumentException("Proxy", nameof(Messages.ProxyInvalid));
        }

        return options;
    }

    /// <summary>The value of <c>--timeout-sec</c>; null for none.</summary>
    public int? TimeoutSec(ParseResult parsed) => parsed.GetValue(_timeout);

    /// <summary>The value of <c>--retry-interval-sec</c>; null for none.</summary>
    public int? RetryIntervalSec(ParseResult parsed) => parsed.GetValue(_interval);

    private static Option<int?> Number(string name, string description, int least, int most)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "n" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && (value < least || value > most))
            {
                result.AddError(CliText.Format(nameof(CliMessages.NumberOutOfRange), name, least, most));
            }
        });
        return option;
    }
}
