using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;
using TokenTools.Boomi;

namespace TokenTools.PowerShell;

/// <summary>Completes from a fixed list of words, each with a tooltip; quotes what needs it, and takes wildcards.</summary>
public abstract class WordCompleter : IArgumentCompleter
{
    private protected abstract IEnumerable<KeyValuePair<string, string>> Words { get; }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = (wordToComplete ?? string.Empty).Trim('\'', '"');
        var pattern = new WildcardPattern(typed + "*", WildcardOptions.IgnoreCase);
        foreach (var word in Words)
        {
            if (pattern.IsMatch(word.Key))
            {
                var text = word.Key.IndexOfAny([' ', '\'', '"', '$', ';', ',', '(', ')', '{', '}', '@', '#', '&', '|', '<', '>', '`', '*']) < 0
                    ? word.Key
                    : "'" + CodeGeneration.EscapeSingleQuotedStringContent(word.Key) + "'";
                yield return new CompletionResult(text, word.Key, CompletionResultType.ParameterValue, word.Value);
            }
        }
    }
}

/// <summary>Completes Boomi's install types.</summary>
public sealed class InstallTypeCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => InstallerTokenRequest.InstallTypes;
}

/// <summary>Completes the documented addresses of the Boomi Platform API.</summary>
public sealed class BoomiBaseUriCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [BoomiConnectionOptions.UnitedStates] = "Boomi Platform API, United States (default)",
        [BoomiConnectionOptions.GreatBritain] = "Boomi Platform API, European Platform accounts",
    };
}
