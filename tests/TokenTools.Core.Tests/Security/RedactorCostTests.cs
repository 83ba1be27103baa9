using System;
using System.Linq;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

/// <summary>What redacting costs, in allocated bytes: unlike time, the same in each run.</summary>
public class RedactorCostTests
{
    private static readonly string Token = "github/" + string.Concat(Enumerable.Repeat("A1b2C3d4", 40));

    [Fact]
    public void Redact_SecondText_DoesNotEncodeTheSecretAgain()
    {
        var redactor = new Redactor(SecureText.FromString(Token));

        var first = Cost(() => redactor.Redact("Unknown account."));
        var second = Cost(() => redactor.Redact("Unknown account."));

        Assert.InRange(first / (double)second, 10, double.MaxValue);
    }

    [Fact]
    public void With_FurtherSecret_DoesNotEncodeTheOthersAgain()
    {
        var redactor = new Redactor(SecureText.FromString(Token));
        var first = Cost(() => redactor.Redact("Unknown account."));

        var further = Cost(() => redactor.With(SecureText.FromString("hunter22")).Redact("Unknown account."));

        Assert.InRange(further / (double)first, 0, 0.5);
    }

    [Theory]
    [InlineData("word ")]
    [InlineData("%41")]
    [InlineData("\\u0041")]
    [InlineData("&#65;")]
    [InlineData("\u001b[31mx")]
    [InlineData("\u001b]0;x")]
    [InlineData("=\n")]
    [InlineData("\\\\")]
    public void RedactToLine_LongText_CostsNoMoreThanAsMuchAsIsRead(string text)
    {
        var redactor = new Redactor(SecureText.FromString(Token));
        var read = string.Concat(Enumerable.Repeat(text, 1200)).Substring(0, 1200);
        var hostile = string.Concat(Enumerable.Repeat(text, 200_000));
        redactor.RedactToLine(read, 300);

        var ordinary = Cost(() => redactor.RedactToLine(read, 300));

        Assert.InRange(Cost(() => redactor.RedactToLine(hostile, 300)) / (double)ordinary, 0, 1.5);
    }

    [Theory]
    [InlineData("word ")]
    [InlineData("%41")]
    [InlineData("%2541")]
    [InlineData("\u001b[31mx")]
    [InlineData("\u001b]0;x")]
    [InlineData("\\u001b[31m")]
    [InlineData("a\b")]
    [InlineData("&amp;")]
    public void Redact_LongerText_CostsInProportion(string text)
    {
        var redactor = new Redactor(SecureText.FromString(Token));
        var one = string.Concat(Enumerable.Repeat(text, 2_000));
        var ten = string.Concat(Enumerable.Repeat(text, 20_000));
        redactor.Redact(one);

        Assert.InRange(Cost(() => redactor.Redact(ten)) / (double)Cost(() => redactor.Redact(one)), 0, 15);
    }

    private static long Cost(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
