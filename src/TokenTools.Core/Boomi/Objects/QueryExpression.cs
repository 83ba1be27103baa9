using System;
using System.Globalization;
using System.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TokenTools.Boomi.Objects;

/// <summary>A filter of a query: a comparison of a property, or several filters.</summary>
/// <remarks>https://developer.boomi.com/docs/APIs/PlatformAPI/Introduction/Query_filters</remarks>
internal sealed class QueryExpression
{
    private readonly JObject _json;

    private QueryExpression(JObject json) => _json = json;

    /// <summary>A property has a value.</summary>
    public static QueryExpression EqualTo(string property, string value) => Compare(property, "EQUALS", value);

    /// <summary>A property has any value.</summary>
    public static QueryExpression IsNotNull(string property) => Compare(property, "IS_NOT_NULL");

    /// <summary>A date is in a range, to the second.</summary>
    public static QueryExpression Between(string property, DateTimeOffset from, DateTimeOffset to) =>
        Compare(property, "BETWEEN", Date(from), Date(to));

    /// <summary>All of the filters apply; null for none.</summary>
    public static QueryExpression? All(params QueryExpression?[] filters) => Group("and", filters);

    /// <summary>At least one of the filters applies; null for none.</summary>
    public static QueryExpression? Any(params QueryExpression?[] filters) => Group("or", filters);

    /// <summary>The body of a query with a filter, or with none.</summary>
    public static string ToBody(QueryExpression? filter) =>
        (filter is null ? [] : new JObject { ["QueryFilter"] = new JObject { ["expression"] = filter._json } }).ToString(Formatting.None);

    private static QueryExpression Compare(string property, string @operator, params string[] arguments)
    {
        var json = new JObject { ["operator"] = @operator, ["property"] = property };
        if (arguments.Length > 0)
        {
            json["argument"] = new JArray(arguments);
        }

        return new QueryExpression(json);
    }

    private static QueryExpression? Group(string @operator, QueryExpression?[] filters)
    {
        var present = filters.OfType<QueryExpression>().ToArray();
        return present.Length < 2
            ? present.FirstOrDefault()
            : new QueryExpression(new JObject
            {
                ["operator"] = @operator,
                ["nestedExpression"] = new JArray(present.Select(static filter => filter._json.DeepClone())),
            });
    }

    private static string Date(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
