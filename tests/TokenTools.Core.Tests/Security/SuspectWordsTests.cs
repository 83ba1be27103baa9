using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

public class SuspectWordsTests
{
    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    [Theory]
    [InlineData("boomi_brianmerrick-4SYB9W")]
    [InlineData("acme-A1B2C3")]
    [InlineData("Atom_Production_EU1")]
    [InlineData("win2022-srv-0001.corp.example.com")]
    [InlineData("host-01.eu-west-1.compute.amazonaws.com")]
    [InlineData("user@boomi.com")]
    [InlineData("2030-01-31T12:00:00Z")]
    [InlineData("1.01:00:00")]
    [InlineData("10.0.0.0/33")]
    [InlineData("2001:db8::8a2e:370:7334")]
    [InlineData("1d12h 90m PT30M 25h")]
    [InlineData("userJoinCluster, KubernetesSecret, TokenAccountMismatch, EnvironmentFile")]
    [InlineData("all/get/space.*.*:*")]
    [InlineData("/etc/op_worker/provider_root_token.json")]
    [InlineData("/tmp/f81d4fae-7dec-11d0-a765-00a0c91e6bf6/token.env")]
    [InlineData(@"C:\Users\admin\AppData\Local\Temp\f81d4fae7dec11d0a76500a0c91e6bf6\token.properties")]
    [InlineData("/tmp/tokentools-H5YzfR/.secret.Ph61zJ")]
    [InlineData("/tmp/f81d4fae7dec11d0a76500a0c91e6bf6/ab12cd34")]
    [InlineData("https://api.platform.gb.boomi.com/api/rest/v1")]
    [InlineData("administrator 100000000000000 AAAAAAAAAAAAAAAAAAAAAAA")]
    public void Mask_NameNumberDateOrPath_IsUnchanged(string text) => Assert.Equal(text, SuspectWords.Mask(text));

    [Theory]
    [InlineData("5d7a31c9-4e0b-4f6d-9b1a-c2e8f07d6a43")]
    [InlineData("5D7A31C94E0B4F6D9B1AC2E8F07D6A43")]
    [InlineData("9f86d081884c7d65")]
    [InlineData("x#9T_w%2^Qr7!m")]
    [InlineData("Passw0rd!x7")]
    [InlineData("ghp_16C7e42F292c6912E7710c838347Ae178B4a")]
    [InlineData("q83vEjRWeJCrze8S/NFZ4kJCrze8SNFZ4kKvN7w=")]
    [InlineData("/vEjRWeJCrze8S")]
    [InlineData("KZXWPQRTBNVCMKLJHGFD")]
    public void Mask_RandomWord_IsMaskedWithinAnyText(string secret)
    {
        string[] texts = ["{0}", "'{0}'", "a {0} b", "({0}), more", "name={0}", "x:{0}", "\"{0}\""];
        Assert.All(texts, text => Assert.DoesNotContain(
            secret.Trim('/', '=')[..8], SuspectWords.Mask(text.Replace("{0}", secret, StringComparison.Ordinal)), StringComparison.Ordinal));
    }

    [Fact]
    public void Mask_PathToARandomName_HidesTheName() =>
        Assert.Equal("/tmp/folder/" + Redactor.Mask, SuspectWords.Mask("/tmp/folder/kQ3vZ8xN1pL6tR9wB2yF5"));

    // Hexadecimal digits of both kinds: 16; changes of kind: 0.3 of the characters of 12, or of 8 with symbols; letters with few vowels: 16.
    [Theory]
    [InlineData("0123456789abcdef", true)]
    [InlineData("0123456789ABCDEF", true)]
    [InlineData("01-23_45.67*89-abcdef", true)]
    [InlineData("0123456789abcde", false)]
    [InlineData("0123456789zabcdef", false)]
    [InlineData("0123456789ABCDEG", false)]
    [InlineData("0123456789:abcdef", false)]
    [InlineData("0123456789012345", false)]
    [InlineData("abcdefabcdefabcdef", false)]
    [InlineData("ab12cd34ef56", true)]
    [InlineData("ab12cd34ef5", false)]
    [InlineData("abcd12ef3456", false)]
    [InlineData("NewBigFoxRun", false)]
    [InlineData("nEWbIGfOXrUN", true)]
    [InlineData("a#b#c#d#", true)]
    [InlineData("a#b#c#d", false)]
    [InlineData("aa##bbcc", false)]
    [InlineData("aa##bb#c", true)]
    [InlineData("bcdfghjklmnpqrst", true)]
    [InlineData("BCDFGHJKLMNPQRST", true)]
    [InlineData("bcdfghjklmnpqrs", false)]
    [InlineData("abcdefghijklmnop", true)]
    [InlineData("abcdefghijklmnou", false)]
    [InlineData("ABCDEFGHIJKLMNOU", false)]
    [InlineData("bcdfghjk/lmnpqrst", true)]
    [InlineData("bcdfghjk:lmnpqrst", false)]
    [InlineData("bcdfghjklmnpqrsz", true)]
    [InlineData("BCDFGHJKLMNPQRSZ", true)]
    [InlineData("BCDFGHJKLMNPQRSA", true)]
    [InlineData("g123456789012345", false)]
    // Three changes in eleven characters.
    [InlineData("abcd#efgh##", true)]
    [InlineData("abcd#efghij#", false)]
    // A letter without case, as of Chinese, is not a symbol.
    [InlineData("\u672ca\u672ca\u672ca\u672ca\u672ca\u672ca", false)]
    // Slashes and padding of base64 do not belong to the word.
    [InlineData("abc/def", false)]
    [InlineData("abc=", false)]
    public void IsSuspect_Limits_AreThoseOfTheRule(string word, bool expected) => Assert.Equal(expected, SuspectWords.IsSuspect(word));

    [Fact]
    public void Mask_RandomSecretsOfTwentyFourCharacters_AreMaskedWithFewExceptions()
    {
        // Drawn from a hash, so that the same are drawn each time.
        var secrets = Enumerable.Range(0, 1000).Select(static i => string.Concat(
            SHA512.HashData(Encoding.ASCII.GetBytes("secret" + i)).Take(24).Select(static value => LettersAndDigits[value % LettersAndDigits.Length])));

        Assert.InRange(secrets.Count(static secret => SuspectWords.Mask(secret) == secret), 0, 30);
    }
}
