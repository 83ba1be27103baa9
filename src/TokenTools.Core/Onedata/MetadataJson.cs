using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata;

/// <summary>The user's own data about a named token, as JSON.</summary>
internal static class MetadataJson
{
    // The service's own limit of nesting is not documented; an object that contains itself has no end.
    private const int MaximumDepth = 32;

    /// <summary>Reads a dictionary, or the JSON of an object.</summary>
    /// <exception cref="TokenFormatException">It is neither.</exception>
    public static JObject Read(object value) => value switch
    {
        JObject json => json,
        string text => Parse(text),
        IDictionary dictionary => (JObject)Convert(dictionary, 0),
        _ => throw Invalid(),
    };

    private static JObject Parse(string text)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(text))
            {
                DateParseHandling = DateParseHandling.None,
                MaxDepth = MaximumDepth,
                Culture = CultureInfo.InvariantCulture,
            };
            var settings = new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error };
            return JToken.ReadFrom(reader, settings) is JObject json && !reader.Read() ? json : throw Invalid();
        }
        catch (JsonException)
        {
            throw Invalid();
        }
    }

    private static JToken Convert(object? value, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw Invalid();
        }

        switch (value)
        {
            case null:
                return JValue.CreateNull();
            case JToken json:
                return json;
            case IDictionary dictionary:
                var result = new JObject();
                foreach (DictionaryEntry entry in dictionary)
                {
                    var key = System.Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty;
                    result[key] = Convert(entry.Value, depth + 1);
                }

                return result;
            case string or bool or sbyte or byte or short or ushort or int or uint or long or ulong or decimal:
                return new JValue(value);
            case float or double when System.Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number:
                return double.IsNaN(number) || double.IsInfinity(number) ? throw Invalid() : new JValue(number);
            case DateTimeOffset time:
                return new JValue(time.ToString("O", CultureInfo.InvariantCulture));
            case DateTime time:
                return new JValue(time.ToString("O", CultureInfo.InvariantCulture));
            case char or Guid or Enum or Uri or TimeSpan or Version:
                return new JValue(System.Convert.ToString(value, CultureInfo.InvariantCulture));
            case IEnumerable list:
                return new JArray(list.Cast<object?>().Select(element => Convert(element, depth + 1)));
            default:
                throw Invalid();
        }
    }

    private static TokenFormatException Invalid() => new(nameof(Messages.NamedTokenMetadataInvalid));
}
