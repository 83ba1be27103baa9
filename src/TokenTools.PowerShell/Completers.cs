using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using TokenTools.Boomi;
using TokenTools.Export;
using TokenTools.Onedata;
using TokenTools.Onedata.Purposes;

namespace TokenTools.PowerShell;

/// <summary>Completes from a fixed list of words, each with a tooltip; adds quotes where necessary, and supports wildcards.</summary>
internal abstract class WordCompleter : IArgumentCompleter
{
    private const string AllowedCharacters = "._-:/+=";

    private protected abstract IEnumerable<KeyValuePair<string, string>> Words { get; }

    private protected virtual IEnumerable<KeyValuePair<string, string>> GetWords(string parameterName, string typed) => Words;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = (wordToComplete ?? string.Empty).Trim('\'', '"');
        var pattern = new WildcardPattern(typed + "*", WildcardOptions.IgnoreCase);
        foreach (var word in GetWords(parameterName, typed))
        {
            if (word.Key.Length > 0 && pattern.IsMatch(word.Key))
            {
                var text = IsBareWord(word.Key)
                    ? word.Key
                    : "'" + CodeGeneration.EscapeSingleQuotedStringContent(word.Key) + "'";
                yield return new CompletionResult(
                    text, word.Key, CompletionResultType.ParameterValue, word.Value.Length > 0 ? word.Value : word.Key);
            }
        }
    }

    // A service chooses its names. Anything else might begin a command, a parameter or another string.
    private static bool IsBareWord(string word) =>
        word[0] != '-' && word.All(static c => char.IsLetterOrDigit(c) || AllowedCharacters.IndexOf(c) >= 0);
}

/// <summary>Completes Boomi's install types.</summary>
internal sealed class InstallTypeCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => InstallerTokenRequest.InstallTypes;
}

/// <summary>Completes the values of a caveat parameter, with the words of the caveat setting of the same name.</summary>
internal sealed class CaveatCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => [];

    private protected override IEnumerable<KeyValuePair<string, string>> GetWords(string parameterName, string typed) =>
        CaveatSpec.Settings
            .FirstOrDefault(setting => string.Equals(setting.Key, parameterName, StringComparison.OrdinalIgnoreCase))?.Words ?? Words;
}

/// <summary>Completes the purposes of Onedata's tokens.</summary>
internal sealed class PurposeCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => TokenPurposes.Descriptions;
}

/// <summary>Completes the forms in which tokens are exported.</summary>
internal sealed class ExportFormCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => TokenExportForm.Descriptions;
}

/// <summary>Completes Onedata's invite types.</summary>
internal sealed class InviteTypeCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words { get; } = InviteType.All.ToDictionary(
        static type => type.Name, static type => type.TargetKey + ", for a " + type.Consumer);
}

/// <summary>Completes the subject of a temporary token.</summary>
internal sealed class SubjectCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words { get; } = new Dictionary<string, string>
    {
        ["User"] = "the user of the connection's token",
        ["Provider"] = "the provider of the connection's token",
    };
}

/// <summary>Completes the documented addresses of the Boomi Platform API.</summary>
internal sealed class BoomiBaseUriCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words { get; } = new Dictionary<string, string>
    {
        [BoomiConnectionOptions.UnitedStates] = "Boomi Platform API, United States (default)",
        [BoomiConnectionOptions.GreatBritain] = "Boomi Platform API, European Platform accounts",
    };
}

/// <summary>Completes the services that a session can be connected to.</summary>
internal sealed class ConnectionServiceCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words { get; } = new Dictionary<string, string>
    {
        ["Boomi"] = "the Boomi Platform API",
        ["GoodData"] = "an organization of GoodData.CN",
        ["Onezone"] = "Onedata's Onezone",
    };
}

/// <summary>Completes the HTTP methods that the services have.</summary>
internal sealed class MethodCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words { get; } = new Dictionary<string, string>
    {
        ["GET"] = "requests that read",
        ["POST"] = "requests that create or verify",
        ["PATCH"] = "requests that change attributes",
        ["PUT"] = "requests that replace",
        ["DELETE"] = "requests that delete or revoke",
    };
}
