using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Onezone;

/// <summary>The members of a JSON body, validated as in Onezone. Unknown members are ignored.</summary>
/// <remarks>oz:src/logic/entity_logic_sanitizer.erl</remarks>
internal sealed class RequestBody
{
    // The service has no limit of its own.
    private const int MaximumMetadataLength = 64 * 1024;

    private readonly JObject _json;

    private RequestBody(JObject json) => _json = json;

    /// <summary>Parses a body. An empty body is an empty object.</summary>
    /// <exception cref="OnezoneException">The body is not a JSON object.</exception>
    public static RequestBody Parse(Request request) =>
        new(request.Body.Length == 0 ? [] : ResponseBody.ReadJsonObject(request.Text) ?? throw OnezoneErrors.MalformedData);

    /// <summary>True if the ids in a token type are not too long.</summary>
    public static bool HasValidLengths(OnedataTokenType type) =>
        !(type.SessionId?.Length > EchoedText.MaximumIdLength) && !(type.TargetId?.Length > EchoedText.MaximumIdLength);

    public bool Has(string key) => _json[key] is not null;

    public bool IsNull(string key) => _json[key] is { Type: JTokenType.Null };

    public void Require(params string[] keys)
    {
        foreach (var key in keys)
        {
            if (!Has(key))
            {
                throw OnezoneErrors.MissingRequiredValue(key);
            }
        }
    }

    /// <summary>The text of a token, which is well-formed; null if the member is missing.</summary>
    public string? TokenText(string key)
    {
        if (!Has(key))
        {
            return null;
        }

        if (_json[key] is not JValue { Value: string text })
        {
            throw OnezoneErrors.BadValueToken(key, OnezoneErrors.BadToken);
        }

        if (text.Length == 0)
        {
            throw OnezoneErrors.BadValueEmpty(key);
        }

        try
        {
            ParsedToken.Parse(text);
            return text;
        }
        catch (OnezoneException error)
        {
            throw OnezoneErrors.BadValueToken(key, error);
        }
    }

    public IReadOnlyList<TokenCaveat> Caveats(string key)
    {
        if (!Has(key))
        {
            return [];
        }

        var list = _json[key] as JArray ?? throw OnezoneErrors.BadData(key);
        var caveats = new List<TokenCaveat>(list.Count);
        foreach (var element in list)
        {
            try
            {
                caveats.Add(TokenCaveat.FromJson(element));
            }
            catch (TokenFormatException)
            {
                throw OnezoneErrors.BadValueCaveat(element);
            }
        }

        return caveats;
    }

    public OnedataTokenType Type(string key)
    {
        try
        {
            var type = Has(key) ? OnedataTokenType.FromJson(_json[key]) : OnedataTokenType.Access;
            return HasValidLengths(type) ? type : throw OnezoneErrors.BadValueTokenType(key);
        }
        catch (TokenException)
        {
            throw OnezoneErrors.BadValueTokenType(key);
        }
    }

    public bool Boolean(string key) => _json[key] switch
    {
        null => false,
        JValue { Value: bool value } => value,
        _ => throw OnezoneErrors.BadValueBoolean(key),
    };

    public string? Interface(string key)
    {
        if (!Has(key))
        {
            return null;
        }

        var name = _json[key] is JValue { Value: string text } ? text : throw OnezoneErrors.BadValueString(key);
        return CaveatNames.Interfaces.Contains(name, StringComparer.Ordinal)
            ? name
            : throw OnezoneErrors.BadValueNotAllowed(key, CaveatNames.Interfaces);
    }

    public string? IPv4Address(string key) => _json[key] switch
    {
        null or { Type: JTokenType.Null } => null,
        JValue { Value: string text } when text.IndexOf('/') < 0 && Ipv4Range.FindProblem(text) is null => text,
        _ => throw OnezoneErrors.BadValueIPv4Address(key),
    };

    /// <summary>The name of an invite type, or <c>any</c>.</summary>
    public string InviteTypeName(string key)
    {
        if (!Has(key))
        {
            return "any";
        }

        var name = (_json[key] as JValue)?.Value as string;
        return name == "any" || InviteType.All.Any(type => type.Name == name) ? name! : throw OnezoneErrors.BadValueInviteType(key);
    }

    /// <summary>A name, which is required.</summary>
    public string Name(string key) => _json[key] switch
    {
        null => throw OnezoneErrors.MissingRequiredValue(key),
        JValue { Value: string text } when OnedataNames.IsValid(text) => text,
        JValue { Value: string or null } => throw OnezoneErrors.BadValueName,
        // The service stores true as the name "true".
        JValue { Value: bool flag } => flag ? "true" : "false",
        _ => throw OnezoneErrors.BadValueString(key),
    };

    /// <summary>An object with the client's own data; null if the member is missing.</summary>
    public JObject? Object(string key) => _json[key] switch
    {
        null => null,
        JObject json when json.ToString(Newtonsoft.Json.Formatting.None).Length <= MaximumMetadataLength => (JObject)json.DeepClone(),
        _ => throw OnezoneErrors.BadValueJson(key),
    };

    /// <summary>A sorted list of privileges; null if the member is missing.</summary>
    public IReadOnlyList<string>? Privileges(string key, IReadOnlyList<string> allowed)
    {
        if (!Has(key))
        {
            return null;
        }

        var names = (_json[key] as JArray)?.Select(static element => (element as JValue)?.Value as string).ToList();
        return names is null || names.Contains(null) ? throw OnezoneErrors.BadValueListOfStrings(key)
            : names.TrueForAll(name => allowed.Contains(name!, StringComparer.Ordinal))
                ? new SortedSet<string>(names.Select(static name => name!), StringComparer.Ordinal).ToList()
            : throw OnezoneErrors.BadValueListNotAllowed(key, allowed);
    }

    /// <summary>A number of at least 1, which can be text; null for <c>infinity</c> or if the member is missing.</summary>
    public long? Limit(string key)
    {
        var number = _json[key] switch
        {
            null or JValue { Value: "infinity" } => (long?)null,
            JValue { Value: long value } => value,
            JValue { Value: string text } when long.TryParse(
                text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
            _ => throw OnezoneErrors.BadValueInteger(key),
        };
        return number < 1 ? throw OnezoneErrors.BadValueTooLow(key, 1) : number;
    }
}
