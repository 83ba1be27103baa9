using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TokenTools.Onedata;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public class MacaroonTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("0f1e2d3c");
    private static readonly byte[] Value = "x"u8.ToArray();

    private static readonly string Signature = "002fsignature " + new string('s', 32) + "\n";

    public static TheoryData<string, string, string> WrongPackets => new()
    {
        { "no digits", "zz21location x\n", nameof(Messages.MacaroonPacketLengthUnreadable) },
        { "a signed length", "+00flocation x\n" + Signature, nameof(Messages.MacaroonPacketLengthUnreadable) },
        { "a length of 0", "0000location x\n", nameof(Messages.MacaroonPacketTooShort) },
        { "a length of 4", "0004", nameof(Messages.MacaroonPacketTooShort) },
        { "past the end", "ffffl x\n", nameof(Messages.MacaroonCutOff) },
        { "three bytes left", Packet("location", "x") + "000", nameof(Messages.MacaroonCutOff) },
        { "no newline", "000flocation xy", nameof(Messages.MacaroonPacketWithoutNewline) },
        { "no space", "000elocationx\n", nameof(Messages.MacaroonPacketWithoutSpace) },
        { "identifier first", Packet("identifier", "x"), nameof(Messages.MacaroonPacketUnexpected) },
        { "two locations", Packet("location", "x") + Packet("location", "x"), nameof(Messages.MacaroonPacketUnexpected) },
        { "two identifiers", Head + Packet("identifier", "x"), nameof(Messages.MacaroonPacketUnexpected) },
        { "a caveat before the identifier", Packet("location", "x") + Packet("cid", "x"), nameof(Messages.MacaroonPacketUnexpected) },
        { "an unknown packet", Head + Packet("cie", "x"), nameof(Messages.MacaroonPacketUnexpected) },
        { "a name in upper case", "000fLOCATION x\n", nameof(Messages.MacaroonPacketUnexpected) },
        { "a third-party caveat's key", Head + Packet("cid", "x") + Packet("vid", "x"), nameof(Messages.MacaroonThirdParty) },
        { "a third-party caveat's place", Head + Packet("cid", "x") + Packet("cl", "x"), nameof(Messages.MacaroonThirdParty) },
        { "a short signature", Head + Packet("signature", "x"), nameof(Messages.MacaroonSignatureLength) },
        { "no signature", Head + Packet("cid", "x"), nameof(Messages.MacaroonWithoutSignature) },
        { "two signatures", Head + Signature + Signature, nameof(Messages.MacaroonBytesAfterSignature) },
        { "a byte after the signature", Head + Signature + "x", nameof(Messages.MacaroonBytesAfterSignature) },
        { "a caveat after the signature", Head + Signature + Packet("cid", "x"), nameof(Messages.MacaroonBytesAfterSignature) },
        { "nothing", "", nameof(Messages.MacaroonWithoutSignature) },
    };

    private static string Head => Packet("location", "x") + Packet("identifier", "x");

    [Theory]
    [MemberData(nameof(WrongPackets))]
    public void Wrong_packets_are_refused_with_where_and_why(string why, string packets, string errorId)
    {
        var error = Assert.Throws<TokenFormatException>(() => Macaroon.FromPackets(Encoding.Latin1.GetBytes(packets)));
        Assert.True(errorId == error.ErrorId, why + ": " + error.ErrorId);
        Assert.Contains("byte", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" \r\n\t{0}\r\n ")]
    [InlineData("\uFEFF{0}")]
    public void White_space_around_a_token_is_tolerated(string format) => Assert.Equal(
        OnedataVectors.Text(0),
        Macaroon.Parse(string.Format(CultureInfo.InvariantCulture, format, OnedataVectors.Text(0))).Serialize());

    [Fact]
    public void Both_alphabets_and_padding_are_tolerated_and_written_canonically()
    {
        // V4's base64 needs two padding characters.
        var text = OnedataVectors.Text(3);
        Assert.Equal(text, Macaroon.Parse(text + "==").Serialize());
        Assert.Equal(text, Macaroon.Parse(text + "0505").Serialize());
        var third = OnedataVectors.Text(2);
        Assert.Equal(third, Macaroon.Parse(third.Replace("01", "03", StringComparison.Ordinal).Replace("02", "04", StringComparison.Ordinal)).Serialize());
        Assert.Equal(third, Macaroon.Parse(third.Replace("01", "_", StringComparison.Ordinal).Replace("02", "-", StringComparison.Ordinal)).Serialize());
        Assert.Equal(third, Macaroon.Parse(third.Replace("01", "/", StringComparison.Ordinal).Replace("02", "+", StringComparison.Ordinal)).Serialize());
    }

    [Theory]
    [InlineData("{0}=", nameof(Messages.MacaroonPaddingMisplaced))]
    [InlineData("{0}===", nameof(Messages.MacaroonPaddingMisplaced))]
    [InlineData("{0}==A", nameof(Messages.MacaroonPaddingMisplaced))]
    [InlineData("={0}", nameof(Messages.MacaroonPaddingMisplaced))]
    [InlineData("{0}0", nameof(Messages.MacaroonEscapeCutOff))]
    [InlineData("{0}06", nameof(Messages.MacaroonEscapeUnknown))]
    [InlineData("{0}é", nameof(Messages.MacaroonCharacterInvalid))]
    [InlineData("{0}\0", nameof(Messages.MacaroonCharacterInvalid))]
    [InlineData("{0}.", nameof(Messages.MacaroonCharacterInvalid))]
    [InlineData("MDAy {0}", nameof(Messages.MacaroonSpaceInside))]
    [InlineData("MDAy\r\n{0}", nameof(Messages.MacaroonSpaceInside))]
    [InlineData("opx-{0}", nameof(Messages.MacaroonPrefixUnknown))]
    [InlineData("OPW-{0}", nameof(Messages.MacaroonPrefixUnknown))]
    [InlineData("opw-opw-{0}", nameof(Messages.MacaroonPacketLengthUnreadable))]
    [InlineData("opw-", nameof(Messages.MacaroonWithoutSignature))]
    [InlineData(" \n", nameof(Messages.MacaroonEmpty))]
    public void Damaged_text_is_refused(string format, string errorId) => Assert.Equal(
        errorId,
        Assert.Throws<TokenFormatException>(
            () => Macaroon.Parse(string.Format(CultureInfo.InvariantCulture, format, OnedataVectors.Text(3)))).ErrorId);

    [Fact]
    public void Bits_after_the_last_byte_are_a_sign_of_damage()
    {
        var text = OnedataVectors.Text(3);
        Assert.EndsWith("Cg", text, StringComparison.Ordinal);
        Assert.Equal(
            nameof(Messages.MacaroonBase64TrailingBits),
            Assert.Throws<TokenFormatException>(() => Macaroon.Parse(text[..^1] + "h")).ErrorId);
    }

    [Fact]
    public void Lengths_in_upper_case_are_read_and_written_in_lower_case()
    {
        var packets = Encoding.Latin1.GetBytes(Head + Signature);
        var upper = Encoding.Latin1.GetBytes((Head + Signature).Replace("002f", "002F", StringComparison.Ordinal).Replace("000f", "000F", StringComparison.Ordinal));
        Assert.NotEqual(packets, upper);
        Assert.Equal(packets, Macaroon.FromPackets(upper).ToPackets());
    }

    [Theory]
    [InlineData("opw-")]
    [InlineData("opp-")]
    public void A_service_prefix_stays(string prefix)
    {
        var macaroon = Macaroon.Parse(prefix + OnedataVectors.Text(3));
        Assert.Equal(prefix, macaroon.ServicePrefix);
        Assert.Equal(prefix + OnedataVectors.Text(3), macaroon.Serialize());
        Assert.StartsWith(prefix, macaroon.AddCaveats([Value]).Serialize(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_caveat_fits_and_one_more_byte_does_not()
    {
        var macaroon = Macaroon.Parse(OnedataVectors.Text(0));
        var longest = macaroon.AddCaveats([new byte[65_526]]);
        Assert.Equal(65_526, Macaroon.Parse(longest.Serialize()).Caveat(1).Length);
        Assert.Equal(
            nameof(Messages.MacaroonPacketTooLong),
            Assert.Throws<TokenFormatException>(() => macaroon.AddCaveats([new byte[65_527]])).ErrorId);
    }

    [Fact]
    public void No_token_grows_beyond_what_Onedata_reads()
    {
        var macaroon = Macaroon.Parse(OnedataVectors.Text(0));
        var caveat = new byte[60_000];
        // Zero bytes are written as A, one character for six bits.
        Assert.True(macaroon.AddCaveats(Enumerable.Repeat(caveat, 13)).Serialize().Length < 1_048_576);
        Assert.Equal(
            nameof(Messages.MacaroonTooLong),
            Assert.Throws<TokenFormatException>(() => macaroon.AddCaveats(Enumerable.Repeat(caveat, 14))).ErrorId);
        // Bytes that base64 writes as 0 take two.
        Array.Fill(caveat, (byte)0xD3);
        Assert.Equal(
            nameof(Messages.MacaroonTooLong),
            Assert.Throws<TokenFormatException>(() => macaroon.AddCaveats(Enumerable.Repeat(caveat, 13))).ErrorId);
    }

    [Fact]
    public void Reading_what_was_written_gives_the_same_bytes() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll<byte[], byte[], byte[][]>((location, identifier, caveats) =>
        {
            var made = Macaroon.Create(location, identifier, Secret, caveats);
            var read = Macaroon.Parse(made.Serialize());
            return read.ToPackets().SequenceEqual(made.ToPackets())
                && read.Serialize() == made.Serialize()
                && read.SerializedLength() == made.Serialize().Length
                && read.Location.SequenceEqual(location)
                && read.Identifier.SequenceEqual(identifier)
                && Same(read.Caveats, caveats)
                && read.Verify(Secret);
        }));

    [Fact]
    public void Narrowing_twice_is_narrowing_once_and_the_secret_still_verifies() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll<byte[][], byte[][], byte[]>((first, second, secret) =>
        {
            var macaroon = Macaroon.Create(Value, Value, secret);
            var twice = macaroon.AddCaveats(first).AddCaveats(second);
            return twice.ToPackets().SequenceEqual(macaroon.AddCaveats(first.Concat(second)).ToPackets())
                && twice.ToPackets().SequenceEqual(Macaroon.Create(Value, Value, secret, first.Concat(second)).ToPackets())
                && twice.Verify(secret)
                && !twice.Verify([.. secret, 1]);
        }));

    [Fact]
    public void No_caveat_can_be_taken_off_or_changed() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200),
        Prop.ForAll<NonEmptyArray<byte>, PositiveInt>((caveat, seed) =>
        {
            var macaroon = Macaroon.Create(Value, Value, Secret, [caveat.Get]);
            var packets = macaroon.ToPackets();
            // Somewhere in the signed bytes: the identifier's value or the caveat's.
            var from = packets.AsSpan().IndexOf("cid "u8) + 4;
            packets[from + (seed.Get % caveat.Get.Length)] ^= (byte)(1 + (seed.Get % 255));
            return !Macaroon.FromPackets(packets).Verify(Secret);
        }));

    [Fact]
    public void No_text_raises_anything_but_a_format_error() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Arb.From(HostileTexts()), text => OnlyFormatError(() => OnedataToken.Decode(text, new OnedataDecodeOptions { AsPlainText = true }))));

    [Fact]
    public void No_bytes_raise_anything_but_a_format_error() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Arb.From(HostilePackets()), packets => OnlyFormatError(
            () => OnedataToken.Decode(Macaroon.FromPackets(packets).Serialize(), new OnedataDecodeOptions { AsPlainText = true }))));

    [Fact]
    public void Any_bytes_are_an_identifier_or_a_format_error() => Check.QuickThrowOnFailure(
        Prop.ForAll<byte[]>(bytes => OnlyFormatError(() => OnedataIdentifier.Parse(bytes))));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Reading_a_token_allocates_no_more_than_twice_its_size(int vector)
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
    public void A_hostile_token_of_a_mebibyte_is_refused_without_effort(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, (1024 * 1024 / unit.Length) + 1))[..(1024 * 1024)];
        var allocated = AllocatedBy(() => Assert.Throws<TokenFormatException>(() => Macaroon.Parse(text)));
        Assert.InRange(allocated, 0, text.Length + 100_000);
    }

    [Fact]
    public void More_than_a_mebibyte_is_refused_before_it_is_looked_at()
    {
        var text = new string('A', (1024 * 1024) + 1);
        Assert.Equal(nameof(Messages.MacaroonTooLong), Assert.Throws<TokenFormatException>(() => Macaroon.Parse(text)).ErrorId);
        Assert.InRange(AllocatedBy(() => Assert.Throws<TokenFormatException>(() => Macaroon.Parse(text))), 0, 100_000);
    }

    [Fact]
    public void A_token_of_nothing_but_caveats_is_read_within_the_same_bounds()
    {
        var packets = Encoding.Latin1.GetBytes(Head + string.Concat(Enumerable.Repeat(Packet("cid", ""), 60_000)) + Signature);
        var text = Macaroon.FromPackets(packets).Serialize();
        Assert.InRange(AllocatedBy(() => Macaroon.Parse(text)), 1, 2 * text.Length);
        Assert.Equal(60_000, Macaroon.Parse(text).CaveatCount);
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("th-TH")]
    public void Culture_changes_nothing(string culture) => Cultures.In(culture, () =>
    {
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(OnedataVectors.Text(i), Macaroon.Parse(OnedataVectors.Text(i)).Serialize());
        }
    });

    private static string Packet(string key, string value) =>
        (key.Length + value.Length + 6).ToString("x4", CultureInfo.InvariantCulture) + key + " " + value + "\n";

    private static bool Same(IReadOnlyList<byte[]> left, byte[][] right) =>
        left.Count == right.Length && left.Zip(right).All(pair => pair.First.SequenceEqual(pair.Second));

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
}
