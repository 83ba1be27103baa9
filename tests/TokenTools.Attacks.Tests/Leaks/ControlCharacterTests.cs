using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Support;
using Xunit;

namespace TokenTools.Attacks.Tests.Leaks;

/// <summary>No text of a service changes what a terminal does or shows.</summary>
public sealed class ControlCharacterTests : IClassFixture<LeakMatrixTests.Fixture>
{
    private const int SampledSequences = 3;

    // Each would rewrite the screen, the title or the clipboard, hide text, or turn its order around.
    private static readonly Dictionary<string, string> Sequences = new(StringComparer.Ordinal)
    {
        ["csi"] = "\u001b[2J",
        ["osc"] = "\u001b]52;c;QQ==\u0007",
        ["c1-csi"] = "\u009b2J",
        ["c1-osc"] = "\u009d52;c;QQ==\u009c",
        ["bell"] = "\u0007",
        ["backspace"] = "\b\b\b",
        ["carriage-return"] = "\roverwritten",
        ["delete"] = "\u007f",
        ["line-separator"] = "\u2028",
        ["bidi-override"] = "\u202e",
        ["bidi-isolate"] = "\u2067",
        ["zero-width"] = "\u200b",
        ["tag"] = "\U000e0041",
    };

    private readonly LeakMatrixTests.Fixture _fixture;

    public ControlCharacterTests(LeakMatrixTests.Fixture fixture) => _fixture = fixture;

    public static TheoryData<string> Places { get; } = new(LeakPlace.Sample(0));

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Shown_ControlCharactersOfAService_AreReplaced(string place)
    {
        var tested = LeakPlace.All[place];
        var failures = new Dictionary<string, string>(StringComparer.Ordinal);
        var cells = AttackSize.Sample(Sequences, LeakPlace.IndexOf(place), SampledSequences)
            .Where(cell => tested.CanHold("before" + cell.Value + "after"))
            .ToList();
        // The text around each names it, so that all can be shown together.
        var texts = cells.Select(static cell => ("an-unrelated-secret", "before-" + cell.Key + cell.Value + "after"));
        var shown = await LeakProbe.RunAsync(_fixture.Session, tested, texts);
        foreach (var stream in shown.Streams)
        {
            foreach (var (name, sequence) in cells)
            {
                if (HoldsControl(shown[stream], "before-" + name, sequence))
                {
                    failures[stream + "/" + name] = "U+" + char.ConvertToUtf32(sequence, 0).ToString("X4", CultureInfo.InvariantCulture);
                }
            }
        }

        Checks.Assert("controls/" + place, failures);
    }

    // The first character after the name is the sequence's own, or what replaced it.
    private static bool HoldsControl(string shown, string name, string sequence)
    {
        var width = char.IsHighSurrogate(sequence[0]) ? 2 : 1;
        for (int at, from = 0; (at = shown.IndexOf(name, from, StringComparison.Ordinal)) >= 0; from = at + 1)
        {
            var next = at + name.Length;
            if (next < shown.Length && string.CompareOrdinal(shown, next, sequence, 0, width) == 0)
            {
                return true;
            }
        }

        return false;
    }
}
