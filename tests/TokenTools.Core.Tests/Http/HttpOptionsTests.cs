using System;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Http;

/// <summary>A number that no request could go by is refused when the connection is made, not with each request.</summary>
public class HttpOptionsTests
{
    [Theory]
    [InlineData("TimeoutSec", 0.0)]
    [InlineData("TimeoutSec", -1.0)]
    [InlineData("TimeoutSec", 86401.0)]
    [InlineData("TimeoutSec", 9e11)]
    [InlineData("MaximumRetryCount", -1.0)]
    [InlineData("MaximumRetryCount", 101.0)]
    [InlineData("RetryIntervalSec", -1.0)]
    [InlineData("RetryIntervalSec", 3601.0)]
    [InlineData("RequestsPerSecond", 0.0)]
    [InlineData("RequestsPerSecond", -5.0)]
    [InlineData("RequestsPerSecond", double.NaN)]
    [InlineData("RequestsPerSecond", double.PositiveInfinity)]
    [InlineData("RequestsPerSecond", 1e300)]
    public void A_number_out_of_range_is_refused_with_the_range(string name, double value)
    {
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () =>
            {
                var error = Assert.Throws<TokenArgumentException>(() => Requests.Boomi(new Uri("http://127.0.0.1:1/"), change: options => Set(options.Http, name, value)));

                Assert.Equal((name, nameof(Messages.OptionOutOfRange)), (error.ParameterName, error.ErrorId));
                Assert.Matches("^" + name + " can't be .+\\. Give (more than 0|0|0\\.01) to [0-9]+\\.$", error.Message);
            });
        }
    }

    [Theory]
    [InlineData("TimeoutSec", 86400.0)]
    [InlineData("TimeoutSec", 0.001)]
    [InlineData("MaximumRetryCount", 0.0)]
    [InlineData("RetryIntervalSec", 0.0)]
    [InlineData("RequestsPerSecond", 0.01)]
    [InlineData("RequestsPerSecond", 100_000.0)]
    public void A_number_at_the_end_of_its_range_is_good(string name, double value)
    {
        using var connection = Requests.Boomi(new Uri("http://127.0.0.1:1/"), change: options => Set(options.Http, name, value));

        Assert.False(connection.IsClosed);
    }

    private static void Set(HttpOptions options, string name, double value)
    {
        switch (name)
        {
            case "TimeoutSec":
                options.Timeout = TimeSpan.FromSeconds(value);
                break;
            case "MaximumRetryCount":
                options.MaximumRetryCount = (int)value;
                break;
            case "RetryIntervalSec":
                options.RetryInterval = TimeSpan.FromSeconds(value);
                break;
            default:
                options.RequestsPerSecond = value;
                break;
        }
    }
}
