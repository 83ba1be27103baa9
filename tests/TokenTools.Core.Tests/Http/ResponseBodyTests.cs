using System.Collections.Generic;
using System.Linq;
using System.Xml;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

public class ResponseBodyTests
{
    [Theory]
    [InlineData("{\"a\":1}", true)]
    [InlineData(" {\"a\":\"2030-01-01T00:00:00Z\"} ", true)]
    [InlineData("{\"a\":1} /* comment */", true)]
    [InlineData("{\"a\":1} {}", false)]
    [InlineData("{\"a\":1} x", false)]
    [InlineData("[1]", false)]
    [InlineData("\"a\"", false)]
    [InlineData("{\"a\":", false)]
    [InlineData("", false)]
    [InlineData("<a/>", false)]
    public void ReadJsonObject_Text_IsOneObjectOrNull(string text, bool isObject)
    {
        var value = ResponseBody.ReadJsonObject(text);

        Assert.Equal(isObject, value is not null);
        // Dates stay text.
        Assert.DoesNotContain(
            value?.Descendants() ?? [], static token => token.Type == Newtonsoft.Json.Linq.JTokenType.Date);
    }

    [Theory]
    [InlineData("[1,2]", true)]
    [InlineData("{\"a\":1}", false)]
    [InlineData("[1,2", false)]
    public void ReadJsonArray_Text_IsOneArrayOrNull(string text, bool isArray) =>
        Assert.Equal(isArray, ResponseBody.ReadJsonArray(text) is not null);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void ReadJsonArray_Nested_IsReadToADepthOf64(int depth, bool isRead) =>
        Assert.Equal(isRead, ResponseBody.ReadJsonArray(new string('[', depth) + new string(']', depth)) is not null);

    [Fact]
    public void ToPlain_AnyJson_HasPlainValues()
    {
        var value = ResponseBody.ReadJsonObject("{\"a\":1,\"b\":[\"x\",null,true,{\"c\":0.5}],\"d\":{\"e\":[]},\"A\":\"2030-01-01T00:00:00Z\"}")!;

        var plain = ResponseBody.ToPlain(value);

        Assert.Equal(["a", "b", "d", "A"], plain.Keys);
        Assert.Equal(1L, plain["a"]);
        Assert.Equal("2030-01-01T00:00:00Z", plain["A"]);
        var list = Assert.IsType<object?[]>(plain["b"]);
        Assert.Equal(["x", null, true], list.Take(3));
        Assert.Equal(0.5, Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(list[3])["c"]);
        Assert.Empty(Assert.IsType<object?[]>(Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(plain["d"])["e"]));
        Assert.Null(ResponseBody.ToPlain((Newtonsoft.Json.Linq.JToken?)null));
    }

    [Theory]
    [InlineData("<a>x</a>", "a")]
    [InlineData("\uFEFF \t\r\n<?xml version=\"1.0\"?><a/>", "a")]
    [InlineData("<!-- comment --><a/>", "a")]
    [InlineData("plain", null)]
    [InlineData("", null)]
    [InlineData("<", null)]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", null)]
    [InlineData("<!-- only a comment -->", null)]
    public void TryReadXml_Text_IsPositionedOnTheRoot(string text, string? root)
    {
        string? name = null;
        bool Use(XmlReader reader)
        {
            name = reader.LocalName;
            return true;
        }

        Assert.Equal(root is not null, ResponseBody.TryReadXml(text, Use));
        Assert.Equal(root, name);
    }

    [Fact]
    public void TryReadXml_OtherRootOrBrokenContent_IsFalse()
    {
        Assert.False(ResponseBody.TryReadXml("<a/>", static _ => false));
        Assert.False(ResponseBody.TryReadXml("<a><b></a>", static reader =>
        {
            while (reader.Read())
            {
            }

            return true;
        }));
    }

    [Theory]
    [InlineData("  Not  found. \n", "Not  found.")]
    [InlineData("", null)]
    [InlineData(" \r\n", null)]
    [InlineData("data\0", null)]
    [InlineData("\0", null)]
    [InlineData("<html><head><title> 502 Bad &amp; Gateway </title></head></html>", "502 Bad & Gateway")]
    [InlineData("<!-- x --> <!DOCTYPE html><TITLE lang=\"en\">Error</TITLE>", "Error")]
    [InlineData("<!-- x --><!-- y --><html><title>Error</title>", "Error")]
    [InlineData("\n<head><title>Error</title>", "Error")]
    [InlineData("<body>Error</body>", null)]
    [InlineData("<html><title></title>", null)]
    [InlineData("<htmlx><title>Error</title>", "<htmlx><title>Error</title>")]
    [InlineData("text <html><title>Error</title>", "text <html><title>Error</title>")]
    public void Read_OtherText_IsItsTitleOrTheText(string text, string? message)
    {
        var error = ResponseBody.Read(new ServiceResponse(502, "text/html", text));

        Assert.Equal(message, error?.Message);
        Assert.Null(error?.Id);
        Assert.Null(error?.Inner);
        Assert.Empty(error?.Details ?? new Dictionary<string, object?>());
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public void Read_LongText_IsDataAndNoMessage(int length, bool isMessage) =>
        Assert.Equal(isMessage, ResponseBody.Read(new ServiceResponse(502, "text/plain", new string('x', length))) is not null);

    // The start of a page is enough to recognize it, and its title is near the start.
    [Theory]
    [InlineData(0, "Error")]
    [InlineData(9_900, "Error")]
    [InlineData(10_000, null)]
    public void Read_LongPage_HasTheTitleNearItsStart(int length, string? message) => Assert.Equal(
        message,
        ResponseBody.Read(new ServiceResponse(
            502, "text/html", "<html>" + new string(' ', length) + "<title>Error</title>" + new string('x', 10_000)))?.Message);
}
