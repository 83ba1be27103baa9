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
    [InlineData("00:00:06", 6)]
    [InlineData("00:30:00", 1800)]
    [InlineData("1:02:03", 3723)]
    [InlineData("23:59:59", 86399)]
    [InlineData("1.12:00:00", 129600)]
    public void Parse_ValidDuration_ReturnsIt(string text, int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), Duration.Parse(text));
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () => Assert.Equal(TimeSpan.FromSeconds(seconds), Duration.Parse(text)));
        }
    }

    [Fact]
    public void Parse_TokenInsteadOfDuration_IsNotShown()
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
    [InlineData("30:00", nameof(Messages.DurationInvalid))]
    [InlineData("24:00:00", nameof(Messages.DurationInvalid))]
    [InlineData("00:60:00", nameof(Messages.DurationInvalid))]
    [InlineData("00:00:60", nameof(Messages.DurationInvalid))]
    [InlineData("00:00:00.5", nameof(Messages.DurationInvalid))]
    [InlineData("-00:05:00", nameof(Messages.DurationInvalid))]
    [InlineData("1:00:00:00", nameof(Messages.DurationInvalid))]
    [InlineData("00:00:00", nameof(Messages.DurationZero))]
    [InlineData("99999999.00:00:00", nameof(Messages.DurationTooLong))]
    [InlineData("soon", nameof(Messages.DurationInvalid))]
    [InlineData("0s", nameof(Messages.DurationZero))]
    [InlineData("PT0S", nameof(Messages.DurationZero))]
    [InlineData("99999999d", nameof(Messages.DurationTooLong))]
    [InlineData("99999999999999999999999999h", nameof(Messages.DurationTooLong))]
    public void Parse_InvalidDuration_IsRejectedWithValidForms(string? text, string errorId)
    {
        var error = Assert.Throws<TokenFormatException>(() => Duration.Parse(text));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains("30m", error.Message, StringComparison.Ordinal);
        Assert.Contains("PT30M", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("swordfish-2077")]
    [InlineData("918273645546372819")]
    public void Parse_OtherText_IsNotShownInMessage(string text)
    {
        Assert.StartsWith("The value ", Assert.Throws<TokenFormatException>(() => Duration.Parse(text)).Message, StringComparison.Ordinal);
        var error = Assert.Throws<TokenFormatException>(() => Duration.ParseSigned("-" + text, "ClockSkew"));
        Assert.StartsWith("ClockSkew ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(text, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_AnyWholeSeconds_IsTheSameInAllForms() =>
        Check.QuickThrowOnFailure(Prop.ForAll<PositiveInt>(n =>
        {
            var span = TimeSpan.FromSeconds(n.Get);
            var compact = FormattableString.Invariant($"{span.Days}d{span.Hours}h{span.Minutes}m{span.Seconds}s");
            return Duration.Parse(compact) == span && Duration.Parse(System.Xml.XmlConvert.ToString(span)) == span
                && Duration.Parse(span.ToString("c", CultureInfo.InvariantCulture)) == span;
        }));

    [Fact]
    public void Parse_AnyText_ThrowsFormatExceptionOnly() =>
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
    [InlineData("1.01:00:00", "25h")]
    [InlineData("00:01:30", "90s")]
    [InlineData("01:30:00", "90m")]
    [InlineData("1.00:00:00", "1d")]
    [InlineData("1.12:00:00", "36h")]
    [InlineData("400.00:00:00", "400d")]
    [InlineData("12.10:20:15", "12d10h20m15s")]
    [InlineData("-00:05:00", "-5m")]
    [InlineData("00:00:00", "0s")]
    [InlineData("00:00:01.5", "1.5s")]
    [InlineData("00:01:00.25", "1m0.25s")]
    public void Format_TimeSpan_UsesTheGrammar(string span, string expected)
    {
        var value = TimeSpan.ParseExact(span, "c", CultureInfo.InvariantCulture);
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () => Assert.Equal(expected, Duration.Format(value)));
        }
    }

    [Fact]
    public void Format_AnyWholeSeconds_IsParsedBack() =>
        Check.QuickThrowOnFailure(Prop.ForAll<PositiveInt>(static seconds =>
            Duration.Parse(Duration.Format(TimeSpan.FromSeconds(seconds.Get))) == TimeSpan.FromSeconds(seconds.Get)));

    [Fact]
    public void Format_ExtremeValues_DoNotOverflow()
    {
        Assert.StartsWith("10675199d2h48m5", Duration.Format(TimeSpan.MaxValue), StringComparison.Ordinal);
        Assert.StartsWith("-10675199d2h48m5", Duration.Format(TimeSpan.MinValue), StringComparison.Ordinal);
    }
}
