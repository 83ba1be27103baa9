using System;
using System.Globalization;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>Macaroons from an attacker: no exception but a format error, and no more memory than the token's size.</summary>
public class MacaroonHostileTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("0f1e2d3c");

    [Fact]
    public void Decode_AnyText_ThrowsOnlyFormatException() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Arb.From(HostileTexts()), text => OnlyFormatError(() => OnedataToken.Decode(text, new OnedataDecodeOptions { AsPlainText = true }))));

    [Fact]
    public void Decode_AnyPackets_ThrowsOnlyFormatException() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Arb.From(HostilePackets()), packets => OnlyFormatError(
            () => OnedataToken.Decode(Macaroon.FromPackets(packets).Serialize(), new OnedataDecodeOptions { AsPlainText = true }))));

    [Fact]
    public void ParseIdentifier_AnyBytes_ThrowsOnlyFormatException() => Check.QuickThrowOnFailure(
        Prop.ForAll<byte[]>(bytes => OnlyFormatError(() => OnedataIdentifier.Parse(bytes))));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Parse_Token_AllocatesAtMostTwiceItsSize(int vector)
    {
        var text = OnedataVectors.Text(vector);
        Assert.InRange(AllocatedBy(() => Macaroon.Parse(text)), 1, 2 * text.Length);
        var chars = text.ToCharArray();
        Assert.InRange(AllocatedBy(() => Macaroon.Parse(chars)), 1, 2 * text.Length);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("0")]
    [InlineData("00")]
    [InlineData("05")]
    [InlineData("0a")]
    [InlineData("=")]
    [InlineData(" ")]
    [InlineData("MDA1")]
    [InlineData("opw-")]
    [InlineData("é")]
    [InlineData("ZmZm")]
    public void Parse_HostileMebibyte_AllocatesLittle(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, (1024 * 1024 / unit.Length) + 1))[..(1024 * 1024)];
        var allocated = AllocatedBy(() => Assert.Throws<TokenFormatException>(() => Macaroon.Parse(text)));
        Assert.InRange(allocated, 0, text.Length + 100_000);
    }

    [Fact]
    public void Parse_MoreThanMaximum_AllocatesNothing()
    {
        var text = new string('A', (1024 * 1024) + 1);
        Assert.Equal(nameof(Messages.MacaroonTooLong), Assert.Throws<TokenFormatException>(() => Macaroon.Parse(text)).ErrorId);
        Assert.InRange(AllocatedBy(() => Assert.Throws<TokenFormatException>(() => Macaroon.Parse(text))), 0, 100_000);
    }

    [Theory]
    [InlineData(13, 10_000_000)]
    [InlineData(17, 100_000)]
    public void AddCaveats_MoreThanMaximum_IsAnError(int count, int maximumAllocated)
    {
        var macaroon = Macaroon.Create("z"u8.ToArray(), "i"u8.ToArray(), Secret);
        var caveats = Enumerable.Repeat(new byte[65_526], count).ToArray();
        var allocated = AllocatedBy(() => Assert.Equal(
            "The token is too long. Onedata accepts at most 1048576 characters.",
            Assert.Throws<TokenFormatException>(() => macaroon.AddCaveats(caveats)).Message));
        Assert.InRange(allocated, 0, maximumAllocated);
        Assert.Equal(10, macaroon.AddCaveats(caveats.Take(10)).CaveatCount);
    }

    [Fact]
    public void Parse_ManyCaveats_AllocatesAtMostTwiceItsSize()
    {
        var packets = Encoding.Latin1.GetBytes(
            Packet("location", "x") + Packet("identifier", "x") + string.Concat(Enumerable.Repeat(Packet("cid", ""), 60_000))
            + Packet("signature", new string('s', 32)));
        var text = Macaroon.FromPackets(packets).Serialize();
        Assert.InRange(AllocatedBy(() => Macaroon.Parse(text)), 1, 2 * text.Length);
        Assert.Equal(60_000, Macaroon.Parse(text).CaveatCount);
    }

    private static bool OnlyFormatError(Action action)
    {
        try
        {
            action();
        }
        catch (TokenFormatException)
        {
        }

        return true;
    }

    private static long AllocatedBy(Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    // Any characters; the right characters; real tokens with some characters changed, cut out or doubled.
    private static Gen<string> HostileTexts() =>
        from seed in Gen.Choose(0, int.MaxValue)
        from kind in Gen.Choose(0, 3)
        from size in Gen.Elements(0, 1, 3, 4, 5, 50, 500, 5_000, 65_536)
        select MakeText(new Random(seed), kind, size);

    private static string MakeText(Random random, int kind, int size)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        switch (kind)
        {
            case 0:
                return string.Create(random.Next(size + 1), random, (chars, r) =>
                {
                    for (var i = 0; i < chars.Length; i++)
                    {
                        chars[i] = (char)r.Next(char.MaxValue + 1);
                    }
                });
            case 1:
                return "MDAy" + new string(random.GetItems<char>(Alphabet, random.Next(size + 1)));
            default:
                var text = new StringBuilder(OnedataVectors.Text(random.Next(6)));
                for (var changes = random.Next(1, 4); changes > 0; changes--)
                {
                    var at = random.Next(text.Length);
                    switch (random.Next(3))
                    {
                        case 0:
                            text[at] = Alphabet[random.Next(Alphabet.Length)];
                            break;
                        case 1:
                            text.Remove(at, random.Next(Math.Min(20, text.Length - at)));
                            break;
                        default:
                            text.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                            break;
                    }
                }

                return text.ToString();
        }
    }

    private static Gen<byte[]> HostilePackets() =>
        from seed in Gen.Choose(0, int.MaxValue)
        from kind in Gen.Choose(0, 2)
        select MakePackets(new Random(seed), kind);

    private static byte[] MakePackets(Random random, int kind)
    {
        byte[] bytes;
        switch (kind)
        {
            case 0:
                bytes = new byte[random.Next(65_536)];
                random.NextBytes(bytes);
                return bytes;
            case 1:
                // Well-formed, with an identifier and caveats of any bytes.
                bytes = new byte[random.Next(60)];
                random.NextBytes(bytes);
                return Macaroon.Create(bytes, Encoding.ASCII.GetBytes("2/nmd/usr-1/act/").Concat(bytes).ToArray(), Secret, Enumerable.Repeat(bytes, random.Next(9))).ToPackets();
            default:
                bytes = Convert.FromHexString((string)OnedataVectors.Signed(random.Next(6))["hex"]!);
                for (var changes = random.Next(1, 5); changes > 0; changes--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                return bytes;
        }
    }

    private static string Packet(string key, string value) =>
        (key.Length + value.Length + 6).ToString("x4", CultureInfo.InvariantCulture) + key + " " + value + "\n";
}
