using System.Globalization;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Sandbox.Onezone;

/// <summary>How the zone says that a caveat doesn't hold (ctool:src/auth/caveats.erl, unverified_description/1).</summary>
internal static class CaveatDescription
{
    private const string Or = " or ";

    public static string Of(TokenCaveat caveat) => caveat switch
    {
        TimeCaveat time => "unverified time caveat: this token has expired at '"
            + time.ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) + "'",
        IpCaveat ip => "unverified IP caveat: this token can only be used from an IP address that matches: " + string.Join(Or, ip.Whitelist),
        AsnCaveat asn => "unverified ASN caveat: this token can only be used from an IP address that maps to the following Autonomous System Number: "
            + string.Join(Or, asn.Whitelist),
        CountryCaveat country => Place("country", country),
        RegionCaveat region => Place("region", region),
        ServiceCaveat service => "unverified service caveat: the service using this token must authenticate as "
            + string.Join(Or, service.Whitelist) + " (use the x-onedata-service-token header)",
        ConsumerCaveat consumer => "unverified consumer caveat: the consumer of this token must authenticate as " + string.Join(Or, consumer.Whitelist),
        InterfaceCaveat one => "unverified interface caveat: this token can only be used in the '" + one.Interface + "' interface",
        IdentityScopeCaveat => "this token carries no authorization (can be used solely for identity verification)",
        ApiCaveat => "unverified API caveat: this token does not allow this operation",
        _ => "unverified data access caveat: this token can only be used for data access",
    };

    private static string Place(string kind, GeoCaveat caveat) =>
        "unverified " + kind + " caveat: this token can only be used from an IP address that " + (caveat.Excludes ? "does NOT come" : "comes")
            + " from the following " + kind + ": " + string.Join(Or, caveat.List);
}
