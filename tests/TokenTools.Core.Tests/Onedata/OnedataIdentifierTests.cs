using System.Text;
using TokenTools.Onedata;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public class OnedataIdentifierTests
{
    private const string Escape = "\u001b[2J\u001b]0;owned\a";

    public static TheoryData<string> Signed => OnedataVectors.Names("withSecret");

    [Theory]
    [InlineData("2/nmd/usr-u/act/id", "named", null, "user", "u")]
    [InlineData("2/tmp-0/prv-p-q/idn/id", "temporary", 0L, "oneprovider", "p-q")]
    [InlineData("2/tmp-12/grp-g/act/id", "temporary", 12L, "group", "g")]
    [InlineData("2/nmd/nobody/act/id", "named", null, "nobody", null)]
    public void Parse_Version2_HasItsParts(string text, string persistence, long? generation, string subjectType, string? subjectId)
    {
        var identifier = OnedataIdentifier.Parse(Encoding.UTF8.GetBytes(text));
        Assert.Equal(2, identifier.Version);
        Assert.Equal(persistence, identifier.Persistence);
        Assert.Equal(generation, identifier.Generation);
        Assert.Equal(subjectType, identifier.Subject!.Type);
        Assert.Equal(subjectId, identifier.Subject.Id);
        Assert.Equal(text, identifier.ToString());
    }

    [Theory]
    [InlineData("9d1f0c3b5a7e48d2b6c4f0e19a8b7c6d")]
    [InlineData("abc/def")]
    [InlineData("/x")]
    [InlineData("x2/nmd/usr-u/act/id")]
    [InlineData("we used our secret key")]
    public void Parse_WithoutVersionNumber_IsVersion1(string text)
    {
        var identifier = OnedataIdentifier.Parse(Encoding.UTF8.GetBytes(text));
        Assert.Equal((1, text, "named", "accessToken"), (identifier.Version, identifier.Id, identifier.Persistence, identifier.Type.Name));
        Assert.Null(identifier.Subject);
        Assert.Equal(text, identifier.ToString());
    }

    [Theory]
    [InlineData("2/nmd/svc-a-b/act/id", "a-b")]
    [InlineData("2/tmp-7/root/act/id", null)]
    public void Parse_UnknownKindOfSubject_IsPreserved(string text, string? id)
    {
        var identifier = OnedataIdentifier.Parse(Encoding.UTF8.GetBytes(text));
        Assert.Equal(("unknown", id), (identifier.Subject!.Type, identifier.Subject.Id));
        Assert.Equal(("accessToken", "id"), (identifier.Type.Name, identifier.Id));
        Assert.Equal(text, identifier.ToString());
    }

    [Theory]
    [InlineData("3/nmd/usr-x/act/id", 3)]
    [InlineData("22/", 22)]
    public void Parse_LaterVersion_IsPreserved(string text, int version)
    {
        var identifier = OnedataIdentifier.Parse(Encoding.UTF8.GetBytes(text));
        Assert.Equal((version, "unknown", "unknown", text), (identifier.Version, identifier.Persistence, identifier.Type.Name, identifier.Id));
        Assert.Null(identifier.Subject);
        Assert.Null(identifier.Generation);
        Assert.Equal(text, identifier.ToString());
    }

    [Theory]
    [InlineData("", nameof(Messages.OnedataIdentifierEmpty))]
    [InlineData("+3/nmd/usr-x/act/id", nameof(Messages.OnedataVersionUnknown))]
    [InlineData("03/nmd/usr-x/act/id", nameof(Messages.OnedataVersionUnknown))]
    [InlineData("0/x", nameof(Messages.OnedataVersionUnknown))]
    [InlineData("99999999999999999999/x", nameof(Messages.OnedataVersionUnknown))]
    [InlineData("1/x", nameof(Messages.OnedataVersionUnknown))]
    [InlineData("-2/x", nameof(Messages.OnedataVersionUnknown))]
    [InlineData("2/nmd/usr-x/act", nameof(Messages.OnedataIdentifierParts))]
    [InlineData("2/nmd/usr-x/act/id/more", nameof(Messages.OnedataIdentifierParts))]
    [InlineData("2/tmp/usr-x/act/id", nameof(Messages.OnedataIdentifierPersistence))]
    [InlineData("2/tmp-/usr-x/act/id", nameof(Messages.OnedataIdentifierPersistence))]
    [InlineData("2/tmp--1/usr-x/act/id", nameof(Messages.OnedataIdentifierPersistence))]
    [InlineData("2/tmp-01/usr-x/act/id", nameof(Messages.OnedataIdentifierPersistence))]
    [InlineData("2/tmp-99999999999999999999/usr-x/act/id", nameof(Messages.OnedataIdentifierPersistence))]
    [InlineData("2/nmd/usr-/act/id", nameof(Messages.OnedataIdentifierSubject))]
    [InlineData("2/nmd/usr/act/id", nameof(Messages.OnedataIdentifierSubject))]
    [InlineData("2/nmd/USR-x/act/id", nameof(Messages.OnedataIdentifierSubject))]
    [InlineData("2/nmd/" + "nobody" + "-x/act/id", nameof(Messages.OnedataIdentifierSubject))]
    [InlineData("2/nmd/svc-/act/id", nameof(Messages.OnedataIdentifierSubject))]
    [InlineData("2/nmd/-x/act/id", nameof(Messages.OnedataIdentifierSubject))]
    [InlineData("2/nmd//act/id", nameof(Messages.OnedataIdentifierSubject))]
    [InlineData("2/nmd/usr-x/ACT/id", nameof(Messages.OnedataIdentifierTypeUnknown))]
    [InlineData("2/nmd/usr-x/idn:x/id", nameof(Messages.OnedataIdentifierTypeUnknown))]
    [InlineData("2/nmd/usr-x/act:/id", nameof(Messages.OnedataIdentifierSessionEmpty))]
    [InlineData("2/nmd/usr-x/ujc::/id", nameof(Messages.OnedataIdentifierInviteInvalid))]
    [InlineData("2/nmd/usr-x/ujc:c:ge/id", nameof(Messages.OnedataIdentifierInviteInvalid))]
    [InlineData("2/nmd/usr-x/ujc:c/id", nameof(Messages.OnedataIdentifierTypeUnknown))]
    [InlineData("2/nmd/usr-x/act/", nameof(Messages.OnedataIdentifierIdEmpty))]
    public void Parse_InvalidIdentifier_NamesTheInvalidPart(string text, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<TokenFormatException>(() => OnedataIdentifier.Parse(Encoding.UTF8.GetBytes(text))).ErrorId);

    [Fact]
    public void Parse_InvalidUtf8_Throws() => Assert.Equal(
        nameof(Messages.OnedataIdentifierNotText),
        Assert.Throws<TokenFormatException>(() => OnedataIdentifier.Parse([0x32, 0xFF])).ErrorId);

    [Theory]
    [MemberData(nameof(Signed))]
    public void Parse_VectorIdentifier_GivesTheSameBytes(string name)
    {
        var bytes = OnedataVectors.Bytes(OnedataVectors.Named("withSecret", name)["identifier"]);
        Assert.Equal(bytes, OnedataIdentifier.Parse(bytes).ToBytes());
    }

    [Theory]
    [InlineData("legacy" + Escape)]
    [InlineData("2/nmd/usr-u" + Escape + "/act/id")]
    [InlineData("2/nmd/usr-u/act:s" + Escape + "/id")]
    [InlineData("2/nmd/usr-u/ujs:t" + Escape + ":/id")]
    [InlineData("2/nmd/usr-u/act/id" + Escape)]
    [InlineData("2/nmd/usr-u/act/i\u202ed")]
    public void Decode_IdentifierWithEscapeSequence_Throws(string identifier)
    {
        var token = Macaroon.Create("z"u8.ToArray(), Encoding.UTF8.GetBytes(identifier), "secret"u8.ToArray()).Serialize();
        var error = Assert.Throws<TokenFormatException>(() => OnedataToken.Decode(token));
        Assert.Equal(nameof(Messages.OnedataIdentifierHarmful), error.ErrorId);
        Assert.True(TerminalText.IsHarmless(error.Message));
    }

    [Theory]
    [InlineData("2/nmd/usr-u/act/i", false)]
    [InlineData("2/tmp-1/prv-p/ujs:s1:/i", false)]
    [InlineData("legacy", false)]
    [InlineData("3/nmd/usr-u/act/i", true)]
    [InlineData("2/nmd/svc-s/act/i", true)]
    [InlineData("2/nmd/usr-u/new/i", true)]
    public void HasUnknownParts_Identifier_IsTrueForThoseOfANewerZone(string text, bool expected) =>
        Assert.Equal(expected, OnedataIdentifier.Parse(System.Text.Encoding.UTF8.GetBytes(text)).HasUnknownParts);

    // Onezone reports the subjects of some old tokens as root.
    [Theory]
    [InlineData("user", "u1", "usr-u1")]
    [InlineData("oneprovider", "p1", "prv-p1")]
    [InlineData("group", "g1", "grp-g1")]
    [InlineData("nobody", null, "nobody")]
    [InlineData("root", null, "root")]
    [InlineData("other", "x", "other-x")]
    public void ToString_Subject_HasThePrefixOfItsKind(string type, string? id, string expected) =>
        Assert.Equal(expected, new OnedataSubject(type, id).ToString());
}
