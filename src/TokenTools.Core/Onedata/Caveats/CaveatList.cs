using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>Parses one element of a caveat's list; returns the problem with it, or null.</summary>
internal delegate CaveatProblem? CaveatElementParser<T>(string text, out T element);

/// <summary>The list in a caveat: its elements as text and parsed.</summary>
internal sealed class CaveatList<T>
{
    private CaveatList(string[] texts, T[] elements)
    {
        Texts = texts;
        Elements = elements;
    }

    /// <summary>The elements as the API's JSON has them.</summary>
    public string[] Texts { get; }

    /// <summary>The same elements, parsed.</summary>
    public T[] Elements { get; }

    /// <summary>Parses the part of a caveat's text after its operator; null if an element is invalid.</summary>
    public static CaveatList<T>? FromText(string value, CaveatElementParser<T> parse)
    {
        var texts = value.Split('|');
        var elements = new T[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            if (parse(texts[i], out elements[i]) is not null)
            {
                return null;
            }
        }

        return new CaveatList<T>(texts, elements);
    }

    /// <summary>Reads the list under a key of the API's JSON.</summary>
    /// <exception cref="TokenFormatException">The list is missing, empty, or has an invalid element.</exception>
    public static CaveatList<T> FromJson(JObject json, string kind, string key, CaveatElementParser<T> parse)
    {
        var list = CaveatJson.List(json, kind, key);
        var texts = new string[list.Count];
        var elements = new T[list.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = (list[i] as JValue)?.Value as string
                ?? throw new TokenFormatException(nameof(Messages.CaveatElementNotText), kind, key, i + 1);
            if (parse(texts[i], out elements[i]) is { } problem)
            {
                throw problem.AsFormat();
            }
        }

        return new CaveatList<T>(texts, elements);
    }

    /// <summary>Parses values that a user specified.</summary>
    /// <param name="values">The values.</param>
    /// <param name="kind">The name of the kind.</param>
    /// <param name="settingKey">The setting that an error names.</param>
    /// <param name="parse">Parses one value.</param>
    /// <param name="toText">Converts an element to text; null if its text is the value.</param>
    /// <exception cref="TokenArgumentException">There is none, or one is invalid.</exception>
    public static CaveatList<T> FromInput(
        IEnumerable<string> values, string kind, string settingKey, CaveatElementParser<T> parse, Func<T, string>? toText = null)
    {
        var texts = values.Select(static value => value ?? string.Empty).ToArray();
        if (texts.Length == 0)
        {
            throw new TokenArgumentException(settingKey, nameof(Messages.CaveatListEmpty), kind);
        }

        var elements = new T[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            if (parse(texts[i], out elements[i]) is { } problem)
            {
                throw problem.AsArgument(settingKey);
            }

            texts[i] = toText?.Invoke(elements[i]) ?? texts[i];
        }

        return new CaveatList<T>(texts, elements);
    }
}
