using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using TokenTools.Http;
using TokenTools.Sandbox;
using Shell = System.Management.Automation.PowerShell;

namespace TokenTools.PowerShell;

/// <summary>
/// Completes objects of the session to a variable that contains one or to a command that gets it, and otherwise to a command that creates
/// one: without any result, PowerShell would offer files.
/// </summary>
/// <remarks>Not generic: the engine loads the types of this assembly when it is imported, and with them the sandbox's assembly.</remarks>
internal abstract class SessionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var typed = wordToComplete ?? string.Empty;
            var command = Find(commandName);
            var type = TypeOf(command, command?.Parameters[parameterName].ParameterType ?? typeof(object));
            var pattern = new WildcardPattern(typed + "*", WildcardOptions.IgnoreCase);
            var found = Found(type, Prefix(command)).Where(found => pattern.IsMatch(found.CompletionText)).ToList();
            return found.Count > 0 ? found : [Result(typed.Length > 0 ? typed : Creation(command, type, Prefix(command)))];
        }
        catch (Exception error) when (error is RuntimeException or InvalidOperationException or KeyNotFoundException)
        {
            // A completer cannot report an error at a prompt.
            return [];
        }
    }

    /// <summary>True for an object of the kind that is completed, if it can be used.</summary>
    private protected abstract bool IsUsable(object candidate);

    /// <summary>The session's objects that no variable contains, each as an expression.</summary>
    private protected abstract IEnumerable<(string Expression, object Value, string Label)> OfSession(string prefix);

    /// <summary>The type of the objects that are of use for a command's parameter.</summary>
    private protected virtual Type TypeOf(CommandInfo? command, Type parameterType) => parameterType;

    /// <summary>An expression that creates an object.</summary>
    private protected abstract string Creation(CommandInfo? command, Type type, string prefix);

    private static CompletionResult Result(string text) => new(text, text, CompletionResultType.ParameterValue, text);

    private IEnumerable<CompletionResult> Found(Type type, string prefix)
    {
        var held = new HashSet<object>();
        foreach (var variable in Ask<PSVariable>("Get-Variable"))
        {
            // $PSItem, $args and similar variables have other values when the command runs.
            var value = PSObject.AsPSObject(variable.Value ?? string.Empty).BaseObject;
            if (type.IsInstanceOfType(value) && variable.Name is not ("_" or "PSItem") && IsUsable(value) && held.Add(value))
            {
                var name = Reference(variable.Name);
                yield return new CompletionResult(name, name, CompletionResultType.Variable, value.ToString());
            }
        }

        foreach (var (expression, value, label) in OfSession(prefix))
        {
            if (type.IsInstanceOfType(value) && !held.Contains(value))
            {
                yield return new CompletionResult(expression, label, CompletionResultType.ParameterValue, value.ToString());
            }
        }
    }

    private static CommandInfo? Find(string name)
    {
        var command = Ask<CommandInfo>("Get-Command", name).FirstOrDefault();
        return command is AliasInfo alias ? alias.ResolvedCommand : command;
    }

    // Import-Module -Prefix adds it to the noun.
    private static string Prefix(CommandInfo? command)
    {
        var cmdlet = command as CmdletInfo;
        var own = cmdlet?.ImplementingType.GetCustomAttributes(typeof(CmdletAttribute), inherit: false).OfType<CmdletAttribute>()
            .Select(static attribute => attribute.NounName).FirstOrDefault();
        return own is not null && cmdlet!.Noun.EndsWith(own, StringComparison.OrdinalIgnoreCase)
            ? cmdlet.Noun.Substring(0, cmdlet.Noun.Length - own.Length)
            : string.Empty;
    }

    // A name may contain any character; most of them are only part of it in braces (about_Variables).
    private static string Reference(string name) => name.All(static c => char.IsLetterOrDigit(c) || c == '_')
        ? "$" + name
        : "${" + CodeGeneration.EscapeVariableName(name) + "}";

    private static IEnumerable<TResult> Ask<TResult>(string command, params object[] arguments)
    {
        using var shell = Shell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(command);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        return shell.Invoke<TResult>();
    }
}

/// <summary>Completes the session's open connections of the parameter's type.</summary>
internal sealed class ConnectionCompleter : SessionCompleter
{
    private protected override bool IsUsable(object candidate) => candidate is ServiceConnection { IsClosed: false };

    private protected override IEnumerable<(string Expression, object Value, string Label)> OfSession(string prefix) =>
        Session.Current.Open.GroupBy(static connection => connection.Service).SelectMany(service => service.Select((connection, index) => (
            "(Get-" + prefix + "TokenConnection " + service.Key + ")[" + index.ToString(CultureInfo.InvariantCulture) + "]",
            (object)connection,
            connection.Identity)));

    // A cmdlet that closes connections binds those to any service, and skips the others.
    private protected override Type TypeOf(CommandInfo? command, Type parameterType) => ClosedType(command) ?? parameterType;

    private protected override string Creation(CommandInfo? command, Type type, string prefix)
    {
        const string Suffix = "Connection";
        var service = type == typeof(ServiceConnection) ? string.Empty : type.Name.Substring(0, type.Name.Length - Suffix.Length);
        return ClosedType(command) is null && service.Length > 0
            ? "(Connect-" + prefix + service + " -PassThru)"
            : "(Get-" + prefix + ("TokenConnection " + service).TrimEnd() + ")[0]";
    }

    private static Type? ClosedType(CommandInfo? command) =>
        (command as CmdletInfo)?.ImplementingType.BaseType is { IsGenericType: true } type
        && type.GetGenericTypeDefinition() == typeof(DisconnectCommand<>)
            ? type.GetGenericArguments()[0]
            : null;
}

/// <summary>Completes the session's running sandboxes.</summary>
internal sealed class SandboxCompleter : SessionCompleter
{
    private protected override bool IsUsable(object candidate) => candidate is TokenSandbox { IsStopped: false };

    private protected override IEnumerable<(string Expression, object Value, string Label)> OfSession(string prefix) =>
        Session.Current.RunningSandboxes.Select((sandbox, index) => (
            "(Get-" + prefix + "TokenSandbox)[" + index.ToString(CultureInfo.InvariantCulture) + "]", (object)sandbox, sandbox.ToString()));

    private protected override string Creation(CommandInfo? command, Type type, string prefix) => "(Start-" + prefix + "TokenSandbox)";
}
