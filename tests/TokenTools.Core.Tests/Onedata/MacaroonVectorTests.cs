using System;
using System.Linq;
using System.Text;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public class MacaroonVectorTests
{
    public static TheoryData<string> Signed => OnedataVectors.Names("withSecret");

    public static TheoryData<string> Confined => OnedataVectors.Names("confine");

    public static TheoryData<string> Malformed => OnedataVectors.Names("malformed");

    public static TheoryData<string> ObjectIds => OnedataVectors.Names("objectIds");

    [Theory]
    [MemberData(nameof(Signed))]
    public void A_token_is_made_from_its_parts(string name)
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
    public void A_token_is_read_and_written_back_to_the_byte(string name)
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
    public void Only_the_secret_that_signed_a_token_verifies_it(string name)
    {
        var vector = OnedataVectors.Named("withSecret", name);
        var macaroon = Macaroon.Parse((string)vector["serialized"]!);
        var secret = OnedataVectors.Bytes(vector["secret"]);
        Assert.True(macaroon.Verify(secret));
        secret[^1] ^= 1;
        Assert.False(macaroon.Verify(secret));
    }

    [Theory]
    [MemberData(nameof(Signed))]
    public void An_identifier_is_read_and_written_back(string name)
    {
        var bytes = OnedataVectors.Bytes(OnedataVectors.Named("withSecret", name)["identifier"]);
        Assert.Equal(bytes, OnedataIdentifier.Parse(bytes).ToBytes());
    }

    [Theory]
    [MemberData(nameof(Signed))]
    public void Every_caveat_is_known_and_written_back_from_text_and_from_json(string name)
    {
        foreach (var bytes in OnedataVectors.ByteLists(OnedataVectors.Named("withSecret", name)["caveats"]))
        {
            var caveat = TokenCaveat.FromText(bytes);
            Assert.IsNotType<UnknownCaveat>(caveat);
            Assert.Equal(bytes, caveat.ToBytes());
            Assert.Equal(bytes, TokenCaveat.FromJson(caveat.ToJson()).ToBytes());
        }
    }

    [Theory]
    [MemberData(nameof(Confined))]
    public void A_token_is_narrowed_without_its_secret(string name)
    {
        var vector = OnedataVectors.Named("confine", name);
        var narrowed = Macaroon.Parse((string)vector["from"]!).AddCaveats(OnedataVectors.ByteLists(vector["add"]));
        Assert.Equal((string)vector["to"]!, narrowed.Serialize());

        var token = OnedataToken.Decode((string)vector["from"]!, new OnedataDecodeOptions { AsPlainText = true });
        Assert.Equal((string)vector["to"]!, token.AddCaveats(OnedataVectors.ByteLists(vector["add"]).Select(TokenCaveat.FromText)).Token);
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_token_is_refused_with_a_sentence(string name)
    {
        var text = (string)OnedataVectors.Named("malformed", name)["serialized"]!;
        var error = Assert.Throws<TokenFormatException>(() => OnedataToken.Decode(text));
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length > 20);
        Assert.True(text.Length == 0 || !error.Message.Contains(text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("empty", nameof(Messages.MacaroonEmpty))]
    [InlineData("unknown escape 0a", nameof(Messages.MacaroonEscapeUnknown))]
    [InlineData("truncated", nameof(Messages.MacaroonCutOff))]
    [InlineData("rubbish", nameof(Messages.MacaroonPacketLengthUnreadable))]
    [InlineData("ozw- prefix is not allowed", nameof(Messages.MacaroonPrefixUnknown))]
    [InlineData("version 3", nameof(Messages.OnedataVersionUnknown))]
    [InlineData("version 2, four parts", nameof(Messages.OnedataIdentifierParts))]
    [InlineData("unknown invite type", nameof(Messages.OnedataIdentifierTypeUnknown))]
    [InlineData("empty session", nameof(Messages.OnedataIdentifierSessionEmpty))]
    public void Each_malformed_token_has_its_own_error(string name, string errorId) => Assert.Equal(
        errorId,
        Assert.Throws<TokenFormatException>(() => OnedataToken.Decode((string)OnedataVectors.Named("malformed", name)["serialized"]!)).ErrorId);

    [Theory]
    [MemberData(nameof(ObjectIds))]
    public void An_object_id_is_read_and_made(string uuid)
    {
        var vector = OnedataVectors.Named("objectIds", uuid);
        var objectId = (string)vector["objectid"]!;
        Assert.Equal(objectId, CdmiObjectId.Encode(uuid, (string)vector["spaceId"]!));
        Assert.True(CdmiObjectId.TryDecode(objectId, out var decoded, out var sumIsRight));
        Assert.True(sumIsRight);
        Assert.Equal(uuid, decoded.Uuid);
        Assert.Equal((string)vector["spaceId"]!, decoded.SpaceId);
    }

    [Fact]
    public void The_signatures_are_those_of_libmacaroons()
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
}
