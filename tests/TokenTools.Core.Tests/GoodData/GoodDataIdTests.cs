using System.Linq;
using System.Text.RegularExpressions;
using TokenTools.GoodData;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

public class GoodDataIdTests
{
    // JsonApiUserIn.id in gooddata/gooddata-python-sdk:schemas/gooddata-metadata-client.json, anchored as .NET requires.
    private static readonly Regex Schema = new(@"\A(?!\.)[.A-Za-z0-9_-]{1,255}\z", RegexOptions.CultureInvariant);

    [Fact]
    public void IsValid_EveryCharacter_IsAsTheSchemaSays() => Assert.All(
        Enumerable.Range(0, 0x10000).Select(static code => (char)code).SelectMany(static c => new[] { c.ToString(), "a" + c, c + "a" }),
        static id => Assert.Equal(Schema.IsMatch(id), GoodDataId.IsValid(id)));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void IsValid_Length_IsAtMost255(int length, bool isValid) => Assert.Equal(isValid, GoodDataId.IsValid(new string('a', length)));

    [Fact]
    public void IsValid_Null_IsFalse() => Assert.False(GoodDataId.IsValid(null));
}
