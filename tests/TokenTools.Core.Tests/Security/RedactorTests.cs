using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Core.Tests.Net;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Security;

public class RedactorTests
{
    // Characters that each format escapes.
    private const string Secret = "p&ss<w>\"ö'rd/\\ +=%?z";

    public static TheoryData<string, string> Forms() => new()
    {
        { "raw", Secret },
        { "upper case", Secret.ToUpperInvariant() },
        { "JSON", JsonConvert.ToString(Secret)[1..^1] },
        { "JSON in ASCII", JsonConvert.ToString(Secret, '"', StringEscapeHandling.EscapeNonAscii)[1..^1] },
        { "JSON for HTML", JsonConvert.ToString(Secret, '"', StringEscapeHandling.EscapeHtml)[1..^1] },
        { "JSON with \\/", JsonConvert.ToString(Secret)[1..^1].Replace("/", "\\/", StringComparison.Ordinal) },
        { "XML", System.Security.SecurityElement.Escape(Secret)! },
        { "XML by a writer", new System.Xml.Linq.XElement("a", Secret).ToString()[3..^4] },
        { "XML attribute by a writer", new System.Xml.Linq.XAttribute("a", Secret).ToString()[3..^1] },
        { "HTML", WebUtility.HtmlEncode(Secret) },
        { "URL", Uri.EscapeDataString(Secret) },
        { "URL in lower case", Uri.EscapeDataString(Secret).ToLowerInvariant() },
        { "form", WebUtility.UrlEncode(Secret) },
        { "base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)) },
        { "base64 unpadded", Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)).TrimEnd('=') },
        { "base64url", Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)).Replace('+', '-').Replace('/', '_').TrimEnd('=') },
        { "base64 in a URL", Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))) },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Redact_KnownSecretInAnyEncoding_IsReplaced(string form, string text)
    {
        var redactor = new Redactor(Requests.Secure(Secret));
        foreach (var culture in Cultures.Trying)
        {
            Cultures.In(culture, () =>
            {
                var redacted = redactor.Redact("the service says: " + text + ", sorry");

                Assert.StartsWith("the service says: ********", redacted, StringComparison.Ordinal);
                Assert.EndsWith(", sorry", redacted, StringComparison.Ordinal);
                Assert.False(redacted.Contains(text.TrimEnd('='), StringComparison.OrdinalIgnoreCase), form);
            });
        }
    }

    [Fact]
    public void Redact_ConnectionCredentials_AreReplacedAlsoAsHeader()
    {
        using var connection = Requests.Boomi(new Uri("http://127.0.0.1:1/"));
        var pair = "BOOMI_TOKEN." + Requests.User + ":" + Requests.Secret;

        foreach (var text in new[] { Requests.Secret, pair, Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)) })
        {
            Assert.DoesNotContain(text, connection.Redactor.Redact("You sent " + text + "."), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("abc")]
    [InlineData("&<")]
    public void Redact_ShortSecret_WithholdsText(string secret)
    {
        var redactor = new Redactor(Requests.Secure(secret));

        Assert.Equal("(the text of the service is withheld because it may contain the secret)", redactor.Redact("xx" + secret + "xx"));
        Assert.Equal("?!?", redactor.Redact("?!?"));
    }

    [Fact]
    public void Redact_NoTextOrNoSecret_ChangesNothing()
    {
        var redactor = new Redactor(null, Requests.Secure(""));

        Assert.Equal("", redactor.Redact(null));
        Assert.Equal("", redactor.RedactToLine(null, 10));
        Assert.Equal("Unknown account.", redactor.Redact("Unknown account."));
    }

    [Fact]
    public void Redact_AnyText_ShowsNoKnownSecret() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Secrets().ToArbitrary(), Texts().ToArbitrary(), (secret, text) =>
        {
            var redactor = new Redactor(Requests.Secure(secret));
            var around = text.Before + secret + text.Between + Uri.EscapeDataString(secret) + text.Between
                + JsonConvert.ToString(secret) + text.After + secret.ToUpperInvariant();
            return !Shows(redactor.Redact(around), secret)
                && !Shows(redactor.RedactToLine(around, 40), secret)
                && !Shows(redactor.RedactToLine(around, 400), secret);
        }));

    [Fact]
    public void Redact_TwoSecrets_AreBothReplaced() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Secrets().ToArbitrary(), Secrets().ToArbitrary(), (one, two) =>
        {
            var redacted = new Redactor(Requests.Secure(one), Requests.Secure(two)).Redact(one + two + two + one + two[1..] + one);
            return !Shows(redacted, one) && !Shows(redacted, two);
        }));

    [Theory]
    [InlineData("correct horse battery", "You said: correct\r\n   horse\tbattery.")]
    [InlineData("correct horse battery", "You said: correct  horse battery.")]
    public void RedactToLine_SecretSplitOverLines_IsReplaced(string secret, string text) =>
        Assert.DoesNotContain(secret, new Redactor(Requests.Secure(secret)).RedactToLine(text, 300), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void RedactToLine_LongText_IsRedactedBeforeItIsCut()
    {
        var redactor = new Redactor(Requests.Secure("SuperSecretPassword"));
        for (var length = 1; length < 60; length++)
        {
            var line = redactor.RedactToLine("Wrong: SuperSecretPassword for this account", length);
            Assert.DoesNotContain("Supe", line, StringComparison.Ordinal);
            Assert.True(line.Length <= length + 1);
        }
    }

    [Fact]
    public void RedactToLine_AnyText_HasNoControlCharacterOrLoneSurrogate()
    {
        var line = Redactor.ByShape.RedactToLine("\u001b[31mred\u001b[0m\r\n\tand\0 more\u0085\u2028\u009b1m 🔑", 300);

        Assert.Equal("[31mred [0m and more 1m 🔑", line);
        Assert.Equal("ab…", Redactor.ByShape.RedactToLine("ab🔑", 3));
        Assert.Equal("ab🔑", Redactor.ByShape.RedactToLine("ab🔑", 4));
    }

    [Theory]
    [InlineData("abcdefghijk", 10, "abcdefghij…")]
    [InlineData("abcdefghij", 10, "abcdefghij")]
    [InlineData("abc🔑defghi", 4, "abc…")]
    [InlineData("abc🔑defghi", 5, "abc🔑…")]
    public void RedactToLine_Limit_CutsBetweenCharacters(string text, int length, string expected) =>
        Assert.Equal(expected, Redactor.ByShape.RedactToLine(text, length));

    // As a terminal shows it, the secret is whole.
    [Theory]
    [InlineData("a kQ3v\u001b[31mZ8xN1pL6 b")]
    [InlineData("a kQ3v\u001b[31m%5A8xN1pL6 b")]
    [InlineData("a kQ3v%1B%5B31mZ8xN1pL6 b")]
    public void Redact_SecretWithColors_IsReplaced(string text) =>
        Assert.Equal("a ******** b", new Redactor(Requests.Secure("kQ3vZ8xN1pL6")).Redact(text));

    [Fact]
    public void With_FurtherSecret_MasksBothAndLeavesTheFirstRedactorAsItIs()
    {
        var first = new Redactor(Requests.Secure("kQ3vZ8xN1pL6"));

        var both = first.With(Requests.Secure("another secret"));

        Assert.Equal("a ******** b ********", both.Redact("a kQ3vZ8xN1pL6 b another secret"));
        Assert.Equal("a ******** b another secret", first.Redact("a kQ3vZ8xN1pL6 b another secret"));
    }

    [Fact]
    public void With_DisposedSecret_WithholdsText()
    {
        var closed = Requests.Secure(Secret);
        var redactor = new Redactor(closed);
        closed.Dispose();

        var redacted = redactor.With(Requests.Secure("another secret")).Redact("before " + Secret + " after");

        Assert.Equal(MessageText.Format(nameof(Messages.TextWithheld)), redacted);
    }

    [Fact]
    public void RedactToLine_BidirectionalMarks_AreRemoved() =>
        // U+202E and similar characters change the order in which text is shown.
        Assert.Equal("evil txt.exe", Redactor.ByShape.RedactToLine("evil\u202e\u2066 txt.exe\u200b", 100));

    [Fact]
    public void Redact_AnyTokenOfVectors_IsRecognized()
    {
        var vectors = JObject.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "onedata-tokens.json")));
        var tokens = vectors["withSecret"]!.SelectMany(row => new[] { (string)row["serialized"]!, (string)row["base64"]! }).ToArray();

        Assert.NotEmpty(tokens);
        foreach (var token in tokens)
        {
            string[] texts = [token, "\"" + token + "\"", "opw-" + token, "x=" + token + "&y", "https://zone/" + token, "_" + token];
            foreach (var text in texts)
            {
                Assert.DoesNotContain(token[10..], Redactor.ByShape.Redact("Bad token " + text + "!"), StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    // One megabyte of what causes quadratic backtracking in a careless pattern.
    [Theory]
    [Trait("Wine", "it takes a minute there")]
    [InlineData("_")]
    [InlineData("a")]
    [InlineData("BOOMI_TOKEN.")]
    [InlineData("token")]
    [InlineData("token_")]
    [InlineData("a_")]
    [InlineData("token=\"")]
    [InlineData("token='")]
    [InlineData("token: ")]
    [InlineData("token \\\"")]
    [InlineData("password\\")]
    [InlineData("authorization ")]
    [InlineData("authorization: ")]
    [InlineData("bearer ")]
    [InlineData("://")]
    [InlineData("://a")]
    [InlineData("://a:b@")]
    [InlineData("MDA")]
    [InlineData("MDA ")]
    [InlineData("atom-")]
    [InlineData("atom-963f3eb3-0eaa-4f5c-8b8b-")]
    [InlineData("<token ")]
    [InlineData("<token>")]
    [InlineData("<a")]
    [InlineData("<x:")]
    [InlineData("Om")]
    [InlineData(" ")]
    [InlineData("=")]
    [InlineData("\"")]
    [InlineData("\\\"")]
    public void Redact_LongNoise_TakesLinearTime(string noise)
    {
        var redactor = new Redactor(Requests.Secure(Secret));
        var text = "x" + string.Concat(Enumerable.Repeat(noise, 250_000 / noise.Length)) + " \"";

        // With quadratic backtracking the test would take hours.
        Assert.True(redactor.RedactToLine(text, 300).Length <= 301);
    }

    private static bool Shows(string text, string secret) => text.Contains(secret, StringComparison.OrdinalIgnoreCase);

    // No asterisks, of which the mask consists, and no words of the message about a withheld text.
    private static Gen<string> Secrets() =>
        from chars in ArbMap.Default.GeneratorFor<char>()
            .Where(static c => c != '*' && !char.IsSurrogate(c)).ArrayOf()
        from tail in Gen.Elements("xQ7!", "ab\"<", "ü/+=", "%41 z", "\\n_k")
        select new string(chars) + tail;

    private static Gen<(string Before, string Between, string After)> Texts() =>
        from parts in ArbMap.Default.GeneratorFor<string>().Select(static text => text ?? "").Three()
        select (parts.Item1, parts.Item2, parts.Item3);
}
