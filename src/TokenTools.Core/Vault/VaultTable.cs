using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;
using TokenTools.Security;

namespace TokenTools.Vault;

/// <summary>A table of a vault's parameters. Reading a setting makes its key known; other keys are errors.</summary>
internal sealed class VaultTable
{
    // Keys under which a user would look for a place for a credential.
    private static readonly HashSet<string> SecretKeys =
        new(["ApiToken", "Token", "RootToken", "Password", "Credential", "Secret", "PrivateKey"], StringComparer.OrdinalIgnoreCase);

    private readonly IReadOnlyDictionary<string, object?> _values;
    private readonly SortedSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A table.</summary>
    /// <param name="place">Its place in the parameters, for messages.</param>
    /// <param name="values">Its values: text, numbers, true or false, and tables.</param>
    public VaultTable(string place, IReadOnlyDictionary<string, object?> values)
    {
        Place = DisplayText.Clean(place);
        _values = values;
        Vocabulary = new VaultVocabulary(Vocabulary.Current, Place);
    }

    /// <summary>Its place in the parameters, for messages.</summary>
    public string Place { get; }

    /// <summary>The vocabulary of errors about its settings.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Its keys.</summary>
    public IEnumerable<string> Keys => _values.Keys;

    /// <summary>All of its settings as one text, which changes with each of them.</summary>
    public string Fingerprint => string.Join("\n", _values.OrderBy(static pair => pair.Key, StringComparer.OrdinalIgnoreCase)
        .Select(static pair => pair.Key + "=" + (pair.Value is IEnumerable list and not string
            ? string.Join(",", list.Cast<object?>().Select(ToText))
            : ToText(pair.Value))));

    /// <summary>Reads settings; errors name them with their place in the parameters.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="read">Reads the settings.</param>
    public T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (TokenException error)
        {
            error.Vocabulary = Vocabulary;
            throw;
        }
    }

    /// <summary>A text; null if it is missing or blank.</summary>
    /// <exception cref="TokenArgumentException">The value is a list or a table.</exception>
    public string? Text(string key) => Value(key) is not { } value ? null
        : value is IEnumerable and not string ? throw Lost(key)
        : ToText(value).Trim() is { Length: > 0 } text ? text
        : null;

    /// <summary>A duration; null if it is missing.</summary>
    /// <exception cref="TokenException">The value is not a duration.</exception>
    public TimeSpan? Duration(string key) => Value(key) is TimeSpan span ? TokenTools.Duration.Validate(span)
        : Text(key) is { } text ? TokenFormatException.ForSetting(key, () => TokenTools.Duration.Parse(text, key))
        : null;

    /// <summary>True or false; false if it is missing.</summary>
    /// <exception cref="TokenArgumentException">The value is neither.</exception>
    public bool Flag(string key) => Value(key) is bool isOn
        ? isOn
        : Text(key) is { } text && (bool)SettingParser.Parse(typeof(bool), text, key);

    /// <summary>A list, which a text separates with commas; null if it is missing.</summary>
    /// <exception cref="TokenArgumentException">The list has lost its values.</exception>
    public IReadOnlyList<string>? List(string key)
    {
        if (Value(key) is not string and IEnumerable list)
        {
            // SecretManagement 1.1.2 reads each element of a list as an empty table.
            return list.Cast<object?>()
                .Select(item => item is null or (IEnumerable and not string) ? throw Lost(key) : ToText(item)).ToList();
        }

        return Text(key)?.Split(',').Select(static item => item.Trim()).Where(static item => item.Length > 0).ToList();
    }

    /// <summary>A table; an empty one if it is missing.</summary>
    /// <exception cref="TokenArgumentException">The value is not a table.</exception>
    public VaultTable Table(string key, string? place = null) => Value(key) switch
    {
        null => new VaultTable(place ?? key, new Dictionary<string, object?>()),
        IReadOnlyDictionary<string, object?> values => new VaultTable(place ?? key, values),
        _ => throw new TokenArgumentException(key, nameof(Messages.VaultNotATable), new SettingName(key)),
    };

    /// <summary>Makes a key known without reading it.</summary>
    public void Ignore(string key) => _known.Add(key);

    /// <summary>Rejects keys that were not read, and credentials, which SecretManagement would store as plain text.</summary>
    /// <exception cref="TokenArgumentException">There is such a key.</exception>
    public void EnsureKnown()
    {
        RejectCredentials();
        foreach (var pair in _values)
        {
            if (!_known.Contains(pair.Key))
            {
                throw new TokenArgumentException(
                    pair.Key, nameof(Messages.VaultSettingUnknown), Place, pair.Key, string.Join(", ", _known));
            }
        }
    }

    /// <summary>Rejects credentials, which SecretManagement would store as plain text.</summary>
    /// <exception cref="TokenArgumentException">There is one.</exception>
    public void RejectCredentials() => Read<object?>(() =>
    {
        foreach (var pair in _values)
        {
            if (pair.Value is SecureString || (SecretKeys.Contains(pair.Key) && !_known.Contains(pair.Key)))
            {
                throw new TokenArgumentException(
                    pair.Key, nameof(Messages.VaultSecretInParameters), new SettingName(DisplayText.Clean(pair.Key)));
            }
        }

        return null;
    });

    /// <summary>The table with a key; null if there is no table.</summary>
    public VaultTable? TableIfAny(string key) =>
        _values.TryGetValue(key, out var value) && value is IReadOnlyDictionary<string, object?> values ? new VaultTable(key, values) : null;

    private object? Value(string key)
    {
        _known.Add(key);
        return _values.TryGetValue(key, out var value) ? value : null;
    }

    private static TokenArgumentException Lost(string key) => new(key, nameof(Messages.VaultListLost), new SettingName(key));

    private static string ToText(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
}
