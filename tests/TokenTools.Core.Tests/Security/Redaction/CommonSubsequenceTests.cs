using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using TokenTools.Security.Redaction;
using Xunit;

namespace TokenTools.Core.Tests.Security.Redaction;

public class CommonSubsequenceTests
{
    // 85 percent, rounded up.
    [Theory]
    [InlineData(12, 11)]
    [InlineData(20, 17)]
    [InlineData(21, 18)]
    [InlineData(100, 85)]
    [InlineData(1024, 871)]
    public void LeastOf_Length_IsMostOfIt(int length, int least) => Assert.Equal(least, CommonSubsequence.LeastOf(length));

    [Fact]
    public void HoldsMost_AnyText_EqualsTheTextbookAlgorithm() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Pairs().ToArbitrary(), static pair =>
            CommonSubsequence.HoldsMost(MappedText.From(pair.Text), pair.Secret.ToCharArray()) == HoldsMost(pair.Text, pair.Secret)));

    // The number of characters is that of one, two and more words of 64 bits, with the carry between them.
    [Theory]
    [InlineData(12)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(300)]
    public void HoldsMost_CharactersInBetween_DependsOnHowManyAreLeft(int length)
    {
        var secret = new string([.. Enumerable.Range(0, length).Select(static i => (char)('A' + (i * 7 % 26)))]);
        var least = CommonSubsequence.LeastOf(length);
        string Spread(int count) => "......" + string.Concat(secret[..count].Select(static c => c + "-")) + "......";

        Assert.True(CommonSubsequence.HoldsMost(MappedText.From(Spread(length)), secret.ToCharArray()));
        Assert.True(CommonSubsequence.HoldsMost(MappedText.From(Spread(least)), secret.ToCharArray()));
        Assert.False(CommonSubsequence.HoldsMost(MappedText.From(Spread(least - 1)), secret.ToCharArray()));
        Assert.False(CommonSubsequence.HoldsMost(MappedText.From(secret[..(least - 1)]), secret.ToCharArray()));
        Assert.True(CommonSubsequence.HoldsMost(MappedText.From(secret[^least..]), secret.ToCharArray()));
    }

    // Characters that are more than three times as far apart are not taken for the secret.
    [Fact]
    public void HoldsMost_CharactersFarApart_IsFalse()
    {
        const string Secret = "ABCDEFGHIJKLMNOPQRST";
        string Apart(int distance) => string.Concat(Secret.Select(c => c + new string('-', distance)));

        Assert.True(CommonSubsequence.HoldsMost(MappedText.From(Apart(1)), Secret.ToCharArray()));
        Assert.False(CommonSubsequence.HoldsMost(MappedText.From(Apart(9)), Secret.ToCharArray()));
    }

    // Each place of a part that is three times as long has to be compared, not only those next to each other.
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(50)]
    [InlineData(70)]
    public void HoldsMost_TwiceAsLongAnywhere_IsTrue(int before)
    {
        const string Secret = "ABCDEFGHIJKLMNOPQRST";
        var spread = new string('-', before) + string.Concat(Secret.Select(static c => c + "-")) + new string('-', 40);

        Assert.True(CommonSubsequence.HoldsMost(MappedText.From(spread), Secret.ToCharArray()));
    }

    private static Gen<(string Text, string Secret)> Pairs() =>
        from alphabet in Gen.Elements("AB", "ABCD", "ABCDEFGHIJKLMNOP")
        from length in Gen.Elements(12, 13, 30, 64, 65, 100, 130)
        from secret in Gen.Elements(alphabet.ToCharArray()).ArrayOf(length)
        from drops in Gen.Choose(0, 99).ArrayOf(length)
        from percent in Gen.Elements(0, 5, 10, 15, 20, 50)
        from noise in Gen.Elements((alphabet + "xyz").ToCharArray()).ArrayOf(length)
        from noises in Gen.Choose(0, 2).ArrayOf(length)
        select (string.Concat(secret.Select((c, i) => (drops[i] < percent ? "" : c.ToString()) + new string(noise[i], noises[i]))),
            new string(secret));

    // The same windows, with the algorithm of one row for each character.
    private static bool HoldsMost(string text, string secret)
    {
        var least = CommonSubsequence.LeastOf(secret.Length);
        for (var start = 0; start + least <= text.Length; start += secret.Length / 2)
        {
            if (Length(text.Substring(start, Math.Min(3 * secret.Length, text.Length - start)), secret) >= least)
            {
                return true;
            }
        }

        return false;
    }

    private static int Length(string one, string two)
    {
        var lengths = new int[one.Length + 1, two.Length + 1];
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= two.Length; j++)
            {
                lengths[i, j] = one[i - 1] == two[j - 1] ? lengths[i - 1, j - 1] + 1 : Math.Max(lengths[i - 1, j], lengths[i, j - 1]);
            }
        }

        return lengths[one.Length, two.Length];
    }
}
