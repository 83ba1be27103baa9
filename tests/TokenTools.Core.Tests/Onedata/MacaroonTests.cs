using System;
using System.Collections.Generic;
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

    public static TheoryData<string> Signed => OnedataVectors.Names("withSecret");

    public static TheoryData<string> Confined => OnedataVectors.Names("confine");

    [Theory]
    [MemberData(nameof(Signed))]
    public void Create_Vector_HasItsTextAndSignature(string name)
    {
        var vector = OnedataVectors.Named("withSecret", name);
        var macaroon = Macaroon.Create(
            OnedataVectors.Bytes(vector["location"]),
            OnedataVectors.Bytes(vector["identifier"]),
            OnedataVectors.Bytes(vector["secret"]),
            OnedataVectors.ByteLists(vector["caveats"]));
        Assert.Equal((string)vector["serialized"]!, macaroon.Serialize());
        Assert.Equal((string)vector["signature"]!, OnedataVectors.Hex(macaroon.Signature));
        Assert.Equal((string)vector["hex"]!, OnedataVectors.Hex(macaroon.ToPackets()));
    }

    [Theory]
    [MemberData(nameof(Signed))]
    public void Parse_Vector_SerializesToTheSameBytes(string name)
    {
        var vector = OnedataVectors.Named("withSecret", name);
        var text = (string)vector["serialized"]!;
        foreach (var macaroon in new[]
        {
            Macaroon.Parse(text),
            Macaroon.Parse(text.ToCharArray()),
            Macaroon.FromPackets(Convert.FromHexString((string)vector["hex"]!)),
        })
        {
            Assert.Equal(text, macaroon.Serialize());
            Assert.Equal((string)vector["location"]!, Encoding.UTF8.GetString(macaroon.Location));
            Assert.Equal((string)vector["identifier"]!, Encoding.UTF8.GetString(macaroon.Identifier));
            Assert.Equal(vector["caveats"]!.Select(caveat => (string)caveat!), macaroon.Caveats.Select(Encoding.UTF8.GetString));
            Assert.Equal((string)vector["signature"]!, OnedataVectors.Hex(macaroon.Signature));
            Assert.Null(macaroon.ServicePrefix);
        }
    }

    [Theory]
    [MemberData(nameof(Signed))]
    public void Verify_Vector_AcceptsOnlyItsSecret(string name)
    {
        var vector = OnedataVectors.Named("withSecret", name);
        var macaroon = Macaroon.Parse((string)vector["serialized"]!);
        var secret = OnedataVectors.Bytes(vector["secret"]);
        Assert.True(macaroon.Verify(secret));
        secret[^1] ^= 1;
        Assert.False(macaroon.Verify(secret));
    }

    [Fact]
    public void Create_MacaroonChain_HasTheSignaturesOfLibmacaroons()
    {
        var vector = OnedataVectors.MacaroonChain;
        var macaroon = Macaroon.Create(
            OnedataVectors.Bytes(vector["location"]), OnedataVectors.Bytes(vector["identifier"]), OnedataVectors.Bytes(vector["secret"]));
        Assert.Equal((string)vector["signature"]!, OnedataVectors.Hex(macaroon.Signature));
        Assert.Equal((string)vector["base64"]!, Convert.ToBase64String(macaroon.ToPackets()).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
        foreach (var step in vector["caveats"]!)
        {
            macaroon = macaroon.AddCaveats([OnedataVectors.Bytes(step[0])]);
            Assert.Equal((string)step[1]!, OnedataVectors.Hex(macaroon.Signature));
        }
    }

    [Theory]
    [MemberData(nameof(Confined))]
    public void AddCaveats_Vector_EqualsTheOtherImplementation(string name)
    {
        var vector = OnedataVectors.Named("confine", name);
        var narrowed = Macaroon.Parse((string)vector["from"]!).AddCaveats(OnedataVectors.ByteLists(vector["add"]));
        Assert.Equal((string)vector["to"]!, narrowed.Serialize());
    }

    [Fact]
    public void AddCaveats_LongerThanPacket_Throws()
    {
        var macaroon = Macaroon.Parse(OnedataVectors.Text(0));
        var longest = macaroon.AddCaveats([new byte[65_526]]);
        Assert.Equal(65_526, Macaroon.Parse(longest.Serialize()).Caveat(1).Length);
        Assert.Equal(
            nameof(Messages.MacaroonPacketTooLong),
            Assert.Throws<TokenFormatException>(() => macaroon.AddCaveats([new byte[65_527]])).ErrorId);
    }

    [Fact]
    public void AddCaveats_LongerThanMaximum_Throws()
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
    public void Parse_Serialized_HasTheSameBytes() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll<byte[], byte[], byte[][]>((location, identifier, caveats) =>
        {
            var made = Macaroon.Create(location, identifier, Secret, caveats);
            var read = Macaroon.Parse(made.Serialize());
            return read.ToPackets().SequenceEqual(made.ToPackets())
                && read.Serialize() == made.Serialize()
                && read.Location.SequenceEqual(location)
                && read.Identifier.SequenceEqual(identifier)
                && Same(read.Caveats, caveats)
                && read.Verify(Secret);
        }));

    [Fact]
    public void AddCaveats_Twice_EqualsOnce() => Check.One(
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
    public void Verify_ChangedByte_Fails() => Check.One(
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

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("th-TH")]
    public void Parse_OtherCulture_GivesTheSame(string culture) => Cultures.In(culture, () =>
    {
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(OnedataVectors.Text(i), Macaroon.Parse(OnedataVectors.Text(i)).Serialize());
        }
    });

    [Fact]
    public void Clear_Macaroon_OverwritesBytes()
    {
        var macaroon = Macaroon.Parse(OnedataVectors.Text(0));
        macaroon.Clear();
        Assert.All(macaroon.ToPackets(), value => Assert.Equal(0, value));
    }

    private static bool Same(IReadOnlyList<byte[]> left, byte[][] right) =>
        left.Count == right.Length && left.Zip(right).All(pair => pair.First.SequenceEqual(pair.Second));
}
