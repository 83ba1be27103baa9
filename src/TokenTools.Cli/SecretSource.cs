using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Security;
using TokenTools.Security;

namespace TokenTools.Cli;

/// <summary>The source of a secret: a file, the environment, standard input or the keyboard; never an argument.</summary>
internal sealed class SecretSource
{
    private readonly Option<string?> _file;

    /// <param name="name">The option's name without -file, such as --api-token.</param>
    /// <param name="variable">The environment variable; null for none.</param>
    /// <param name="what">The secret's name in the prompt and the help.</param>
    /// <param name="piped">Whether standard input is read if no other source is specified.</param>
    /// <param name="prompts">Whether the user is prompted if no source is specified. If not, the secret is optional.</param>
    public SecretSource(string name, string? variable, string what, bool piped = false, bool prompts = true)
    {
        Name = name;
        Variable = variable;
        What = what;
        IsPiped = piped;
        _file = new Option<string?>(name + "-file")
        {
            HelpName = "file",
            Description = CliText.Format(
                (prompts, piped, variable) switch
                {
                    (false, _, null) => nameof(CliMessages.SecretFileOptionalHelp),
                    (false, _, _) => nameof(CliMessages.SecretFileOptionalVariableHelp),
                    (_, true, _) => nameof(CliMessages.SecretFileOrPipeHelp),
                    (_, _, null) => nameof(CliMessages.SecretFileHelp),
                    _ => nameof(CliMessages.SecretFileOrVariableHelp),
                },
                DisplayText.Cleaned(what),
                variable is null ? null : DisplayText.Cleaned(variable)),
        };
    }

    /// <summary>The name of an option for the secret itself, which is rejected.</summary>
    public string Name { get; }

    public string? Variable { get; }

    public string What { get; }

    public bool IsPiped { get; }

    /// <summary>Whether a line end at the end of a file or of standard input is left to Core, which reports that it removes it.</summary>
    public bool KeepsLineEnd { get; init; }

    /// <summary>Whether the user chooses the secret, so that it is entered twice at a prompt.</summary>
    public bool IsNew { get; init; }

    /// <summary>The option for the path of the file.</summary>
    public Option File => _file;

    /// <summary>Whether the command line contains the path of the file.</summary>
    public bool IsSpecified(ParseResult parsed) => parsed.GetValue(_file) is not null;

    /// <summary>Reads the secret from the file, otherwise from the environment, otherwise from standard input or the keyboard.</summary>
    /// <exception cref="TokenArgumentException">There is no secret, or it cannot be read.</exception>
    public SecureString Read(CommandContext context) =>
        FromFile(context, Reader) ?? FromEnvironment() ?? Asked(context) ?? FromPipe(context, Reader)
        ?? throw Missing();

    /// <summary>Reads secrets, one per line; null if there are none. Never prompts.</summary>
    /// <exception cref="TokenArgumentException">A secret cannot be read.</exception>
    public IReadOnlyList<SecureString>? TryReadLines(CommandContext context) =>
        FromFile(context, SecretReader.ReadSecrets)
        ?? (FromEnvironment() is { } one ? [one]
            : context.Terminal.IsInteractive ? null
            : FromPipe(context, SecretReader.TryReadSecrets));

    /// <summary>Reads secrets, one per line; blank lines are ignored. The environment and the keyboard have one.</summary>
    /// <exception cref="TokenArgumentException">There is no secret, or it cannot be read.</exception>
    public IReadOnlyList<SecureString> ReadLines(CommandContext context) =>
        FromFile(context, SecretReader.ReadSecrets)
        ?? FromPipeOrOne(context, FromEnvironment() ?? Asked(context));

    private Func<Stream, string, SecureString> Reader => KeepsLineEnd ? SecretReader.ReadText : SecretReader.ReadSecret;

    /// <summary>Reads a secret from a file, or from standard input for a dash.</summary>
    /// <exception cref="TokenArgumentException">It cannot be read.</exception>
    public static T ReadFile<T>(CommandContext context, string option, string path, Func<Stream, string, T> read)
    {
        if (path == "-")
        {
            return context.Terminal.ReadInput(option, read, context.CancellationToken);
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return read(file, option);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // The path is not repeated: it may be the secret itself.
            throw CliText.ArgumentError(option, nameof(CliMessages.SecretFileUnreadable), option, FileError.ReasonOf(error, path));
        }
    }

    private T? FromFile<T>(CommandContext context, Func<Stream, string, T> read)
        where T : class =>
        context.Parsed.GetValue(_file) is { } path ? ReadFile(context, _file.Name, path, read) : null;

    private SecureString? FromEnvironment() => Variable is null ? null : EnvironmentVariables.Secret(Variable);

    private SecureString? Asked(CommandContext context)
    {
        if (!context.Terminal.IsInteractive)
        {
            return null;
        }

        var secret = context.Terminal.Ask(What, _file.Name, context.CancellationToken);
        if (IsNew)
        {
            var again = context.Terminal.Ask(
                CliText.Format(nameof(CliMessages.SecretAgain), What), _file.Name, context.CancellationToken);
            if (!SecureText.WithChars(secret, first => SecureText.WithChars(again, second => first.AsSpan().SequenceEqual(second))))
            {
                throw CliText.ArgumentError(Name, nameof(CliMessages.SecretsDiffer));
            }
        }

        return secret;
    }

    private IReadOnlyList<SecureString> FromPipeOrOne(CommandContext context, SecureString? one) =>
        one is not null ? [one] : FromPipe(context, SecretReader.ReadSecrets) ?? throw Missing();

    private T? FromPipe<T>(CommandContext context, Func<Stream, string, T?> read)
        where T : class =>
        IsPiped && context.Terminal.IsInputOpen ? context.Terminal.ReadInput(_file.Name, read, context.CancellationToken) : null;

    private TokenArgumentException Missing() => CliText.ArgumentError(
        Name, Variable is null ? nameof(CliMessages.SecretMissing) : nameof(CliMessages.SecretMissingVariable), What, _file.Name, Variable);

    /// <summary>The option and the variable for the secret, for messages.</summary>
    public string Sources => Variable is null ? _file.Name : _file.Name + " or " + Variable;
}
