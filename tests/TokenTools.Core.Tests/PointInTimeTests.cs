using System;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests;

public class PointInTimeTests
{
    [Theory]
    [InlineData("2030-01-31T17:30:00Z", "2030-01-31T17:30:00Z")]
    [InlineData("2030-01-31T17:30Z", "2030-01-31T17:30:00Z")]
    [InlineData(" 2030-01-31 17:30:00Z ", "2030-01-31T17:30:00Z")]
    [InlineData("2030-01-31T17:30:00+02:00", "2030-01-31T15:30:00Z")]
    [InlineData("2030-01-31 17:30:00 -05:30", "2030-01-31T23:00:00Z")]
    [InlineData("2030-01-31T17:30:00.25Z", "2030-01-31T17:30:00.25Z")]
    public void Parse_Iso8601WithOffset_ReturnsIt(string text, string utc)
    {
        var expected = DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture);
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () => Assert.Equal(expected, PointInTime.Parse(text)));
        }
    }

    [Theory]
    [InlineData("2030-01-31", 0, 0)]
    [InlineData("2030-01-31T17:30", 17, 30)]
    [InlineData("2030-01-31 17:30:00", 17, 30)]
    public void Parse_WithoutOffset_IsLocalTime(string text, int hour, int minute) =>
        Assert.Equal(new DateTime(2030, 1, 31, hour, minute, 0, DateTimeKind.Local), PointInTime.Parse(text).LocalDateTime);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("03/04/2030")]
    [InlineData("2.3")]
    [InlineData("31.01.2030")]
    [InlineData("tomorrow")]
    [InlineData("2030-02-30")]
    [InlineData("2030-01-31T25:00")]
    [InlineData("1571147494")]
    public void Parse_OtherForm_IsRejectedWithValidForms(string? text)
    {
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () =>
            {
                var error = Assert.Throws<TokenFormatException>(() => PointInTime.Parse(text));

                Assert.Equal(nameof(Messages.PointInTimeInvalid), error.ErrorId);
                Assert.Contains("2030-01-31T17:30:00Z", error.Message, StringComparison.Ordinal);
            });
        }
    }

    [Fact]
    public void From_DateWithoutLocalTime_IsRejected()
    {
        Assert.Throws<TokenFormatException>(() => PointInTime.From(DateTime.MinValue));
        Assert.Throws<TokenFormatException>(() => PointInTime.From(DateTime.MaxValue));
        Assert.Equal(DateTimeOffset.MinValue, PointInTime.From(DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc)));
    }
}
