using System;
using System.Linq;
using System.Text;
using TokenTools.Security.Redaction;
using Xunit;

namespace TokenTools.Core.Tests.Security.Redaction;

/// <summary>The forms of a secret for programs that mask exact texts.</summary>
public class ExactFormsTests
{
    // Bytes in UTF-8: 22 c3 a9 2f 2b 3f 66 c3 bf 7e.
    private const string Accented = "\"\u00e9/+?f\u00ff~";

    [Fact]
    public void Of_Secret_HasItsEncodings()
    {
        var forms = ExactForms.Of(Accented);

        Assert.Contains(Accented, forms);
        // RFC 3986 §2.1: digits of either case are equivalent.
        Assert.Contains("%22%C3%A9%2F%2B%3Ff%C3%BF~", forms);
        Assert.Contains("%22%c3%a9%2f%2b%3ff%c3%bf~", forms);
        Assert.Contains("\\\"\u00e9/+?f\u00ff~", forms);
        Assert.Contains("22c3a92f2b3f66c3bf7e", forms);
        Assert.Contains("22C3A92F2B3F66C3BF7E", forms);
    }

    // RFC 4648 §5: the URL-safe alphabet, whose padding may be omitted.
    [Theory]
    [InlineData(Accented, "IsOpLys/ZsO/fg==", "IsOpLys_ZsO_fg")]
    [InlineData("\u00fb\u00fb\u00fb\u00ff\u00ff\u00ff\u00ff\u00ff", "+wD7APsA/wD/AP8A/wD/AA==", "-wD7APsA_wD_AP8A_wD_AA")]
    public void Of_Secret_HasBase64WithAndWithoutPaddingInBothAlphabets(string secret, string base64, string base64Url)
    {
        var forms = ExactForms.Of(secret);

        Assert.Contains(base64, forms);
        Assert.Contains(base64.TrimEnd('='), forms);
        Assert.Contains(base64Url, forms);
    }

    [Fact]
    public void Of_Lines_HasThoseOfEachLineAndOfAll()
    {
        const string Secret = "first line\r\n  second line \nshort\n-----END-----";

        var forms = ExactForms.Of(Secret);

        Assert.Contains("first line", forms);
        Assert.Contains("second line", forms);
        Assert.Contains(Base64("first line"), forms);
        Assert.Contains(Base64("second line"), forms);
        Assert.Contains(Base64(Secret), forms);
        Assert.DoesNotContain("short", forms);
        Assert.DoesNotContain("-----END-----", forms);
        Assert.DoesNotContain(forms, static form => form.IndexOfAny(['\r', '\n']) >= 0);
    }

    // A line of six characters, or another form of eight.
    [Theory]
    [InlineData("abcde", 0)]
    [InlineData("abcde\nfghij\n", 0)]
    [InlineData("abc/de", 6)]
    public void Of_Limits_AreThoseOfTheRule(string secret, int shortest)
    {
        var forms = ExactForms.Of(secret);

        Assert.Equal(shortest, forms.Count == 0 ? 0 : forms[^1].Length);
        Assert.Equal(shortest > 0, forms.Contains(Base64(secret)));
    }

    [Fact]
    public void Of_SevenCharactersThatAreNoLine_AreNoForm() => Assert.DoesNotContain("ab\\\"cde", ExactForms.Of("ab\"cde"));

    [Fact]
    public void Of_Forms_AreEachThereOnceAndLongerOnesFirst()
    {
        var forms = ExactForms.Of("p&ss w<o>rd");

        Assert.Equal(forms.Count, forms.Distinct().Count());
        Assert.All(forms.Zip(forms.Skip(1)), static pair => Assert.True(
            pair.First.Length > pair.Second.Length
            || (pair.First.Length == pair.Second.Length && string.CompareOrdinal(pair.First, pair.Second) < 0)));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
