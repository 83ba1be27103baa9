using System;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Sandbox;

/// <summary>Masks secrets in what is shown of a request.</summary>
internal static class SecretMask
{
    public static string Header(string name, string value, Redactor redactor)
    {
        switch (name.ToLowerInvariant())
        {
            case "authorization":
            case "proxy-authorization":
                var space = value.IndexOf(' ');
                return space < 0 ? Redactor.Mask : value.Substring(0, space + 1) + Redactor.Mask;
            case "x-auth-token":
            case "macaroon":
            case "x-onedata-service-token":
            case "x-onedata-consumer-token":
            case "x-boomi-otp":
            case "cookie":
                return Redactor.Mask;
            default:
                return redactor.Redact(value);
        }
    }

    /// <summary>Members of a JSON body whose name says that they are a secret are masked whole; the rest goes by what it looks like.</summary>
    public static string Body(string body, Redactor redactor)
    {
        if (body.Length == 0)
        {
            return body;
        }

        if (ResponseBody.ReadJsonObject(body) is { } json && Mask(json))
        {
            body = json.ToString(Formatting.None);
        }

        return redactor.Redact(body);
    }

    private static bool Mask(JToken value)
    {
        var found = false;
        foreach (var child in value.Children())
        {
            if (child is JProperty { Value.Type: JTokenType.String or JTokenType.Integer } property && IsSecret(property.Name))
            {
                property.Value = Redactor.Mask;
                found = true;
            }
            else
            {
                found |= Mask(child);
            }
        }

        return found;
    }

    private static bool IsSecret(string name)
    {
        foreach (var ending in new[] { "token", "password", "secret", "apikey" })
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
