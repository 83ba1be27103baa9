using System.Text.RegularExpressions;

namespace TokenTools.PowerShell;

/// <summary>Settings are parameters, and commands are cmdlets.</summary>
internal sealed class PowerShellVocabulary : Vocabulary
{
    private static readonly Regex Verb = new("^(?:ConvertFrom|ConvertTo|[A-Z][a-z]+)", RegexOptions.CultureInvariant);

    /// <inheritdoc/>
    public override string Setting(string key) => "-" + key;

    /// <inheritdoc/>
    public override string Command(string key) => Verb.Replace(key, "$0-", 1);
}
