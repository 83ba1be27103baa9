using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
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
        var connections = sandbox.ConnectionCount;
        using var input = new InputInParts("InstallType\nATOM\nATOM\nATOM\n", "ATOM,60\n", () => sandbox.ConnectionCount > connections);

        var effect = await fixture.FrontEnds.RunCommandAsync(
            ["installer-token", "--csv", "-", "--throttle-limit", "8"], new WriterWithoutReader(), input);

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

    /// <summary>Standard input whose second part comes as soon as a condition is met.</summary>
    private sealed class InputInParts(string first, string second, Func<bool> condition) : MemoryStream
    {
        private readonly MemoryStream _second = new(Encoding.UTF8.GetBytes(second));
        private readonly MemoryStream _first = new(Encoding.UTF8.GetBytes(first));

        public override bool CanRead => true;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_first.Read(buffer) is > 0 and var length)
            {
                return length;
            }

            Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromMinutes(2)), "No request was sent.");
            return _second.Read(buffer);
        }

        protected override void Dispose(bool disposing)
        {
            _first.Dispose();
            _second.Dispose();
            base.Dispose(disposing);
        }
    }
}
