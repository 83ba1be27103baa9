using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Text;
using TokenTools.Security;
using TokenTools.Security.Redaction;

namespace TokenTools.Processes;

/// <summary>The settings of a command that gets secrets by its environment, by files or by standard input.</summary>
internal sealed class ChildCommandSpec
{
    /// <summary>The command and its arguments, which are public and must not contain a secret.</summary>
    public IReadOnlyList<string> Command { get; set; } = [];

    /// <summary>Environment variables, each with a secret as its value.</summary>
    public List<KeyValuePair<string, SecureString>> Environment { get; } = [];

    /// <summary>Environment variables, each of which names a temporary file with a secret.</summary>
    public List<KeyValuePair<string, SecureString>> File { get; } = [];

    /// <summary>What the command reads from standard input; null if it has the caller's.</summary>
    public SecureString? StandardInput { get; set; }

    /// <summary>Further secrets that the output is not to show.</summary>
    public List<SecureString> Secret { get; } = [];

    /// <summary>Whether the output is passed on as it is. What the command writes to standard error is masked anyway.</summary>
    public bool IsOutputBinary { get; set; }

    /// <summary>Checks the settings.</summary>
    /// <exception cref="TokenArgumentException">A setting is invalid.</exception>
    public ChildCommand Build()
    {
        if (Command.Count == 0 || string.IsNullOrWhiteSpace(Command[0]))
        {
            throw new TokenArgumentException(nameof(Command), nameof(Messages.ChildCommandMissing));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        EnsureVariables(nameof(Environment), Environment, names);
        EnsureVariables(nameof(File), File, names);
        EnsureWholeValues();
        var values = Environment.Concat(File).Select(static variable => variable.Value).ToList();
        if (StandardInput is not null)
        {
            values.Add(StandardInput);
        }

        var secrets = values.SelectMany(DocumentSecrets.Of).Concat(Secret).ToList();
        var parts = SecretParts.Of(secrets);
        EnsureArguments(parts);
        var warnings = secrets.Where(static secret => !SecretParts.CanFind(secret))
            .Select(static _ => new TokenWarning(nameof(Messages.ChildSecretTooShort))).Take(1);
        return new ChildCommand(this, parts, warnings.ToList());
    }

    private static void EnsureVariables(string key, List<KeyValuePair<string, SecureString>> variables, HashSet<string> names)
    {
        foreach (var variable in variables)
        {
            if (variable.Key.Length == 0 || variable.Key.IndexOf('=') >= 0 || variable.Key.IndexOf('\0') >= 0)
            {
                throw new TokenArgumentException(
                    key, nameof(Messages.ChildVariableInvalid), new SettingName(key), DisplayText.Sanitize(variable.Key));
            }

            if (!names.Add(variable.Key))
            {
                throw new TokenArgumentException(
                    key, nameof(Messages.ChildVariableTwice), new SettingName(key), DisplayText.Sanitize(variable.Key));
            }

            if (variable.Value.Length == 0)
            {
                throw new TokenArgumentException(
                    key, nameof(Messages.ChildSecretEmpty), new SettingName(key), DisplayText.Sanitize(variable.Key));
            }
        }
    }

    // A command would get only what precedes the null character.
    private void EnsureWholeValues()
    {
        foreach (var variable in Environment)
        {
            if (SecureText.WithChars(variable.Value, static secret => Array.IndexOf(secret, '\0') >= 0))
            {
                throw new TokenArgumentException(
                    nameof(Environment),
                    nameof(Messages.ChildSecretHasNull),
                    new SettingName(nameof(Environment)),
                    DisplayText.Sanitize(variable.Key));
            }
        }
    }

    // Every user can read the arguments of a process.
    private void EnsureArguments(SecretParts parts)
    {
        for (var i = 0; i < Command.Count; i++)
        {
            var search = new SecretSearch(parts);
            var bytes = Encoding.UTF8.GetBytes(Command[i]);
            search.Write(bytes, 0, bytes.Length);
            if (search.Complete().Count > 0)
            {
                throw new TokenArgumentException(nameof(Command), nameof(Messages.ChildSecretInArgument), i);
            }
        }
    }
}
