using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Support;
using Xunit;

namespace TokenTools.Attacks.Tests.Leaks;

/// <summary>No service fills a screen, a log or a file: what is shown of each of its texts has a length.</summary>
public sealed class FieldLengthTests : IClassFixture<LeakMatrixTests.Fixture>
{
    // A header holds no more by default (HttpClientHandler.MaxResponseHeadersLength).
    private const int SentLength = 30_000;

    // A stream shows a text in several views.
    private const int MaximumShownLength = 16_384;

    private readonly LeakMatrixTests.Fixture _fixture;

    public FieldLengthTests(LeakMatrixTests.Fixture fixture) => _fixture = fixture;

    public static TheoryData<string> Places { get; } = new(LeakPlace.Sample(1));

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Shown_LongTextOfAService_IsCut(string place)
    {
        var text = string.Concat(Enumerable.Repeat("LongText", SentLength / 8));
        var shown = await LeakProbe.RunAsync(_fixture.Session, LeakPlace.All[place], [("an-unrelated-secret", text)]);

        var failures = shown.Streams
            .Where(stream => shown[stream].Length > MaximumShownLength)
            .ToDictionary(static stream => stream, stream => shown[stream].Length.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
        Checks.Assert("lengths/" + place, failures);
    }
}
