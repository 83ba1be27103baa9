using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class ServiceErrorCleanerTests
{
    private static readonly Redactor KnownSecret = new(Requests.Secure(Requests.Secret));

    [Fact]
    public void Clean_SecretAnywhere_IsMasked()
    {
        var error = new ServiceError("id " + Requests.Secret, "message " + Requests.Secret, Details("d"), new ServiceError(
            Requests.Secret, Requests.Secret, Details("inner"), null));

        var shown = Flatten(ServiceErrorCleaner.Clean(error, KnownSecret)!).ToList();

        Assert.Equal(18, shown.Count(static text => text.Contains(Redactor.Mask, StringComparison.Ordinal)));
        Assert.DoesNotContain(shown, static text => text.Contains(Requests.Secret[..8], StringComparison.Ordinal));

        static Dictionary<string, object?> Details(string name) => new()
        {
            [name] = Requests.Secret,
            [name + Requests.Secret] = true,
            ["list"] = new object?[] { Requests.Secret, new object?[] { Requests.Secret } },
            ["object"] = new Dictionary<string, object?> { ["x"] = Requests.Secret, [Requests.Secret + "y"] = null, ["z"] = Requests.Secret },
        };
    }

    [Fact]
    public void Clean_WithoutIdAndMessage_HasNone()
    {
        var clean = ServiceErrorCleaner.Clean(new ServiceError(null, null, ServiceError.NoDetails, null), KnownSecret)!;

        Assert.Null(clean.Id);
        Assert.Null(clean.Message);
    }

    [Theory]
    [InlineData(ServiceErrorCleaner.MaximumValues, false)]
    [InlineData(ServiceErrorCleaner.MaximumValues + 1, true)]
    public void Clean_ManyDetails_KeepsTheFirst(int count, bool isCut)
    {
        var details = Enumerable.Range(0, count).ToDictionary(static i => "k" + i, static i => (object?)(long)i);

        var clean = ServiceErrorCleaner.Clean(new ServiceError(null, null, details, null), KnownSecret)!.Details;

        Assert.Equal(isCut ? ServiceErrorCleaner.MaximumValues + 1 : count, clean.Count);
        Assert.Equal(isCut, clean.ContainsKey("\u2026"));
        Assert.Equal(ServiceErrorCleaner.MaximumValues - 1L, clean["k" + (ServiceErrorCleaner.MaximumValues - 1)]);
    }

    [Fact]
    public void Clean_NumericSecret_IsMasked()
    {
        const string Digits = "90210483726154";
        var redactor = new Redactor(Requests.Secure(Digits));
        var details = new Dictionary<string, object?>
        {
            ["long"] = long.Parse(Digits, CultureInfo.InvariantCulture),
            ["big"] = BigInteger.Parse("1" + Digits + "000000000000", CultureInfo.InvariantCulture),
            ["other"] = 12L,
            ["fraction"] = 0.5,
        };

        var clean = ServiceErrorCleaner.Clean(new ServiceError(null, null, details, null), redactor)!.Details;

        Assert.Equal(Redactor.Mask, clean["long"]);
        Assert.Equal("1" + Redactor.Mask + "000000000000", clean["big"]);
        Assert.Equal(12L, clean["other"]);
        Assert.Equal(0.5, clean["fraction"]);
    }

    [Fact]
    public void Clean_ControlCharacters_AreRemoved()
    {
        const string Harmful = "a\u001b[2Jb\u009b2Jc\u202ed\u2067e\u2028f\u200bg\U000e0041h\rj\ud800k";
        var error = new ServiceError(Harmful, Harmful, new Dictionary<string, object?> { [Harmful] = new object?[] { Harmful } }, null);

        var shown = Flatten(ServiceErrorCleaner.Clean(error, Redactor.ByShape)!).ToList();

        Assert.Equal(4, shown.Count);
        Assert.All(shown, static text => Assert.Equal("a [2Jb 2Jcde fgh jk", text));
    }

    [Fact]
    public void Clean_LongTexts_AreCut()
    {
        var text = new string('x', 100_000);
        var error = new ServiceError(text, text, new Dictionary<string, object?> { [text] = text }, null);

        var clean = ServiceErrorCleaner.Clean(error, KnownSecret)!;

        Assert.Equal(ServiceErrorCleaner.LongestName + 1, clean.Id!.Length);
        Assert.Equal(ServiceErrorCleaner.LongestMessage + 1, clean.Message!.Length);
        Assert.Equal(ServiceErrorCleaner.LongestName + 1, clean.Details.Keys.Single().Length);
        Assert.Equal(ServiceErrorCleaner.LongestDetail + 1, ((string)clean.Details.Values.Single()!).Length);
    }

    // The list itself is a value.
    [Theory]
    [InlineData(99, 99, false)]
    [InlineData(100, 99, true)]
    public void Clean_HundredValues_AreKept(int count, int kept, bool isCut)
    {
        var details = new Dictionary<string, object?> { ["a"] = Enumerable.Range(0, count).Select(static i => (object?)("reason " + i)).ToArray() };

        var list = (object?[])ServiceErrorCleaner.Clean(new ServiceError(null, null, details, null), KnownSecret)!.Details["a"]!;

        Assert.Equal(kept, list.Count(static text => text is string reason && reason.StartsWith("reason ", StringComparison.Ordinal)));
        Assert.Equal(isCut, list.Contains("…"));
    }

    [Fact]
    public void Clean_ManyOrDeepDetails_AreCut()
    {
        object? nested = "end";
        for (var i = 0; i < 60; i++)
        {
            nested = new object?[] { "level", nested };
        }

        var wide = new Dictionary<string, object?> { ["a"] = Enumerable.Range(0, 50_000).Select(static i => (object?)("reason " + i)).ToArray(), ["b"] = 1L };
        var deep = new Dictionary<string, object?> { ["a"] = nested };
        var cleanWide = ServiceErrorCleaner.Clean(new ServiceError(null, null, wide, new ServiceError(null, null, wide, null)), KnownSecret)!;
        var cleanDeep = ServiceErrorCleaner.Clean(new ServiceError(null, null, deep, null), KnownSecret)!;

        Assert.InRange(Flatten(cleanWide).Count(), 100, ServiceErrorCleaner.MaximumValues + 10);
        Assert.Equal("…", ((object?[])cleanWide.Details["a"]!)[^1]);
        Assert.Equal("…", cleanWide.Details["…"]);
        Assert.Equal(ServiceErrorCleaner.MaximumDepth - 1, Flatten(cleanDeep).Count(static text => text == "level"));
        Assert.DoesNotContain("end", Flatten(cleanDeep));
    }

    [Fact]
    public void Clean_HostileError_CostsNoMoreThanOneThatIsKeptWhole()
    {
        var whole = Error(90, 300);
        ServiceErrorCleaner.Clean(whole, KnownSecret);

        var ordinary = Cost(() => ServiceErrorCleaner.Clean(whole, KnownSecret));
        foreach (var (count, length) in new[] { (50_000, 10), (50_000, 300), (90, 1_000_000) })
        {
            var hostile = Error(count, length);
            // Each text is read up to four times its length in the error.
            Assert.InRange(Cost(() => ServiceErrorCleaner.Clean(hostile, KnownSecret)) / (double)ordinary, 0, 5);
        }

        static ServiceError Error(int count, int length)
        {
            var texts = Enumerable.Repeat(new string('a', length), count).ToArray<object?>();
            return new ServiceError("id", "message", new Dictionary<string, object?> { ["reasons"] = texts }, null);
        }
    }

    // What is computed is allocated: the same for each run, however busy the machine is.
    private static long Cost(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static IEnumerable<string> Flatten(object? value) => value switch
    {
        ServiceError error => new object?[] { error.Id, error.Message, error.Details, error.Inner }.SelectMany(Flatten),
        IReadOnlyDictionary<string, object?> details => details.SelectMany(static pair => Flatten(pair.Value).Prepend(pair.Key)),
        IEnumerable<object?> list => list.SelectMany(Flatten),
        string text => [text],
        _ => [],
    };
}
