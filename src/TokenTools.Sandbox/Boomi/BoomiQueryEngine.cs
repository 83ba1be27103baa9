using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi;
using TokenTools.Http;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Boomi;

/// <summary>Queries with the documented filters and paging, for objects of any kind.</summary>
/// <remarks>
/// https://developer.boomi.com/docs/APIs/PlatformAPI/Introduction/Query_filters and Query_paging. The messages of errors are not documented.
/// </remarks>
internal sealed class BoomiQueryEngine
{
    private const int MaximumOpenQueries = 1000;

    private readonly Dictionary<string, (string Kind, JObject[] Objects, int Start)> _pages = new(StringComparer.Ordinal);
    private readonly Queue<string> _pageOrder = new();
    private readonly int _pageSize;

    public BoomiQueryEngine(int pageSize) => _pageSize = pageSize;

    /// <summary>The format of dates in these objects.</summary>
    public static string Date(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The first page of a query; null with an error for a filter that is not valid.</summary>
    /// <param name="kind">The kind of the objects.</param>
    /// <param name="request">The request.</param>
    /// <param name="objects">All objects.</param>
    public (JObject? Page, string? Error) Query(BoomiQueryKind kind, Request request, IEnumerable<JObject> objects)
    {
        var body = request.Body.Length == 0 ? [] : BoomiResponse.IsJson(request) ? ResponseBody.ReadJsonObject(request.Text) : null;
        if (body is null)
        {
            return (null, "The request body could not be read as a QueryConfig.");
        }

        try
        {
            var filter = body["QueryFilter"]?["expression"] as JObject;
            if (filter is null && (body["QueryFilter"] is not null || kind.RequiresFilter))
            {
                return (null, "The query has no expression.");
            }

            return (Page(kind.Name, filter is null ? objects.ToArray() : objects.Where(Compile(kind, filter)).ToArray(), 0), null);
        }
        catch (FormatException error)
        {
            return (null, error.Message);
        }
    }

    /// <summary>The next page of a query; null for an unknown token.</summary>
    public JObject? QueryMore(BoomiQueryKind kind, string queryToken) =>
        _pages.TryGetValue(queryToken.Trim(), out var next) && next.Kind == kind.Name ? Page(next.Kind, next.Objects, next.Start) : null;

    private JObject Page(string kind, JObject[] objects, int start)
    {
        var page = new JObject { ["@type"] = "QueryResult" };
        if (objects.Length > 0)
        {
            page["result"] = new JArray(objects.Skip(start).Take(_pageSize));
        }

        if (start + _pageSize < objects.Length)
        {
            page["queryToken"] = Remember(kind, objects, start + _pageSize);
        }

        page["numberOfResults"] = objects.Length;
        return page;
    }

    // A token stays valid, so that a lost page can be requested again.
    private string Remember(string kind, JObject[] objects, int start)
    {
        if (_pageOrder.Count == MaximumOpenQueries)
        {
            _pages.Remove(_pageOrder.Dequeue());
        }

        var token = RandomText.Hex(32);
        _pages.Add(token, (kind, objects, start));
        _pageOrder.Enqueue(token);
        return token;
    }

    private static Func<JObject, bool> Compile(BoomiQueryKind kind, JObject expression)
    {
        var name = (string?)(expression["operator"] as JValue);
        if (expression["nestedExpression"] is JArray nested)
        {
            var filters = nested.Select(part => Compile(kind, part as JObject ?? throw new FormatException("Invalid expression."))).ToList();
            return name switch
            {
                "and" => item => filters.TrueForAll(filter => filter(item)),
                "or" => item => filters.Exists(filter => filter(item)),
                _ => throw new FormatException("Invalid grouping operator: " + EchoedText.Limit(name ?? "null")),
            };
        }

        var property = (string?)(expression["property"] as JValue) ?? "null";
        if (Array.IndexOf(kind.Properties, property) < 0)
        {
            throw new FormatException("Invalid property: " + EchoedText.Limit(property));
        }

        if (name is null || Array.IndexOf(kind.Operators, name) < 0)
        {
            throw new FormatException("Invalid operator: " + EchoedText.Limit(name ?? "null"));
        }

        var arguments = (expression["argument"] as JArray ?? []).Select(static argument => (string?)(argument as JValue) ?? string.Empty).ToArray();
        var expected = name switch { "IS_NULL" or "IS_NOT_NULL" => 0, "BETWEEN" => 2, _ => 1 };
        return arguments.Length == expected
            ? item => Compare(name, (string?)(item[kind.FieldOf(property)] as JValue), arguments)
            : throw new FormatException("The operator " + name + " requires " + expected.ToString(CultureInfo.InvariantCulture) + " arguments.");
    }

    private static bool Compare(string name, string? value, string[] arguments) => name switch
    {
        "IS_NULL" => value is null,
        "IS_NOT_NULL" => value is not null,
        _ when value is null => name is "NOT_EQUALS" or "NOT_CONTAINS",
        "EQUALS" => value == arguments[0],
        "NOT_EQUALS" => value != arguments[0],
        "CONTAINS" => value.IndexOf(arguments[0], StringComparison.Ordinal) >= 0,
        "NOT_CONTAINS" => value.IndexOf(arguments[0], StringComparison.Ordinal) < 0,
        "LIKE" => Like(value, arguments[0]),
        "BETWEEN" => Order(value, arguments[0]) >= 0 && Order(value, arguments[1]) <= 0,
        "GREATER_THAN" => Order(value, arguments[0]) > 0,
        "GREATER_THAN_OR_EQUAL" => Order(value, arguments[0]) >= 0,
        "LESS_THAN" => Order(value, arguments[0]) < 0,
        "LESS_THAN_OR_EQUAL" => Order(value, arguments[0]) <= 0,
        _ => throw new FormatException("Invalid operator."),
    };

    // % is any text.
    private static bool Like(string value, string pattern)
    {
        var parts = pattern.Split('%');
        var position = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var found = i == parts.Length - 1 && parts.Length > 1
                ? value.Length - parts[i].Length
                : value.IndexOf(parts[i], position, StringComparison.Ordinal);
            if (found < position || (i == 0 && found > 0)
                || string.CompareOrdinal(value, found, parts[i], 0, parts[i].Length) != 0)
            {
                return false;
            }

            position = found + parts[i].Length;
        }

        return position == value.Length;
    }

    private static int Order(string left, string right) => BoomiDate.Parse(left) is { } leftDate && BoomiDate.Parse(right) is { } rightDate
        ? leftDate.CompareTo(rightDate)
        : string.CompareOrdinal(left, right);
}
