using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>Reads caveats in the form of the API's JSON, whether it came as JSON or as plain objects.</summary>
internal static class CaveatJson
{
    private const string ScopeKey = "scope";
    private const int MaximumDepth = 16;

    /// <summary>Reads the API's JSON; strict refuses keys that the kind doesn't have.</summary>
    public static TokenCaveat Read(JToken? json, bool strict)
    {
        if (json is not JObject caveat)
        {
            throw new TokenFormatException(nameof(Messages.CaveatNotAnObject));
        }

        var type = caveat["type"];
        if (type is null && caveat[ScopeKey] is JValue { Value: string scope } && scope == OnedataTokenType.IdentityName)
        {
            return IdentityScopeCaveat.Instance;
        }

        var kind = (type as JValue)?.Value is string name ? CaveatKind.Find(name) : null;
        if (kind is null)
        {
            throw new TokenFormatException(
                type is null ? nameof(Messages.CaveatTypeMissing) : nameof(Messages.CaveatTypeUnknown),
                string.Join(", ", CaveatKind.All.Select(known => known.Type)));
        }

        if (strict)
        {
            foreach (var property in caveat.Properties())
            {
                if (property.Name != "type" && !kind.Keys.Contains(property.Name))
                {
                    throw new TokenFormatException(
                        nameof(Messages.CaveatKeyUnknown),
                        kind.Type,
                        DisplayText.Sanitize(property.Name),
                        string.Join(", ", new[] { "type" }.Concat(kind.Keys)));
                }
            }
        }

        return kind.ReadJson(caveat);
    }

    /// <summary>JSON from text: one value and nothing after it, dates left as text.</summary>
    public static JToken Parse(string text)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(text))
            {
                DateParseHandling = DateParseHandling.None,
                MaxDepth = MaximumDepth,
                Culture = CultureInfo.InvariantCulture,
            };
            var json = JToken.ReadFrom(reader, new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error });
            return reader.Read() ? throw new TokenFormatException(nameof(Messages.CaveatJsonInvalid)) : json;
        }
        catch (JsonException)
        {
            throw new TokenFormatException(nameof(Messages.CaveatJsonInvalid));
        }
    }

    /// <summary>Reads what somebody wrote: see <see cref="TokenCaveat.FromObject"/>.</summary>
    public static TokenCaveat ReadObject(object? value)
    {
        switch (value)
        {
            case TokenCaveat caveat:
                return caveat;
            case JToken json:
                return Read(json, strict: true);
            case IDictionary dictionary:
                return Read(FromDictionary(dictionary), strict: true);
            case string text when text.TrimStart().StartsWith("{", StringComparison.Ordinal):
                return Read(Parse(text), strict: true);
            case string text:
                return TokenCaveat.FromText(text.Trim()) is var read and not UnknownCaveat
                    ? read
                    : throw new TokenFormatException(nameof(Messages.CaveatTextInvalid), DisplayText.Sanitize(text.Trim()));
            default:
                throw new TokenFormatException(nameof(Messages.CaveatObjectInvalid));
        }
    }

    /// <summary>The non-empty list of texts that stands under a key, each accepted by the check.</summary>
    public static string[] Texts(JObject json, string type, string key, Func<string, CaveatProblem?> check)
    {
        var list = List(json, type, key);
        var texts = new string[list.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            if ((list[i] as JValue)?.Value is not string text)
            {
                throw new TokenFormatException(nameof(Messages.CaveatElementNotText), type, key, i + 1);
            }

            texts[i] = check(text) is { } problem ? throw problem.AsFormat() : text;
        }

        return texts;
    }

    /// <summary>The non-empty list that stands under a key.</summary>
    public static JArray List(JObject json, string type, string key) => json[key] switch
    {
        JArray { Count: > 0 } list => list,
        JArray => throw new TokenFormatException(nameof(Messages.CaveatListEmpty), type),
        _ => throw new TokenFormatException(nameof(Messages.CaveatListMissing), type, key),
    };

    /// <summary>A whole number that isn't negative.</summary>
    public static long Number(JToken? json, string type, string key) => json switch
    {
        JValue { Type: JTokenType.Integer, Value: long number and >= 0 } => number,
        JValue { Type: JTokenType.Integer } => throw new TokenFormatException(nameof(Messages.CaveatNumberOutOfRange), type, key),
        _ => throw new TokenFormatException(nameof(Messages.CaveatNumberInvalid), type, key),
    };

    // Keys in any case and in any kind of dictionary become the API's; a single value where a list belongs becomes a list of one,
    // since PowerShell unrolls those.
    private static JObject FromDictionary(IDictionary dictionary)
    {
        var given = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in dictionary)
        {
            var key = entry.Key as string ?? Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty;
            if (given.ContainsKey(key))
            {
                throw new TokenFormatException(nameof(Messages.CaveatKeyRepeated), DisplayText.Sanitize(key));
            }

            given.Add(key, entry.Value);
        }

        given.TryGetValue("type", out var type);
        var kind = CaveatKind.Find(type as string);
        var json = new JObject();
        foreach (var pair in given)
        {
            var key = new[] { "type", ScopeKey }.Concat(kind?.Keys ?? [])
                .FirstOrDefault(known => string.Equals(known, pair.Key, StringComparison.OrdinalIgnoreCase)) ?? pair.Key;
            var value = Value(pair.Value);
            json[key] = key is "whitelist" or "list" && value is JValue { Value: not null } ? new JArray(value) : value;
        }

        return json;
    }

    private static JToken Value(object? value)
    {
        switch (value)
        {
            case null:
                return JValue.CreateNull();
            case JToken json:
                return json;
            case string text:
                return new JValue(text);
            case char c:
                return new JValue(c.ToString());
            case bool flag:
                return new JValue(flag);
            case DateTimeOffset date:
                return new JValue(date.ToUnixTimeSeconds());
            case DateTime date:
                return new JValue(new DateTimeOffset(date).ToUnixTimeSeconds());
            case Enum name:
                return new JValue(name.ToString());
            case sbyte or byte or short or ushort or int or uint or long:
                return new JValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
            case float or double or decimal or ulong or System.Numerics.BigInteger:
                return Whole(value);
            case IEnumerable list and not IDictionary:
                var array = new JArray();
                foreach (var element in list)
                {
                    // Lists of lists have no place in a caveat, and a list that holds itself no end.
                    array.Add(element is IEnumerable and not string and not JToken
                        ? throw new TokenFormatException(nameof(Messages.CaveatObjectInvalid))
                        : Value(element));
                }

                return array;
            default:
                throw new TokenFormatException(nameof(Messages.CaveatObjectInvalid));
        }
    }

    // Arithmetic in PowerShell often makes a whole number a double.
    private static JValue Whole(object value)
    {
        var text = value is double or float
            ? Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("F99", CultureInfo.InvariantCulture).TrimEnd('0').TrimEnd('.')
            : Convert.ToString(value, CultureInfo.InvariantCulture)!;
        if (text.IndexOf('.') >= 0)
        {
            text = text.TrimEnd('0').TrimEnd('.');
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? new JValue(whole)
            : new JValue(double.NaN);
    }
}
