using System;
using System.Globalization;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Sandbox.Onezone;

/// <summary>Onezone's description of an unsatisfied caveat (ctool:src/auth/caveats.erl, unverified_description/1).</summary>
internal static class CaveatDescription
{
    private const string DataAccess = "unverified data access caveat: this token can only be used for data access";
    private const string Or = " or ";

    public static string Of(TokenCaveat caveat) => caveat switch
    {
        TimeCaveat time => "unverified time caveat: this token has expired at '"
            + time.ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) + "'",
        IpCaveat ip => "unverified IP caveat: this token can only be used from an IP address that matches: "
            + string.Join(Or, ip.Whitelist),
        AsnCaveat asn => "unverified ASN caveat: this token can only be used from an IP address "
            + "that maps to the following Autonomous System Number: "
            + string.Join(Or, asn.Whitelist),
        CountryCaveat country => Geo("country", country),
        RegionCaveat region => Geo("region", region),
        ServiceCaveat service => "unverified service caveat: the service using this token must authenticate as "
            + string.Join(Or, service.Whitelist) + " (use the x-onedata-service-token header)",
        ConsumerCaveat consumer => "unverified consumer caveat: the consumer of this token must authenticate as "
            + string.Join(Or, consumer.Whitelist),
        InterfaceCaveat only => "unverified interface caveat: this token can only be used in the '" + only.Interface + "' interface",
        IdentityScopeCaveat => "this token carries no authorization (can be used solely for identity verification)",
        ApiCaveat => "unverified API caveat: this token does not allow this operation",
        ReadOnlyDataCaveat or DataPathCaveat or DataObjectIdCaveat => DataAccess,
        _ => throw new ArgumentException("This type of caveat has no description: " + caveat.Type, nameof(caveat)),
    };

    private static string Geo(string kind, GeoCaveat caveat) =>
        "unverified " + kind + " caveat: this token can only be used from an IP address that "
            + (caveat.Excludes ? "does NOT come" : "comes") + " from the following " + kind + ": " + string.Join(Or, caveat.List);
}
