using System;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests;

public class DurationTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("30m", 1800)]
    [InlineData("2h", 7200)]
    [InlineData("1d12h", 129600)]
    [InlineData("1d2h3m4s", 93784)]
    [InlineData(" 2H ", 7200)]
    [InlineData("0h30m", 1800)]
    [InlineData("PT30M", 1800)]
    [InlineData("P1DT12H", 129600)]
    [InlineData("P1D", 86400)]
    [InlineData("P2W", 1209600)]
    [InlineData("PT90S", 90)]
    public void A_duration_is_read(string text, int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), Duration.Parse(text));
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () => Assert.Equal(TimeSpan.FromSeconds(seconds), Duration.Parse(text)));
        }
    }

    [Fact]
    public void A_token_in_a_durations_place_is_not_repeated()
    {
        var error = Assert.Throws<TokenFormatException>(() => Duration.Parse("MDAxY2xvY2F0aW9uIHpvbmUuZXhhbXBsZS5jb20K"));
        Assert.DoesNotContain("MDAx", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", nameof(Messages.DurationEmpty))]
    [InlineData("   ", nameof(Messages.DurationEmpty))]
    [InlineData(null, nameof(Messages.DurationEmpty))]
    [InlineData("30", nameof(Messages.DurationWithoutUnit))]
    [InlineData("-5m", nameof(Messages.DurationInvalid))]
    [InlineData("+5m", nameof(Messages.DurationInvalid))]
    [InlineData("1h30", nameof(Messages.DurationInvalid))]
    [InlineData("1.5h", nameof(Messages.DurationInvalid))]
    [InlineData("1,5h", nameof(Messages.DurationInvalid))]
    [InlineData("30m1h", nameof(Messages.DurationInvalid))]
    [InlineData("1h 30m", nameof(Messages.DurationInvalid))]
    [InlineData("P1M", nameof(Messages.DurationInvalid))]
    [InlineData("P1Y", nameof(Messages.DurationInvalid))]
    [InlineData("P", nameof(Messages.DurationInvalid))]
    [InlineData("PT", nameof(Messages.DurationInvalid))]
    [InlineData("P1DT", nameof(Messages.DurationInvalid))]
    [InlineData("٣٠m", nameof(Messages.DurationInvalid))]
    [InlineData("00:30:00", nameof(Messages.DurationInvalid))]
    [InlineData("soon", nameof(Messages.DurationInvalid))]
    [InlineData("0s", nameof(Messages.DurationZero))]
    [InlineData("PT0S", nameof(Messages.DurationZero))]
    [InlineData("99999999d", nameof(Messages.DurationTooLong))]
    [InlineData("99999999999999999999999999h", nameof(Messages.DurationTooLong))]
    public void What_is_no_duration_is_refused_with_valid_forms(string? text, string errorId)
    {
        var error = Assert.Throws<TokenFormatException>(() => Duration.Parse(text));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains("30m", error.Message, StringComparison.Ordinal);
        Assert.Contains("PT30M", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_mistake_makes_a_short_message() =>
        Assert.True(Assert.Throws<TokenFormatException>(() => Duration.Parse(new string('x', 10_000))).Message.Length < 200);

    [Fact]
    public void Any_whole_number_of_seconds_reads_the_same_in_both_forms() =>
        Check.QuickThrowOnFailure(Prop.ForAll<PositiveInt>(n =>
        {
            var span = TimeSpan.FromSeconds(n.Get);
            var compact = string.Format(CultureInfo.InvariantCulture, "{0}d{1}h{2}m{3}s", span.Days, span.Hours, span.Minutes, span.Seconds);
            return Duration.Parse(compact) == span && Duration.Parse(System.Xml.XmlConvert.ToString(span)) == span;
        }));

    [Fact]
    public void No_text_raises_anything_but_a_format_error() =>
        Check.QuickThrowOnFailure(Prop.ForAll<string>(text =>
        {
            try
            {
                return Duration.Parse(text) > TimeSpan.Zero;
            }
            catch (TokenFormatException)
            {
                return true;
            }
        }));

    [Theory]
    [InlineData("25h")]
    [InlineData("90m")]
    [InlineData("1801s")]
    [InlineData("1d")]
    public void Format_Duration_IsAsTyped(string duration) => Assert.Equal(duration, Duration.Format(Duration.Parse(duration)));

    [Theory]
    [InlineData("1d12h", "36h")]
    [InlineData("1h30m", "90m")]
    public void Format_SeveralUnits_UsesTheSmallest(string duration, string formatted)
    {
        Assert.Equal(formatted, Duration.Format(Duration.Parse(duration)));
        Assert.Equal(Duration.Parse(duration), Duration.Parse(formatted));
    }
}
