using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

/// <summary>A token in a JSON document between other text.</summary>
public class TokenDocumentTests
{
    private const string Before = "> \"token\":\"before\" ", After = "\"token\":\"after\"}";

    [Theory]
    [InlineData("""{"token":"abc"}""", "abc")]
    [InlineData("""{"token":""}""", "")]
    [InlineData("""{"token":"x"}""", "x")]
    [InlineData("{ \"token\" \t:\r\n  \"abc\" }", "abc")]
    [InlineData("""{"id":7,"token":"abc","expires":"2026-11-28"}""", "abc")]
    [InlineData("""{"kind":"token","token":"abc"}""", "abc")]
    [InlineData("""{"token_kind":"temporary","mytoken":"no","token":"abc"}""", "abc")]
    // RFC 8259, section 7: only the quotation mark, the backslash and control characters have to be escaped.
    [InlineData("""{"token":"{'a':[/b/],} ż🔑"}""", "{'a':[/b/],} ż🔑")]
    public void TryFind_FieldWithText_IsTheValueBetweenTheQuotes(string document, string expected) =>
        Assert.Equal(expected, Find(document, "token"));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("{}")]
    [InlineData("\"token\":\"abc\"")]
    [InlineData("[\"token\":\"abc\"}")]
    [InlineData("{\"token\":\"abc\"]")]
    [InlineData("{\"token\":\"abc\"")]
    [InlineData("\"token\":\"abc\"}")]
    // Another name.
    [InlineData("""{"Token":"abc"}""")]
    [InlineData("""{"tokan":"abc"}""")]
    [InlineData("""{"tokens":"abc"}""")]
    [InlineData("""{"tokens:":"abc"}""")]
    [InlineData("""{"mytoken":"abc"}""")]
    [InlineData("""{"mytoken" :"abc"}""")]
    [InlineData("""{token:"abc"}""")]
    // The name is a value, or has none.
    [InlineData("""{"kind":"token","name":"abc"}""")]
    [InlineData("""{"kind":"token"}""")]
    [InlineData("""{"token"}""")]
    [InlineData("""{"token" }""")]
    [InlineData("""{"token":}""")]
    [InlineData("""{"token": }""")]
    [InlineData("""{"token" "abc"}""")]
    // A value other than text.
    [InlineData("""{"token":null,"name":"abc"}""")]
    [InlineData("""{"token":5,"name":"abc"}""")]
    [InlineData("""{"token":["abc"]}""")]
    // Text with escapes, or without an end.
    [InlineData("""{"token":"ab\u0063"}""")]
    [InlineData("""{"token":"ab\\","name":"abc"}""")]
    [InlineData("""{"token":"\"abc"}""")]
    [InlineData("""{"token":"abc}""")]
    [InlineData("""{"token":"}""")]
    public void TryFind_NoFieldWithSuchText_LeavesThePlaceAsItIs(string document) => Assert.Null(Find(document, "token"));

    [Theory]
    [InlineData("{\"a}", "a}b")]
    [InlineData("{\"a}", "a}")]
    public void TryFind_NameCutOffByTheEnd_IsNotFound(string document, string field) => Assert.Null(Find(document, field));

    [Theory]
    [InlineData("bearerToken", "YWRtaW4=")]
    [InlineData("a", "1")]
    [InlineData("token", null)]
    public void TryFind_OtherField_IsFoundByItsWholeName(string field, string? expected) =>
        Assert.Equal(expected, Find("""{"a":"1","bearerToken":"YWRtaW4=","b":"2"}""", field));

    // What is before and after the document is neither read nor found.
    private static string? Find(string document, string field)
    {
        var text = Before + document + After;
        var (from, to) = (Before.Length, Before.Length + document.Length);
        var (start, end) = (from, to);
        var found = TokenDocument.TryFind(
            i =>
            {
                Assert.InRange(i, from, to - 1);
                return text[i];
            },
            field,
            ref start,
            ref end);
        if (found)
        {
            return text[start..end];
        }

        Assert.Equal((from, to), (start, end));
        return null;
    }
}
