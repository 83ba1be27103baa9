using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TokenTools.Cli;

/// <summary>
/// JSON whose values are all text, for programs that accept nothing else, such as Terraform's data source external
/// (hashicorp/terraform-provider-external:docs/data-sources/external.md).
/// </summary>
internal static class StringsJson
{
    /// <summary>Converts each value of an object: null to an empty text, an object or array to its JSON.</summary>
    /// <exception cref="TokenArgumentException">The JSON is not an object.</exception>
    public static string FromJson(string json)
    {
        using var reader = new JsonTextReader(new System.IO.StringReader(json)) { DateParseHandling = DateParseHandling.None };
        if (JToken.ReadFrom(reader) is not JObject source)
        {
            throw CliText.ArgumentError("Output", nameof(CliMessages.NoStrings));
        }

        var result = new JObject();
        foreach (var property in source.Properties())
        {
            result[property.Name] = property.Value switch
            {
                JValue { Type: JTokenType.Null } => string.Empty,
                JValue { Value: string text } => text,
                var value => value.ToString(Formatting.None),
            };
        }

        return result.ToString(Formatting.None);
    }
}
