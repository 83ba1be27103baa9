using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>The names that occur in caveats, for completion and validation.</summary>
internal static class CaveatNames
{
    /// <summary>The interfaces of an interface caveat, and what each is (ctool:src/auth/cv_interface.erl).</summary>
    public static IReadOnlyDictionary<string, string> InterfaceDescriptions { get; } = Table(
    [
        ("rest", "the REST API"),
        ("oneclient", "Oneclient, which mounts spaces; limits the token to data access"),
        ("graphsync", "GraphSync, which the web interfaces use"),
    ]);

    /// <summary>The interfaces of an interface caveat.</summary>
    public static IReadOnlyList<string> Interfaces { get; } = [.. InterfaceDescriptions.Keys];

    /// <summary>The regions of a region caveat, and what each is (ctool:src/auth/caveats.erl).</summary>
    public static IReadOnlyDictionary<string, string> RegionDescriptions { get; } = Table(
    [
        ("Africa", "the continent Africa"),
        ("Antarctica", "the continent Antarctica"),
        ("Asia", "the continent Asia"),
        ("Europe", "the continent Europe"),
        ("EU", "the member states of the European Union"),
        ("NorthAmerica", "North America"),
        ("Oceania", "the continent Oceania"),
        ("SouthAmerica", "South America"),
    ]);

    /// <summary>The regions of a region caveat.</summary>
    public static IReadOnlyList<string> Regions { get; } = [.. RegionDescriptions.Keys];

    /// <summary>The prefixes of services, and which service each means (ctool:src/auth/aai.erl).</summary>
    public static IReadOnlyDictionary<string, string> ServicePrefixes { get; } = Table(
    [
        ("ozw", "Onezone"), ("ozp", "Onezone's panel"), ("opw", "Oneprovider"), ("opp", "Oneprovider's panel"),
    ]);

    /// <summary>The prefixes of consumers, and what each means (ctool:src/auth/aai.erl).</summary>
    public static IReadOnlyDictionary<string, string> ConsumerPrefixes { get; } = Table(
    [
        ("usr", "User"), ("grp", "Group"), ("prv", "Oneprovider"),
    ]);

    /// <summary>The services of an API caveat's operations (ctool:src/auth/cv_api.erl).</summary>
    public static IReadOnlyList<string> ApiServices { get; } = ["all", "ozw", "ozp", "opw", "opp"];

    /// <summary>The operations of an API caveat (ctool:src/auth/cv_api.erl).</summary>
    public static IReadOnlyList<string> ApiOperations { get; } = ["all", "create", "get", "update", "delete"];

    /// <summary>
    /// The entity types of an API caveat. A zone rejects a token with any other one (ctool:src/graph_sync/gri.erl, deserialize_type/2, at
    /// commit 24bf982).
    /// </summary>
    public static IReadOnlyList<string> ApiEntityTypes { get; } = [
        "oz_worker", "user", "group", "space", "share", "provider", "handleService", "handle", "cluster", "harvester", "storage", "token",
        "space_stats", "temporary_token_secret", "atm_inventory", "atm_lambda", "atm_workflow_schema", "file",
        "onp_cluster", "onp_host", "onp_panel", "onp_provider", "onp_service", "onp_space", "onp_storage", "onp_user", "onp_zone",
        "op_archive", "op_atm_inventory", "op_atm_lambda_snapshot", "op_atm_store", "op_atm_task_execution", "op_atm_workflow_execution",
        "op_atm_workflow_schema", "op_atm_workflow_schema_snapshot", "op_dataset", "op_group", "op_handle", "op_handle_service",
        "op_metrics", "op_provider", "op_qos", "op_share", "op_space", "op_storage", "op_transfer", "op_user"];

    /// <summary>The entity types that only zones up to 20.02 know.</summary>
    public static IReadOnlyList<string> FormerApiEntityTypes { get; } = ["op_replica"];

    /// <summary>The scopes of an API caveat's entity (ctool:src/graph_sync/gri.erl).</summary>
    public static IReadOnlyList<string> ApiScopes { get; } = ["private", "protected", "shared", "public", "auto", "*"];

    /// <summary>
    /// The codes that ISO 3166-1 leaves to its users and that GeoLite, with which a zone finds the country of an address, has.
    /// </summary>
    public static IReadOnlyDictionary<string, string> UserAssignedCountries { get; } = Table([("XK", "Kosovo")]);

