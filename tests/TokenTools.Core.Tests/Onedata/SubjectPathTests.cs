using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>An id that one setting accepts is accepted by the others.</summary>
public class SubjectPathTests
{
    private const string Longest = "0123456789012345678901234567890123456789012345678901234567890123";

    [Theory]
    [InlineData("6ee42be3f0b5a5b7d5f2cf5a7a5a9b70ch8c4b")]
    [InlineData("a_b-1")]
    [InlineData("X")]
    [InlineData(Longest)]
    public void Of_IdOfOnedata_IsAcceptedAsInTheOtherSettings(string id)
    {
        Assert.Equal("users/" + id, SubjectPath.Of(" usr-" + id + " ", null));
        Assert.Equal("providers/" + id, SubjectPath.Of("prv-" + id, null));
        Assert.Equal(id, SubjectPath.UserId("usr-" + id));
        Assert.Null(SubjectPath.UserId("prv-" + id));
        Assert.Equal("consumer = usr-" + id, ConsumerCaveat.Create(["usr-" + id]).Text);
        Assert.Equal("service = opw-" + id, ServiceCaveat.Create(["opw-" + id]).Text);
        Assert.Equal(id, NamedTokenApi.ValidId(id, "Id"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a|b")]
    [InlineData("\u00e9")]
    [InlineData(Longest + "4")]
    public void Of_OtherText_IsRejectedAsInTheOtherSettings(string id)
    {
        Assert.Equal(
            nameof(Messages.OnedataForInvalid),
            Assert.Throws<TokenArgumentException>(() => SubjectPath.Of("usr-" + id, null)).ErrorId);
        Assert.Null(SubjectPath.UserId("usr-" + id));
        Assert.Equal(
            nameof(Messages.CaveatConsumerInvalid),
            Assert.Throws<TokenArgumentException>(() => ConsumerCaveat.Create(["usr-" + id])).ErrorId);
        Assert.Equal(
            nameof(Messages.CaveatServiceInvalid),
            Assert.Throws<TokenArgumentException>(() => ServiceCaveat.Create(["opw-" + id])).ErrorId);
        Assert.Equal(
            nameof(Messages.OnedataIdInvalid),
            Assert.Throws<TokenArgumentException>(() => NamedTokenApi.ValidId(id, "Id")).ErrorId);
    }

    [Theory]
    [InlineData("usr-*")]
    [InlineData("grp-g1")]
    [InlineData("usr")]
    [InlineData("USR-u1")]
    [InlineData("nobody")]
    public void Of_AnotherSubject_IsRejected(string subject)
    {
        Assert.Equal(
            nameof(Messages.OnedataForInvalid), Assert.Throws<TokenArgumentException>(() => SubjectPath.Of(subject, null)).ErrorId);
        Assert.Null(SubjectPath.UserId(subject));
    }
}
