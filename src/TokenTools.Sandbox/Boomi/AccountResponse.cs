using System.Linq;
using System.Xml.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox.Boomi;

/// <summary>The response with an account, as in the OpenAPI description's example.</summary>
internal static class AccountResponse
{
    private const string Name = "Sandbox";
    private const string DateCreated = "2022-09-02T20:16:28Z";
    private const string ExpirationDate = "2099-02-13T05:00:00Z";

    // The schema's order.
    private static readonly (string Name, int Purchased, int Used)[] Licenses =
    [
        ("standard", 100, 60), ("smallBusiness", 100, 0), ("enterprise", 100, 0), ("tradingPartner", 100, 3),
        ("standardTest", 10, 0), ("smallBusinessTest", 10, 0), ("enterpriseTest", 10, 0), ("tradingPartnerTest", 10, 0),
    ];

    private static readonly (int Purchased, int Used) Molecule = (10, 1);

    /// <summary>Creates the response.</summary>
    public static Response Create(string accountId, bool json)
    {
        if (!json)
        {
            return Xml(accountId);
        }

        var licensing = new JObject { ["@type"] = "Licensing" };
        foreach (var (name, purchased, used) in Licenses)
        {
            licensing[name] = License("License", purchased, used);
        }

        return Response.Json(200, new JObject
        {
            ["@type"] = "Account",
            ["licensing"] = licensing,
            ["molecule"] = License("Molecule", Molecule.Purchased, Molecule.Used),
            ["accountId"] = accountId,
            ["name"] = Name,
            ["status"] = "active",
            ["dateCreated"] = DateCreated,
            ["widgetAccount"] = false,
            ["supportAccess"] = true,
            ["supportLevel"] = "standard",
            ["overDeployed"] = false,
            ["expirationDate"] = ExpirationDate,
            ["suggestionsEnabled"] = false,
        });
    }

    private static JObject License(string type, int purchased, int used) =>
        new() { ["@type"] = type, ["purchased"] = purchased, ["used"] = used };

    private static Response Xml(string accountId)
    {
        var bns = InstallerTokenResponse.Namespace;
        XElement License(string name, int purchased, int used) =>
            new(bns + name, new XAttribute("purchased", purchased), new XAttribute("used", used));
        return BoomiResponse.Xml(200, new XElement(
            bns + "Account",
            new XAttribute(XNamespace.Xmlns + "bns", bns.NamespaceName),
            new XAttribute("accountId", accountId),
            new XAttribute("name", Name),
            new XAttribute("status", "active"),
            new XAttribute("dateCreated", DateCreated),
            new XAttribute("widgetAccount", false),
            new XAttribute("supportAccess", true),
            new XAttribute("supportLevel", "standard"),
            new XAttribute("overDeployed", false),
            new XAttribute("expirationDate", ExpirationDate),
            new XAttribute("suggestionsEnabled", false),
            new XElement(bns + "licensing", Licenses.Select(license => License(license.Name, license.Purchased, license.Used))),
            License("molecule", Molecule.Purchased, Molecule.Used)));
    }
}
