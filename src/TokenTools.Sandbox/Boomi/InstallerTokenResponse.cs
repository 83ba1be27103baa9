using System;
using System.Globalization;
using System.Xml.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Boomi;

/// <summary>The response with an installer token, as in the documentation's samples.</summary>
internal static class InstallerTokenResponse
{
    public static readonly XNamespace Namespace = "http://api.platform.boomi.com/";

    /// <summary>Creates the response. The documented status is 200, not 201.</summary>
    public static Response Create(SandboxInstallerToken token, bool json)
    {
        if (json)
        {
            var document = new JObject
            {
                ["@type"] = "InstallerToken",
                ["installType"] = token.InstallType,
                ["token"] = token.Token,
                ["expiration"] = Date(token.Expiration),
                ["created"] = Date(token.Created),
                ["accountId"] = token.AccountId,
                ["durationMinutes"] = token.DurationMinutes,
            };
            if (token.CloudId is not null)
            {
                document["cloudId"] = token.CloudId;
            }

            return Response.Json(200, document);
        }

        return BoomiResponse.Xml(200, new XElement(
            Namespace + "InstallerToken",
            new XAttribute(XNamespace.Xmlns + "bns", Namespace.NamespaceName),
            new XAttribute("accountId", token.AccountId),
            new XAttribute("created", Date(token.Created)),
            new XAttribute("expiration", Date(token.Expiration)),
            new XAttribute("token", token.Token),
            new XAttribute("installType", token.InstallType),
            new XAttribute("durationMinutes", token.DurationMinutes),
            token.CloudId is null ? null : new XAttribute("cloudId", token.CloudId)));
    }

    private static string Date(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
