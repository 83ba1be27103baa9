using System.Management.Automation;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>Parses wildcard patterns, such as *InstallerToken: case-insensitive and culture-invariant.</summary>
internal static class Wildcard
{
    /// <summary>Parses a pattern.</summary>
    /// <exception cref="TokenArgumentException">It is not valid. The engine's own error has neither category nor target.</exception>
    public static WildcardPattern Parse(string text, string parameter)
    {
        var pattern = new WildcardPattern(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        try
        {
            // The pattern is validated on its first use.
            pattern.IsMatch(string.Empty);
            return pattern;
        }
        catch (WildcardPatternException)
        {
            throw ModuleText.ArgumentError(parameter, nameof(ModuleMessages.WildcardInvalid), DisplayText.Sanitize(text));
        }
    }
}
