using System.CommandLine;

namespace TokenTools.Cli;

/// <summary>Messages and errors of the command line's own resources.</summary>
internal static class CliText
{
    /// <summary>A message, formatted culture-invariantly.</summary>
    public static string Format(string name, params object?[] arguments) => Create(name, arguments).ToString();

    /// <summary>A message that is rendered when it is shown.</summary>
    public static MessageText Create(string name, params object?[] arguments) => new(CliMessages.ResourceManager, name, arguments);

    /// <summary>An error about a setting's value.</summary>
    public static TokenArgumentException ArgumentError(string parameterName, string errorId, params object?[] arguments) =>
        new(parameterName, Create(errorId, arguments));

    /// <summary>The error for a connection that lacks a setting.</summary>
    /// <param name="service">The service.</param>
    /// <param name="option">The setting's option.</param>
    /// <param name="variable">Its environment variable.</param>
    public static TokenArgumentException NoConnection(string service, Option option, string variable) =>
        new("Connection", nameof(Messages.NoConnection), service, Create(nameof(CliMessages.OptionOrSandbox), option.Name), variable);
}
