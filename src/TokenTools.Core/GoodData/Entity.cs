using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Http;

namespace TokenTools.GoodData;

/// <summary>One resource object of JSON:API.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Json">The resource object.</param>
/// <param name="Response">The response that contained it, whose redactor cleans what is shown of it.</param>
internal sealed record Entity(string Id, JObject Json, ServiceResponse Response)
{
    /// <summary>The attributes.</summary>
    public JObject Attributes => Json["attributes"] as JObject ?? [];

    /// <summary>An attribute that is a text, redacted and on one line; null for none.</summary>
    public string? Text(string name) => GoodDataApi.Text(Response, Attributes, name);

    /// <summary>The ids of the objects in a relationship.</summary>
    public IReadOnlyList<string> References(string relationship) => Json["relationships"] is JObject all
        && all[relationship] is JObject one && one["data"] is JArray references
        ? references.OfType<JObject>()
            .Select(static reference => reference["id"] is JValue { Value: string id } && GoodDataId.IsValid(id) ? id : null)
            .OfType<string>()
            .Take(EntityCollection.MaximumReferences)
            .ToList()
        : [];
}
