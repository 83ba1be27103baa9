using System;
using System.Collections.Generic;
using System.Security;
using TokenTools.Http;

namespace TokenTools;

/// <summary>
/// Supplies settings from environment variables and records which ones, so that errors and warnings about their values name the
/// variable instead of a parameter or option.
/// </summary>
internal sealed class EnvironmentSource
{
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    /// <summary>The front end's vocabulary, in which the settings supplied so far have the names of their variables.</summary>
    public Vocabulary Vocabulary => (Inner ?? Vocabulary.Current).WithSources(_variables);

    /// <summary>The names of the settings from elsewhere; null for the front end's vocabulary.</summary>
    public Vocabulary? Inner { get; init; }

    /// <summary>A setting's value; null if the variable is missing or blank.</summary>
    /// <param name="key">The setting's key.</param>
    /// <param name="variable">The variable's name.</param>
    public string? Text(string key, string variable) => Record(key, variable, EnvironmentVariables.Text(variable));

    /// <summary>A secret setting's value, with the white space around it; null if the variable is missing or blank.</summary>
    /// <param name="key">The setting's key.</param>
    /// <param name="variable">The variable's name.</param>
    public SecureString? Secret(string key, string variable) => Record(key, variable, EnvironmentVariables.UntrimmedSecret(variable));

    /// <summary>Creates a connection from settings of this source. Its errors and warnings name the variables.</summary>
    /// <typeparam name="TConnection">The type of the connection.</typeparam>
    /// <param name="create">Creates the connection.</param>
    public TConnection Connect<TConnection>(Func<TConnection> create)
        where TConnection : ServiceConnection
    {
        var connection = Create(create);
        foreach (var warning in connection.Warnings)
        {
            warning.Vocabulary = Vocabulary;
        }

        return connection;
    }

    /// <summary>Creates an object of settings from this source; an error names the variables.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="create">Creates the object.</param>
    public T Create<T>(Func<T> create)
    {
        try
        {
            return create();
        }
        catch (TokenException error)
        {
            error.Vocabulary = Vocabulary;
            throw;
        }
    }

    private T? Record<T>(string key, string variable, T? value)
        where T : class
    {
        if (value is not null)
        {
            _variables[key] = variable;
        }

        return value;
    }
}
