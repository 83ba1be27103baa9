using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>The C implementation of macaroons with our macaroons, and ours with its.</summary>
public class LibmacaroonsTests
{
    // Its own limit for a part is 32,767 bytes.
    private static readonly Gen<byte[]> Bytes = Gen.Frequency(
        (4, Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value))),
        (4, Gen.Choose(0, 300).Select(length => Enumerable.Repeat((byte)'x', length).ToArray())),
        (1, Gen.Constant(new byte[32_000])));

    private static readonly Gen<byte[][]> Caveats = Gen.Choose(0, 12).SelectMany(count => Gen.ArrayOf(Bytes.Where(bytes => bytes.Length > 0), count));

    [LibmacaroonsFact]
    public void Libmacaroons_Vectors_ParsesAndVerifies()
    {
        foreach (string name in OnedataVectors.Names("withSecret"))
        {
            var vector = OnedataVectors.Named("withSecret", name);
            using var its = LibmacaroonsMacaroon.Parse((string)vector["base64"]!);
            Assert.Equal((string)vector["signature"]!, OnedataVectors.Hex(its.Signature));
            Assert.Equal(OnedataVectors.Bytes(vector["identifier"]), its.Identifier);
            Assert.True(Verifies(its, OnedataVectors.Bytes(vector["secret"]), OnedataVectors.ByteLists(vector["caveats"])));
        }
    }

    [LibmacaroonsFact]
    public void Libmacaroons_OurMacaroon_ParsesVerifiesAndExtends() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60),
        Prop.ForAll(Arb.From(Bytes), Arb.From(Bytes), Arb.From(Caveats), (secret, part, caveats) =>
        {
            var ours = Macaroon.Create(part, [.. part, 1], secret, caveats);
            using var its = LibmacaroonsMacaroon.Parse(ToBase64(ours));
            Assert.Equal(part, its.Location);
            Assert.Equal([.. part, 1], its.Identifier);
            Assert.Equal(ours.Signature, its.Signature);
            Assert.True(Verifies(its, secret, caveats));
            Assert.False(Verifies(its, [.. secret, 1], caveats));
            Assert.Equal(ToBase64(ours), its.Serialize());

            using var extended = its.AddCaveat("extended = there"u8.ToArray());
            Assert.Equal(ToBase64(ours.AddCaveats(["extended = there"u8.ToArray()])), extended.Serialize());
        }));

    [LibmacaroonsFact]
    public void Macaroon_OfLibmacaroons_ParsesVerifiesAndExtends() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60),
        Prop.ForAll(Arb.From(Bytes), Arb.From(Bytes), Arb.From(Caveats), (secret, part, caveats) =>
        {
            using var bare = LibmacaroonsMacaroon.Create(part, secret, [.. part, 1]);
            var its = bare.Serialize();
            foreach (var caveat in caveats)
            {
                using var before = LibmacaroonsMacaroon.Parse(its);
                using var after = before.AddCaveat(caveat);
                its = after.Serialize();
            }

            var ours = FromBase64(its);
            Assert.Equal(part, ours.Location);
            Assert.Equal([.. part, 1], ours.Identifier);
            Assert.Equal(caveats, ours.Caveats);
            Assert.True(ours.Verify(secret));
            Assert.False(ours.Verify([.. secret, 1]));

            var extended = ours.AddCaveats(["extended = here"u8.ToArray()]);
            using var back = LibmacaroonsMacaroon.Parse(ToBase64(extended));
            Assert.True(Verifies(back, secret, [.. caveats, "extended = here"u8.ToArray()]));
        }));

    [LibmacaroonsFact]
    public void Libmacaroons_NarrowedToken_Verifies()
    {
        var vector = OnedataVectors.Signed(1);
        var narrowed = OnedataToken.Decode(OnedataVectors.Text(1), new OnedataDecodeOptions { AsPlainText = true })
            .AddCaveats([TimeCaveat.Create(4_000_000_000), IpCaveat.Create(["10.0.0.0/8"]), ReadOnlyDataCaveat.Instance]);
        using var its = LibmacaroonsMacaroon.Parse(ToBase64(Macaroon.Parse((string)narrowed.Token)));
        Assert.True(Verifies(its, OnedataVectors.Bytes(vector["secret"]), narrowed.Caveats.Select(caveat => caveat.ToBytes())));
        Assert.False(Verifies(its, OnedataVectors.Bytes(vector["secret"]), narrowed.Caveats.Skip(1).Select(caveat => caveat.ToBytes())));
    }

    private static bool Verifies(LibmacaroonsMacaroon macaroon, byte[] secret, IEnumerable<byte[]> caveats)
    {
        using var verifier = new LibmacaroonsMacaroon.Verifier(caveats.ToArray());
        return verifier.Verify(macaroon, secret);
    }

    // Onedata's escape sequences are specific to it. The base64url that they encode is written here by the framework.
    private static string ToBase64(Macaroon macaroon) => Convert.ToBase64String(macaroon.ToPackets()).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static Macaroon FromBase64(string base64) =>
        Macaroon.FromPackets(Convert.FromBase64String(base64.Replace('-', '+').Replace('_', '/').PadRight((base64.Length + 3) / 4 * 4, '=')));
}