    /// <summary>The countries of ISO 3166-1: alpha-2 code in upper case, and short name in English.</summary>
    public static IReadOnlyDictionary<string, string> Countries { get; } = Table(
    [
        ("AD", "Andorra"), ("AE", "United Arab Emirates"), ("AF", "Afghanistan"), ("AG", "Antigua and Barbuda"),
        ("AI", "Anguilla"), ("AL", "Albania"), ("AM", "Armenia"), ("AO", "Angola"), ("AQ", "Antarctica"), ("AR", "Argentina"),
        ("AS", "American Samoa"), ("AT", "Austria"), ("AU", "Australia"), ("AW", "Aruba"), ("AX", "Åland Islands"),
        ("AZ", "Azerbaijan"), ("BA", "Bosnia and Herzegovina"), ("BB", "Barbados"), ("BD", "Bangladesh"), ("BE", "Belgium"),
        ("BF", "Burkina Faso"), ("BG", "Bulgaria"), ("BH", "Bahrain"), ("BI", "Burundi"), ("BJ", "Benin"),
        ("BL", "Saint Barthélemy"), ("BM", "Bermuda"), ("BN", "Brunei Darussalam"), ("BO", "Bolivia"),
        ("BQ", "Bonaire, Sint Eustatius and Saba"), ("BR", "Brazil"), ("BS", "Bahamas"), ("BT", "Bhutan"),
        ("BV", "Bouvet Island"), ("BW", "Botswana"), ("BY", "Belarus"), ("BZ", "Belize"), ("CA", "Canada"),
        ("CC", "Cocos (Keeling) Islands"), ("CD", "Congo, Democratic Republic of the"), ("CF", "Central African Republic"),
        ("CG", "Congo"), ("CH", "Switzerland"), ("CI", "Côte d'Ivoire"), ("CK", "Cook Islands"), ("CL", "Chile"),
        ("CM", "Cameroon"), ("CN", "China"), ("CO", "Colombia"), ("CR", "Costa Rica"), ("CU", "Cuba"), ("CV", "Cabo Verde"),
        ("CW", "Curaçao"), ("CX", "Christmas Island"), ("CY", "Cyprus"), ("CZ", "Czechia"), ("DE", "Germany"), ("DJ", "Djibouti"),
        ("DK", "Denmark"), ("DM", "Dominica"), ("DO", "Dominican Republic"), ("DZ", "Algeria"), ("EC", "Ecuador"),
        ("EE", "Estonia"), ("EG", "Egypt"), ("EH", "Western Sahara"), ("ER", "Eritrea"), ("ES", "Spain"), ("ET", "Ethiopia"),
        ("FI", "Finland"), ("FJ", "Fiji"), ("FK", "Falkland Islands (Malvinas)"), ("FM", "Micronesia"), ("FO", "Faroe Islands"),
        ("FR", "France"), ("GA", "Gabon"), ("GB", "United Kingdom"), ("GD", "Grenada"), ("GE", "Georgia"),
        ("GF", "French Guiana"), ("GG", "Guernsey"), ("GH", "Ghana"), ("GI", "Gibraltar"), ("GL", "Greenland"), ("GM", "Gambia"),
        ("GN", "Guinea"), ("GP", "Guadeloupe"), ("GQ", "Equatorial Guinea"), ("GR", "Greece"),
        ("GS", "South Georgia and the South Sandwich Islands"), ("GT", "Guatemala"), ("GU", "Guam"), ("GW", "Guinea-Bissau"),
        ("GY", "Guyana"), ("HK", "Hong Kong"), ("HM", "Heard Island and McDonald Islands"), ("HN", "Honduras"), ("HR", "Croatia"),
        ("HT", "Haiti"), ("HU", "Hungary"), ("ID", "Indonesia"), ("IE", "Ireland"), ("IL", "Israel"), ("IM", "Isle of Man"),
        ("IN", "India"), ("IO", "British Indian Ocean Territory"), ("IQ", "Iraq"), ("IR", "Iran"), ("IS", "Iceland"),
        ("IT", "Italy"), ("JE", "Jersey"), ("JM", "Jamaica"), ("JO", "Jordan"), ("JP", "Japan"), ("KE", "Kenya"),
        ("KG", "Kyrgyzstan"), ("KH", "Cambodia"), ("KI", "Kiribati"), ("KM", "Comoros"), ("KN", "Saint Kitts and Nevis"),
        ("KP", "Korea, Democratic People's Republic of"), ("KR", "Korea, Republic of"), ("KW", "Kuwait"),
        ("KY", "Cayman Islands"), ("KZ", "Kazakhstan"), ("LA", "Lao People's Democratic Republic"), ("LB", "Lebanon"),
        ("LC", "Saint Lucia"), ("LI", "Liechtenstein"), ("LK", "Sri Lanka"), ("LR", "Liberia"), ("LS", "Lesotho"),
        ("LT", "Lithuania"), ("LU", "Luxembourg"), ("LV", "Latvia"), ("LY", "Libya"), ("MA", "Morocco"), ("MC", "Monaco"),
        ("MD", "Moldova"), ("ME", "Montenegro"), ("MF", "Saint Martin (French part)"), ("MG", "Madagascar"),
        ("MH", "Marshall Islands"), ("MK", "North Macedonia"), ("ML", "Mali"), ("MM", "Myanmar"), ("MN", "Mongolia"),
        ("MO", "Macao"), ("MP", "Northern Mariana Islands"), ("MQ", "Martinique"), ("MR", "Mauritania"), ("MS", "Montserrat"),
        ("MT", "Malta"), ("MU", "Mauritius"), ("MV", "Maldives"), ("MW", "Malawi"), ("MX", "Mexico"), ("MY", "Malaysia"),
        ("MZ", "Mozambique"), ("NA", "Namibia"), ("NC", "New Caledonia"), ("NE", "Niger"), ("NF", "Norfolk Island"),
        ("NG", "Nigeria"), ("NI", "Nicaragua"), ("NL", "Netherlands"), ("NO", "Norway"), ("NP", "Nepal"), ("NR", "Nauru"),
        ("NU", "Niue"), ("NZ", "New Zealand"), ("OM", "Oman"), ("PA", "Panama"), ("PE", "Peru"), ("PF", "French Polynesia"),
        ("PG", "Papua New Guinea"), ("PH", "Philippines"), ("PK", "Pakistan"), ("PL", "Poland"),
        ("PM", "Saint Pierre and Miquelon"), ("PN", "Pitcairn"), ("PR", "Puerto Rico"), ("PS", "Palestine, State of"),
        ("PT", "Portugal"), ("PW", "Palau"), ("PY", "Paraguay"), ("QA", "Qatar"), ("RE", "Réunion"), ("RO", "Romania"),
        ("RS", "Serbia"), ("RU", "Russian Federation"), ("RW", "Rwanda"), ("SA", "Saudi Arabia"), ("SB", "Solomon Islands"),
        ("SC", "Seychelles"), ("SD", "Sudan"), ("SE", "Sweden"), ("SG", "Singapore"),
        ("SH", "Saint Helena, Ascension and Tristan da Cunha"), ("SI", "Slovenia"), ("SJ", "Svalbard and Jan Mayen"),
        ("SK", "Slovakia"), ("SL", "Sierra Leone"), ("SM", "San Marino"), ("SN", "Senegal"), ("SO", "Somalia"),
        ("SR", "Suriname"), ("SS", "South Sudan"), ("ST", "Sao Tome and Principe"), ("SV", "El Salvador"),
        ("SX", "Sint Maarten (Dutch part)"), ("SY", "Syrian Arab Republic"), ("SZ", "Eswatini"),
        ("TC", "Turks and Caicos Islands"), ("TD", "Chad"), ("TF", "French Southern Territories"), ("TG", "Togo"),
        ("TH", "Thailand"), ("TJ", "Tajikistan"), ("TK", "Tokelau"), ("TL", "Timor-Leste"), ("TM", "Turkmenistan"),
        ("TN", "Tunisia"), ("TO", "Tonga"), ("TR", "Türkiye"), ("TT", "Trinidad and Tobago"), ("TV", "Tuvalu"), ("TW", "Taiwan"),
        ("TZ", "Tanzania"), ("UA", "Ukraine"), ("UG", "Uganda"), ("UM", "United States Minor Outlying Islands"),
        ("US", "United States of America"), ("UY", "Uruguay"), ("UZ", "Uzbekistan"), ("VA", "Holy See"),
        ("VC", "Saint Vincent and the Grenadines"), ("VE", "Venezuela"), ("VG", "Virgin Islands (British)"),
        ("VI", "Virgin Islands (U.S.)"), ("VN", "Viet Nam"), ("VU", "Vanuatu"), ("WF", "Wallis and Futuna"), ("WS", "Samoa"),
        ("YE", "Yemen"), ("YT", "Mayotte"), ("ZA", "South Africa"), ("ZM", "Zambia"), ("ZW", "Zimbabwe"),
    ]);

    private static Dictionary<string, string> Table((string Name, string Meaning)[] rows) =>
        rows.ToDictionary(static row => row.Name, static row => row.Meaning, StringComparer.Ordinal);
}
