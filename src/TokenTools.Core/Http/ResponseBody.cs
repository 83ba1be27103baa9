using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text.RegularExpressions;
using System.Xml;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TokenTools.Http;

/// <summary>Reads bodies that may be JSON, XML, HTML or other text, regardless of the media type in the header.</summary>
internal static class ResponseBody
{
    private static readonly Regex HtmlTitle = new(@"<title[^>]*>([^<]*)</title>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Html = new(
        @"\A\s*(?:<!--[^>]*-->\s*)*<(?:!doctype\s+html|html|head|body)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Parses a JSON object; null for anything else. Dates stay text; the nesting depth is limited to 64.</summary>
    public static JObject? ReadJsonObject(string text) => ReadJson(text) as JObject;

    /// <summary>Parses a JSON array; null for anything else.</summary>
    public static JArray? ReadJsonArray(string text) => ReadJson(text) as JArray;

    /// <summary>Positions a reader on the root element of an XML text; false if it is not XML. Document types are rejected.</summary>
    public static bool TryReadXml(string text, Func<XmlReader, bool> useRoot)
    {
        if (!text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith("<", StringComparison.Ordinal))
        {
            return false;
        }

        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true };
        try
        {
            using var reader = XmlReader.Create(new StringReader(text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n')), settings);
            return reader.MoveToContent() == XmlNodeType.Element && useRoot(reader);
        }
        catch (XmlException)
        {
            return false;
        }
    }

    /// <summary>Reads a body in an undocumented form: the title of an HTML page, or the text itself. Null for an empty one.</summary>
    public static ServiceError? Read(ServiceResponse response)
    {
        var text = response.Body;
        if (Html.IsMatch(text.Length > 1000 ? text.Substring(0, 1000) : text))
        {
            var title = HtmlTitle.Match(text.Length > 10_000 ? text.Substring(0, 10_000) : text);
            text = title.Success ? WebUtility.HtmlDecode(title.Groups[1].Value) : string.Empty;
        }
        else if (text.Length > 10_000 || text.IndexOf('\0') >= 0)
        {
            // Data, not a message.
            text = string.Empty;
        }

        return text.Trim().Length == 0 ? null : new ServiceError(null, text.Trim(), ServiceError.NoDetails, null);
    }

    private static JToken? ReadJson(string text)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None, MaxDepth = 64 };
            var value = JToken.ReadFrom(reader);
            while (reader.Read())
            {
                if (reader.TokenType != JsonToken.Comment)
                {
                    return null;
                }
            }

            return value;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A JSON value as plain .NET values, which a shell displays well.</summary>
    public static object? ToPlain(JToken? value) => value switch
    {
        JObject obj => ToPlain(obj),
        JArray array => ToPlainList(array),
        JValue plain => plain.Value,
        _ => null,
    };

    /// <summary>A JSON object as a dictionary of plain .NET values.</summary>
    public static IReadOnlyDictionary<string, object?> ToPlain(JObject value)
    {
        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in value.Properties())
        {
            result[property.Name] = ToPlain(property.Value);
        }

        return result;
    }

    private static object?[] ToPlainList(JArray array)
    {
        var result = new object?[array.Count];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = ToPlain(array[i]);
        }

        return result;
    }
}
