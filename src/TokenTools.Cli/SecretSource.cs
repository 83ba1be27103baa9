using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Security;

namespace TokenTools.Cli;

/// <summary>Where a secret comes from: a file, the environment, standard input, the keyboard. Never an argument's value.</summary>
internal sealed class SecretSource
{
    private readonly Option<string?> _file;

    /// <param name="name">The option without its -file: --api-token.</param>
    /// <param name="variable">The environment variable; null for none.</param>
    /// <param name="what">What it is, as the prompt and the help call it.</param>
    /// <param name="piped">Whether standard input is read without being asked for.</param>
    public SecretSource(string name, string? variable, string what, bool piped = false)
    {
        Name = name;
        Variable = variable;
        What = what;
        IsPiped = piped;
        _file = new Option<string?>(name + "-file")
        {
            HelpName = "file",
            Description = MessageText.Format(variable is null ? nameof(CliMessages.SecretFileHelp) : nameof(CliMessages.SecretFileOrVariableHelp), what, variable),
        };
    }

    /// <summary>What would be the option for its value, which is refused.</summary>
    public string Name { get; }

    public string? Variable { get; }

    public string What { get; }

    public bool IsPiped { get; }

    /// <summary>The option that names the file.</summary>
    public Option File => _file;

    /// <summary>Whether it was said on the command line where the secret is.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_file) is not null;

    /// <summary>The secret from where it was said to be, else from the environment, else from standard input or the keyboard.</summary>
    /// <exception cref="TokenArgumentException">There is none, or it can't be read.</exception>
    public SecureString Read(CommandContext context) => FromFile(context) ?? FromEnvironment() ?? FromInput(context) ?? throw Missing();

    private SecureString? FromFile(CommandContext context)
    {
        if (context.Parsed.GetValue(_file) is not { } path)
        {
            return null;
        }

        if (path == "-")
        {
            return context.Terminal.ReadInput(_file.Name);
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return Terminal.ReadSecret(file, _file.Name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // Not shown: who forgets -file's meaning gives the secret itself for the path.
            throw CliText.ArgumentError(_file.Name, nameof(CliMessages.SecretFileUnreadable), _file.Name, error.GetType().Name);
        }
    }

    private SecureString? FromEnvironment() => Variable is null ? null : EnvironmentVariables.Secret(Variable);

    private SecureString? FromInput(CommandContext context) =>
        Terminal.IsInteractive ? context.Terminal.Ask(What, _file.Name, context.CancellationToken)
        : IsPiped ? context.Terminal.ReadInput(_file.Name)
        : null;

    private TokenArgumentException Missing() => new(
        Name, Variable is null ? nameof(CliMessages.SecretMissing) : nameof(CliMessages.SecretMissingVariable), What, _file.Name, Variable);

    /// <summary>How to give it, for whoever tried otherwise.</summary>
    public string HowToGive => string.Join(", ", Ways());

    private IEnumerable<string> Ways()
    {
        yield return _file.Name;
        if (Variable is not null)
        {
            yield return Variable;
        }
    }
}
