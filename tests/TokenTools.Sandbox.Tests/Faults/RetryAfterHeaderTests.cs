using System;
using TokenTools.Sandbox.Faults;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests.Faults;

// RFC 9110 §10.2.3
public class RetryAfterHeaderTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData(" 2 ", "2")]
    [InlineData("3600", "3600")]
    [InlineData("2m", "120")]
    [InlineData("PT1H", "3600")]
    [InlineData("Tue, 01 Jan 2030 00:00:00 GMT", "Tue, 01 Jan 2030 00:00:00 GMT")]
    [InlineData("2030-01-01T01:00:00+01:00", "Tue, 01 Jan 2030 00:00:00 GMT")]
    public void Parse_ValidText_GivesHeader(string text, string header)
    {
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () => Assert.Equal(header, RetryAfterHeader.Parse(text)));
        }
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("01/02/2030")]
    public void Parse_InvalidText_Throws(string text) => AssertInvalid(() => RetryAfterHeader.Parse(text));

    [Fact]
    public void Parse_Token_IsMaskedInTheMessage() => Assert.DoesNotContain(
        "963f3eb3",
        Assert.Throws<TokenArgumentException>(() => RetryAfterHeader.Parse("molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void From_TimeOrDelay_GivesHeader()
    {
        Assert.Equal(
            "Tue, 01 Jan 2030 00:00:00 GMT", RetryAfterHeader.From(new DateTimeOffset(2030, 1, 1, 1, 0, 0, TimeSpan.FromHours(1))));
        Assert.Equal("1", RetryAfterHeader.From(TimeSpan.FromSeconds(1.9)));
        AssertInvalid(() => RetryAfterHeader.From(TimeSpan.FromSeconds(-1)));
    }

    private static void AssertInvalid(Func<object> action)
    {
        var error = Assert.Throws<TokenArgumentException>(action);
        Assert.Equal(("RetryAfter", nameof(SandboxMessages.SandboxRetryAfterInvalid)), (error.ParameterName, error.ErrorId));
    }
}
