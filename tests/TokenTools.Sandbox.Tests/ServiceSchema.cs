using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TokenTools.Sandbox.Tests;

/// <summary>The services' published schemas (vectors/service-schemas.json), and a validator for documents.</summary>
/// <remarks>Supports the parts of JSON Schema that these need. A <c>$ref</c> is the name of another schema of the same service.</remarks>
internal static class ServiceSchema
{
    public static JObject All { get; } = Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "service-schemas.json")));

    /// <summary>Parses JSON without converting dates.</summary>
    public static JObject Parse(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader);
    }

    /// <summary>The violations of a schema; empty for a valid document.</summary>
    /// <param name="service"><c>boomi</c>, <c>gooddata</c> or <c>onezone</c>.</param>
    /// <param name="schema">The schema's name.</param>
    /// <param name="document">The document.</param>
    public static IReadOnlyList<string> Violations(string service, string schema, JToken document)
    {
        var violations = new List<string>();
        Check((JObject)All[service]!, (JObject)All[service]![schema]!, document, schema, violations);
        return violations;
    }

    private static void Check(JObject schemas, JObject schema, JToken value, string at, List<string> violations)
    {
        if ((string?)schema["$ref"] is { } name)
        {
            schema = (JObject)schemas[name]!;
        }

        if (schema["oneOf"] is JArray choices)
        {
            var fitting = choices.Count(choice =>
            {
                var found = new List<string>();
                Check(schemas, (JObject)choice, value, at, found);
                return found.Count == 0;
            });
            Expect(fitting == 1, "fits " + fitting + " of the choices");
        }

        var type = value.Type switch
        {
            JTokenType.Object => "object",
            JTokenType.Array => "array",
            JTokenType.Integer => "integer",
            JTokenType.Boolean => "boolean",
            JTokenType.Null => "null",
            JTokenType.String => "string",
            _ => "something else",
        };
        Expect(
            schema["type"] is null
                || (schema["type"] is JArray several ? several : [schema["type"]!]).Any(allowed => (string?)allowed == type),
            "is " + type);
        Expect(schema["enum"] is null || schema["enum"]!.Any(allowed => JToken.DeepEquals(allowed, value)), "is " + value);
        Expect(schema["pattern"] is null || (type == "string" && Regex.IsMatch((string)value!, (string)schema["pattern"]!)), "is " + value);
        Expect(schema["maxLength"] is null || (type == "string" && ((string)value!).Length <= (int)schema["maxLength"]!), "is too long");
        Expect(schema["minimum"] is null || (type == "integer" && (long)value >= (long)schema["minimum"]!), "is " + value);
        Expect(schema["maximum"] is null || (type == "integer" && (long)value <= (long)schema["maximum"]!), "is " + value);
        if (value is JArray array)
        {
            Expect(schema["minItems"] is null || array.Count >= (int)schema["minItems"]!, "has too few items");
            for (var i = 0; i < array.Count && schema["items"] is JObject items; i++)
            {
                Check(schemas, items, array[i], at + "[" + i + "]", violations);
            }
        }

        if (value is JObject json)
        {
            Expect(
                (schema["required"] ?? new JArray()).All(required => json.ContainsKey((string)required!)), "lacks a required member");
            foreach (var property in json.Properties())
            {
                if (schema["properties"]?[property.Name] is JObject known)
                {
                    Check(schemas, known, property.Value, at + "." + property.Name, violations);
                }
                else
                {
                    Expect((bool?)schema["additionalProperties"] != false, "has " + property.Name);
                }
            }
        }

        void Expect(bool holds, string violation)
        {
            if (!holds)
            {
                violations.Add(at + " " + violation);
            }
        }
    }
}
