using System.Management.Automation;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>Parses wildcard patterns such as *InstallerToken: case-insensitive, and the same in every culture.</summary>
internal static class Wildcard
{
    /// <summary>Parses a pattern.</summary>
    /// <exception cref="TokenArgumentException">The pattern is not valid. The engine's own error has no category and no target.</exception>
    public static WildcardPattern Parse(string text, string parameter)
    {
        var pattern = new WildcardPattern(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        try
        {
            // The engine validates a pattern on first use.
            pattern.IsMatch(string.Empty);
            return pattern;
        }
        catch (WildcardPatternException)
        {
            throw ModuleText.ArgumentError(parameter, nameof(ModuleMessages.WildcardInvalid), DisplayText.Sanitize(text));
        }
    }
}
