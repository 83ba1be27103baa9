using System;
using System.Collections.Generic;
using TokenTools.Security;

namespace TokenTools.Boomi.Objects;

/// <summary>Validates names and ids of objects, and words of the service's schema.</summary>
internal static class BoomiName
{
    /// <summary>Rejects text that cannot be a name or an id.</summary>
    /// <param name="name">The name or id.</param>
    /// <param name="key">The setting's key.</param>
    /// <exception cref="TokenArgumentException">It is blank, too long, a token, or contains control characters.</exception>
    public static string Validate(string? name, string key) =>
        !string.IsNullOrWhiteSpace(name)
        && name!.Length <= BoomiFields.MaximumLength
        && SecureText.IsUnicode(name.ToCharArray())
        && !Array.Exists(name.ToCharArray(), char.IsControl)
        // A secret that was entered in the place of a name would be sent, and shown to all users of the account.
        && Redactor.ByShape.Redact(name) == name
            ? name
            : throw new TokenArgumentException(
                key, nameof(Messages.BoomiNameInvalid), new SettingName(key), BoomiFields.MaximumLength);

    /// <summary>A word of the service's schema, in the service's spelling; null for null.</summary>
    /// <param name="word">The word, in any case.</param>
    /// <param name="words">The words of the schema.</param>
    /// <param name="key">The setting's key.</param>
    /// <exception cref="TokenArgumentException">The schema has no such word.</exception>
    public static string? Word(string? word, IReadOnlyDictionary<string, string> words, string key) =>
        word is null ? null
        : words.ContainsKey(word.Trim()) ? word.Trim().ToUpperInvariant()
        : throw new TokenArgumentException(
            key, nameof(Messages.ChoiceInvalid), new SettingName(key), string.Join(", ", words.Keys));
}
