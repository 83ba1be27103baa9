using System;
using System.Globalization;
using System.Linq;
using System.Text;
using TokenTools.Security;
using TokenTools.Security.Redaction;
using Xunit;

namespace TokenTools.Core.Tests.Security;

public class LeakSearchTests
{
    // Its base64 form has a character of each of the two alphabets.
    private const string Secret = "kQ3vZ8xN1p>~?L6tR9wB2yF5";

    private static readonly byte[] Utf8 = Encoding.UTF8.GetBytes(Secret);

    private static readonly string Base64 = Convert.ToBase64String(Utf8);

    public static TheoryData<string, string> Encodings { get; } = new()
    {
        { Secret, "plain" },
        { Secret.ToUpperInvariant(), "plain" },
        { Convert.ToHexString(Utf8), "hexadecimal" },
        { Each("{0:x2}:"), "hexadecimal" },
        { Each("0x{0:X2},"), "hexadecimal" },
        { Each("{0} "), "decimal" },
        { Base64, "base64" },
        { Base64.Replace('+', '-').Replace('/', '_'), "base64url" },
        { Convert.ToBase64String(Encoding.ASCII.GetBytes(Base64)), "base64, encoded twice" },
        { Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToHexString(Utf8))), "hexadecimal, base64, encoded twice" },
        { Convert.ToBase64String(Encoding.Unicode.GetBytes(Secret)), "base64, UTF-16" },
        { string.Concat(Secret.Select(static c => c + "\0")), "UTF-16" },
        { Each("%{0:X2}"), "percent" },
        { Each("\\u{0:x4}"), "backslash escapes" },
        { Each("&#{0};"), "character references" },
        { Base64[..16] + "\n" + Base64[16..], "base64, wrapped lines" },
        { Uri.EscapeDataString(Base64), "base64, percent" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Search_EncodedSecret_NamesTheEncodingAndThePlace(string encoded, string encoding)
    {
        var search = new LeakSearch([SecureText.FromString("another secret"), SecureText.FromString(Secret)]);

        search.Search("warning 3", "Token (" + encoded + ")");

        var leak = Assert.Single(search.Leaks);
        Assert.Equal("warning 3", leak.Place);
        Assert.Equal(encoding, leak.Encoding);
        Assert.Equal(2, leak.Secret);
        // What encodes the first character may start with characters that are not compared.
        Assert.InRange(leak.Offset, 7, 9);
        Assert.Equal(
            string.Format(CultureInfo.InvariantCulture, "warning 3: secret 2, {0}, at byte {1}", encoding, leak.Offset), leak.ToString());
    }

    // Digits of an id or of a time are those of a few characters now and then.
    [Theory]
    [InlineData("kQ3vZ8xN1pL6tR9wB2yF5", "6b51337", 0)]
    [InlineData("kQ3vZ8xN1pL6tR9wB2yF5", "6b513376", 0)]
    [InlineData("kQ3vZ8xN1pL6tR9wB2yF5", "6b:51:33:76", 0)]
    [InlineData("kQ3vZ8xN1pL6tR9wB2yF5", "6b5133765a38784", 0)]
    [InlineData("kQ3vZ8xN1pL6tR9wB2yF5", "6b5133765a38784e", 1)]
    [InlineData("kQ3vZ8xN1pL6tR9wB2yF5", "5111890561", 0)]
    [InlineData("kQ3vZ8xN1pL6tR9wB2yF5", "511189056120784911276", 1)]
    [InlineData("kQ3vZ", "6b5133765a", 1)]
    public void Search_DigitsOfAFewCharacters_AreNoEvidence(string secret, string digits, int leaks)
    {
        var search = new LeakSearch([SecureText.FromString(secret)]);

        search.Search("output", "id ffff" + digits + "ffff");

        Assert.Equal(leaks, search.Leaks.Count);
    }

    // Other encoded texts contain a few characters by coincidence, such as the hexadecimal UTF-16 of another token in Clixml.
    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 0)]
    [InlineData(8, 1)]
    [InlineData(21, 1)]
    public void Search_FewEncodedCharacters_AreNoEvidence(int count, int leaks)
    {
        const string Long = "kQ3vZ8xN1pL6tR9wB2yF5";
        for (var start = 0; start <= Long.Length - count; start++)
        {
            var part = Long.Substring(start, count);
            string[] encoded =
            [
                Convert.ToHexString(Encoding.Unicode.GetBytes(part)),
                Convert.ToBase64String(Encoding.Unicode.GetBytes(part)),
                Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(part)))),
                Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToHexString(Encoding.UTF8.GetBytes(part)))),
            ];
            foreach (var text in encoded)
            {
                var search = new LeakSearch([SecureText.FromString(Long)]);

                search.Search("output", "id " + text);

                Assert.True(leaks == search.Leaks.Count, part + " as " + text + ": " + search.Leaks.Count);
            }
        }
    }

    [Fact]
    public void Search_SecretTwiceAtOnePlace_IsOneLeakForEachEncoding()
    {
        var search = new LeakSearch([SecureText.FromString(Secret)]);

        search.Search("file", Secret + " and " + Secret + " and " + Base64);
        search.Search("file", Encoding.UTF8.GetBytes(Secret));
        search.Search("other", Secret);

        Assert.Equal(
            [("file", "plain", 0L), ("file", "base64", 58L), ("other", "plain", 0L)],
            search.Leaks.Select(static leak => (leak.Place, leak.Encoding, leak.Offset)));
    }

    [Fact]
    public void Search_SecretInTheNameOfThePlace_IsFoundAndNotShown()
    {
        var search = new LeakSearch([SecureText.FromString(Secret)]);

        search.Search("file \u001b" + Secret + ".txt", "nothing");

        var leak = Assert.Single(search.Leaks);
        Assert.Equal("file \uFFFD" + Redactor.Mask + ".txt (name)", leak.Place);
        Assert.Equal("plain", leak.Encoding);
        Assert.Equal(1, leak.Secret);
        Assert.Equal(6, leak.Offset);
    }

    [Fact]
    public void Search_NoSecret_FindsNothing()
    {
        var search = new LeakSearch([SecureText.FromString(Secret), SecureText.FromString("abc")]);

        search.Search("file", "abc kQ3vZ8x and 6tR9wB2yF5"[..11]);

        Assert.Empty(search.Leaks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(32_760)] // Over the end of what is searched at a time.
    [InlineData(65_530)]
    [InlineData(200_000)]
    public void Search_LongText_FindsTheSecretAnywhere(int offset)
    {
        var search = new LeakSearch([SecureText.FromString(Secret)]);

        search.Search("file", new string('.', offset) + Secret + new string('.', 100_000));

        Assert.Equal([("plain", (long)offset)], search.Leaks.Select(static leak => (leak.Encoding, leak.Offset)));
    }

    // Between escapes, only what is next to them is searched again.
    [Theory]
    [InlineData(0)]
    [InlineData(3_000)]
    [InlineData(50_000)]
    public void Search_EscapedSecretBetweenLongTexts_IsFound(int length)
    {
        var search = new LeakSearch([SecureText.FromString(Secret)]);

        search.Search("file", "\\n" + new string('.', length) + Each("\\u{0:x4}") + new string('.', length) + "\\n" + Each("%{0:X2}"));

        Assert.Equal(
            [("backslash escapes", 2L + length), ("percent", 4L + (2 * length) + (6 * Secret.Length))],
            search.Leaks.Select(static leak => (leak.Encoding, leak.Offset)));
    }

    // Half of the secret is escaped, next to a text without escapes that is long enough to be searched only at its ends. Neither half
    // is long enough to be found alone.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Search_HalfEscapedSecretNextToLongText_IsFoundWhole(bool isFirstHalf)
    {
        const int Length = 50_000;
        var search = new LeakSearch([SecureText.FromString("kQ3vZ8xN")]);

        search.Search("file", isFirstHalf ? "%6B%51%33%76Z8xN" + new string('.', Length) : new string('.', Length) + "kQ3v%5A%38%78%4E");

        Assert.Equal([("percent", isFirstHalf ? 0L : Length)], search.Leaks.Select(static leak => (leak.Encoding, leak.Offset)));
    }

    // Texts are searched in portions from one that may contain an escape: the escaped half is at the end of such a portion.
    [Fact]
    public void Search_EscapedHalfAtTheEndOfAPortion_IsFoundWhole()
    {
        const string Escaped = "%6B%51%33%76";
        const int Portion = 8 * PartScanner.LongestPart;
        var search = new LeakSearch([SecureText.FromString("kQ3vZ8xN")]);

        search.Search("file", "\\n" + new string('.', Portion - 2 - Escaped.Length) + Escaped + "Z8xN" + new string('.', 3 * Portion));

        Assert.Equal([("percent", (long)Portion - Escaped.Length)], search.Leaks.Select(static leak => (leak.Encoding, leak.Offset)));
    }

    // What is between two texts without escapes does not belong together.
    [Fact]
    public void Search_HalvesAtBothEndsOfLongText_AreNoLeak()
    {
        var search = new LeakSearch([SecureText.FromString("kQ3vZ8xN")]);

        search.Search("file", "%6B%51%33%76" + new string('.', 50_000) + "%5A%38%78%4E");

        Assert.Empty(search.Leaks);
    }

    private static string Each(string format) =>
        string.Concat(Utf8.Select(value => string.Format(CultureInfo.InvariantCulture, format, value)));
}
