using System.Management.Automation;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>Patterns that users give, such as *InstallerToken: in any case, in every culture the same.</summary>
internal static class Wildcard
{
    /// <exception cref="TokenArgumentException">It is none: the engine's own error would have neither category nor target.</exception>
    public static WildcardPattern Parse(string text, string parameter)
    {
        var pattern = new WildcardPattern(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        try
        {
            // Only its first use finds out.
            pattern.IsMatch(string.Empty);
            return pattern;
        }
        catch (WildcardPatternException)
        {
            throw ModuleText.ArgumentError(parameter, nameof(ModuleMessages.WildcardInvalid), DisplayText.Sanitize(text));
        }
    }
}
