using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.FrontEnds.Tests;

/// <summary>Results that cannot be written.</summary>
[Collection("FrontEnds")]
public sealed partial class LostOutputTests(FrontEndGateTests.Fixture fixture) : IClassFixture<FrontEndGateTests.Fixture>
{
    [Fact]
    public async Task InstallerTokenCsv_InvalidRowAndNoReader_NamesEachRowWithAToken()
    {
        var sandbox = fixture.FrontEnds.Sandbox;
        var before = sandbox.MintedTokens.Count;
        // The tokens arrive after the invalid row was read.
        sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromMilliseconds(400), Count = 3 });

        var effect = await fixture.FrontEnds.RunCommandAsync(
            ["installer-token", "--csv", "{csv:InstallType;ATOM;ATOM;ATOM;ATOM,60}", "--throttle-limit", "8"], new WriterWithoutReader());

        sandbox.Faults.Clear();
        var created = sandbox.MintedTokens.Count - before;
        Assert.NotEqual(0, created);
        var named = RowNumber().Matches(effect.Messages).Select(static match => match.Value).Distinct().Count();
        Assert.True(named >= created, created + " tokens were created: " + effect.Messages);
    }

    [GeneratedRegex("Row [0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex RowNumber();

    /// <summary>A pipe whose reader has ended.</summary>
    private sealed class WriterWithoutReader : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("Broken pipe");
    }
}
