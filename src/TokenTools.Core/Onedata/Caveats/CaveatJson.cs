using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>Reads caveats in the form of the API's JSON, from JSON or from plain objects.</summary>
internal static class CaveatJson
{
    private const string TypeKey = "type";
    private const int MaximumDepth = 16;

    /// <summary>Reads the API's JSON; strict rejects keys that the kind does not have.</summary>
    public static TokenCaveat Read(JToken? json, bool strict)
    {
        if (json is not JObject caveat)
        {
            throw new TokenFormatException(nameof(Messages.CaveatNotAnObject));
        }

        var type = caveat[TypeKey];
        if (type is null && caveat[IdentityScopeCaveat.ScopeKey] is JValue { Value: OnedataTokenType.IdentityName })
        {
            return IdentityScopeCaveat.Instance;
        }

        var kind = CaveatKinds.FindJsonType((type as JValue)?.Value as string) ?? throw new TokenFormatException(
            type is null ? nameof(Messages.CaveatTypeMissing) : nameof(Messages.CaveatTypeUnknown), CaveatKinds.JsonTypes);
        var names = caveat.Properties().Select(static property => property.Name);
        if (strict && names.FirstOrDefault(name => name != TypeKey && !kind.JsonKeys.Contains(name)) is { } unknown)
        {
            throw new TokenFormatException(
                nameof(Messages.CaveatKeyUnknown),
                kind.Name,
                DisplayText.Sanitize(unknown),
                string.Join(", ", kind.JsonKeys.Prepend(TypeKey)));
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
            var settings = new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error };
            var json = JToken.ReadFrom(reader, settings);
            return reader.Read() ? throw new TokenFormatException(nameof(Messages.CaveatJsonInvalid)) : json;
        }
        catch (JsonException)
        {
            throw new TokenFormatException(nameof(Messages.CaveatJsonInvalid));
        }
    }

    /// <summary>Reads user input; see <see cref="TokenCaveat.FromObject"/>.</summary>
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

    /// <summary>The non-empty list under a key.</summary>
    public static JArray List(JObject json, string type, string key) => json[key] switch
    {
        JArray { Count: > 0 } list => list,
        JArray => throw new TokenFormatException(nameof(Messages.CaveatListEmpty), type),
        _ => throw new TokenFormatException(nameof(Messages.CaveatListMissing), type, key),
    };

    /// <summary>A whole number that is not negative.</summary>
    public static long Number(JToken? json, string type, string key) => json switch
    {
        JValue { Type: JTokenType.Integer, Value: long number and >= 0 } => number,
        JValue { Type: JTokenType.Integer } => throw new TokenFormatException(nameof(Messages.CaveatNumberOutOfRange), type, key),
        _ => throw new TokenFormatException(nameof(Messages.CaveatNumberInvalid), type, key),
    };

    // Keys in any case become the API's; a single value in the place of a list becomes a list of one, because PowerShell unrolls
    // lists of one.
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

        given.TryGetValue(TypeKey, out var type);
        var kind = CaveatKinds.FindJsonType(type as string);
        string[] keys = [TypeKey, IdentityScopeCaveat.ScopeKey, .. kind?.JsonKeys ?? []];
        var json = new JObject();
        foreach (var pair in given)
        {
            var key = keys.FirstOrDefault(known => string.Equals(known, pair.Key, StringComparison.OrdinalIgnoreCase)) ?? pair.Key;
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
            case sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal or BigInteger:
                // The kind rejects a value that is not a whole number.
                return ToWholeNumber(value) is { } number ? new JValue(number) : new JValue(double.NaN);
            case IEnumerable list and not IDictionary:
                var array = new JArray();
                foreach (var element in list)
                {
                    // No caveat has a list of lists, and a list that contains itself would cause infinite recursion.
                    array.Add(element is IEnumerable and not string and not JToken
                        ? throw new TokenFormatException(nameof(Messages.CaveatObjectInvalid))
                        : Value(element));
                }

                return array;
            default:
                throw new TokenFormatException(nameof(Messages.CaveatObjectInvalid));
        }
    }

    /// <summary>A number of any type, or text, as a whole number; null if it is not one or too large.</summary>
    public static long? ToWholeNumber(object? value)
    {
        // Arithmetic in PowerShell often turns a whole number into a double.
        var text = value switch
        {
            string given => given,
            double or float => Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("F99", CultureInfo.InvariantCulture),
            sbyte or byte or short or ushort or int or uint or long or decimal or ulong or BigInteger =>
                Convert.ToString(value, CultureInfo.InvariantCulture)!,
            _ => string.Empty,
        };
        if (value is not string && text.IndexOf('.') >= 0)
        {
            text = text.TrimEnd('0').TrimEnd('.');
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
