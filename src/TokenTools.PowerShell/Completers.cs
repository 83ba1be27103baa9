using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using TokenTools.Boomi;
using TokenTools.Http;
using TokenTools.Onedata;
using Shell = System.Management.Automation.PowerShell;

namespace TokenTools.PowerShell;

/// <summary>Completes from a fixed list of words, each with a tooltip; adds quotes where necessary, and supports wildcards.</summary>
internal abstract class WordCompleter : IArgumentCompleter
{
    private static readonly char[] NeedQuotes =
        [' ', '\'', '"', '$', ';', ',', '(', ')', '{', '}', '@', '#', '&', '|', '<', '>', '`', '*'];

    private protected abstract IEnumerable<KeyValuePair<string, string>> Words { get; }

    private protected virtual IEnumerable<KeyValuePair<string, string>> GetWords(string parameterName) => Words;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = (wordToComplete ?? string.Empty).Trim('\'', '"');
        var pattern = new WildcardPattern(typed + "*", WildcardOptions.IgnoreCase);
        foreach (var word in GetWords(parameterName))
        {
            if (pattern.IsMatch(word.Key))
            {
                var text = word.Key.IndexOfAny(NeedQuotes) < 0
                    ? word.Key
                    : "'" + CodeGeneration.EscapeSingleQuotedStringContent(word.Key) + "'";
                yield return new CompletionResult(text, word.Key, CompletionResultType.ParameterValue, word.Value);
            }
        }
    }
}

/// <summary>
/// Completes the session's open connections of the parameter's type, to a variable that contains one or to a command that gets it.
/// </summary>
internal sealed class ConnectionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var pattern = new WildcardPattern((wordToComplete ?? string.Empty) + "*", WildcardOptions.IgnoreCase);
            var command = Ask<CommandInfo>("Get-Command", commandName).FirstOrDefault();
            var kind = command?.Parameters[parameterName].ParameterType ?? typeof(ServiceConnection);
            return Found(kind).Where(found => pattern.IsMatch(found.CompletionText)).ToList();
        }
        catch (Exception error) when (error is RuntimeException or InvalidOperationException or KeyNotFoundException)
        {
            // A completer cannot report an error at a prompt.
            return [];
        }
    }

    private static IEnumerable<CompletionResult> Found(Type kind)
    {
        var held = new HashSet<ServiceConnection>();
        foreach (var variable in Ask<PSVariable>("Get-Variable"))
        {
            // $PSItem, $args and similar variables have other values when the command runs.
            if (PSObject.AsPSObject(variable.Value ?? string.Empty).BaseObject is ServiceConnection { IsClosed: false } connection
                && kind.IsInstanceOfType(connection) && variable.Name is not ("_" or "PSItem") && held.Add(connection))
            {
                var name = Reference(variable.Name);
                yield return new CompletionResult(name, name, CompletionResultType.Variable, connection.ToString());
            }
        }

        foreach (var service in Session.Current.Open.Where(kind.IsInstanceOfType).GroupBy(static connection => connection.Service))
        {
            foreach (var (connection, index) in service.Select(static (connection, index) => (connection, index)))
            {
                if (!held.Contains(connection))
                {
                    var text = "(Get-TokenConnection " + service.Key + ")[" + index.ToString(CultureInfo.InvariantCulture) + "]";
                    yield return new CompletionResult(text, connection.Identity, CompletionResultType.ParameterValue, connection.ToString());
                }
            }
        }
    }

    // A name may contain any character; most of them are only part of it in braces (about_Variables).
    private static string Reference(string name) => name.All(static c => char.IsLetterOrDigit(c) || c == '_')
        ? "$" + name
        : "${" + CodeGeneration.EscapeVariableName(name) + "}";

    private static IEnumerable<T> Ask<T>(string command, params object[] arguments)
    {
        using var shell = Shell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(command);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        return shell.Invoke<T>();
    }
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

    private protected override IEnumerable<KeyValuePair<string, string>> GetWords(string parameterName) =>
        CaveatSpec.Settings
            .FirstOrDefault(setting => string.Equals(setting.Key, parameterName, StringComparison.OrdinalIgnoreCase))?.Words ?? Words;
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
