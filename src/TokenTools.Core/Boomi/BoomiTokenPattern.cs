using System.Text.RegularExpressions;

namespace TokenTools.Boomi;

/// <summary>Tells Boomi's two kinds of tokens apart, which are often confused, as far as their looks go. Both are opaque: looks warn, but don't decide.</summary>
internal static class BoomiTokenPattern
{
    private const string Uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    /// <summary>What stands before the user's name where an API token takes the place of the password.</summary>
    public const string ApiTokenPrefix = "BOOMI_TOKEN.";

    private static readonly Regex InstallerToken = new(@"\A\s*(?:atom|molecule|cloud|broker|gateway)-" + Uuid + @"\s*\z", Options);

    private static readonly Regex ApiToken = new(@"\A\s*(?:BOOMI_TOKEN\.\S*|" + Uuid + @")\s*\z", Options);

    /// <summary>Such as molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5 (https://developer.boomi.com/docs/api/platformapi/InstallerToken).</summary>
    public static bool IsInstallerToken(string text) => InstallerToken.IsMatch(text);

    /// <summary>
    /// Such as 123aab45-67b8-9012-3a45-67c8e9e01e23, alone or with its user before it
    /// (https://developer.boomi.com/docs/APIs/PlatformAPI/Introduction/Platform_API_and_Partner_API_authentication).
    /// </summary>
    public static bool IsApiToken(string text) => ApiToken.IsMatch(text);
}
