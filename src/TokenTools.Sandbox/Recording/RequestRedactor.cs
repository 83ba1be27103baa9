using System;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Sandbox.Recording;

/// <summary>Masks the secrets in the headers and body of a recorded request.</summary>
internal static class RequestRedactor
{
    private static readonly string[] SecretSuffixes = ["token", "password", "secret", "apikey"];

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

    /// <summary>Masks JSON members by their names, and everything else by its pattern.</summary>
    public static string Body(string body, Redactor redactor)
    {
        if (body.Length == 0)
        {
            return body;
        }

        if (ResponseBody.ReadJsonObject(body) is { } json && MaskMembers(json))
        {
            body = json.ToString(Formatting.None);
        }

        return redactor.Redact(body);
    }

    private static bool MaskMembers(JToken value)
    {
        var masked = false;
        foreach (var child in value.Children())
        {
            if (child is JProperty { Value.Type: JTokenType.String or JTokenType.Integer } property && IsSecret(property.Name))
            {
                property.Value = Redactor.Mask;
                masked = true;
            }
            else
            {
                masked |= MaskMembers(child);
            }
        }

        return masked;
    }

    private static bool IsSecret(string name) =>
        Array.Exists(SecretSuffixes, suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
}
