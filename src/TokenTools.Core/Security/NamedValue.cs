using System;
using System.Linq;
using System.Security;

namespace TokenTools.Security;

/// <summary>A name and its value, such as a variable, a key of a Secret or a field; the value may be a secret.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">A string or a <see cref="SecureString"/>.</param>
/// <param name="SettingKey">The key of the setting with the value, for messages.</param>
internal sealed record NamedValue(string Name, object Value, string SettingKey)
{
    /// <summary>The value as a string, for APIs that accept nothing else.</summary>
    public string Reveal() => Value as string ?? SecureText.Reveal((SecureString)Value);

    /// <summary>Standard, padded base64 of the value in UTF-8.</summary>
    public string ToBase64() => SecureText.ToBase64(string.Empty, Value as SecureString ?? SecureText.FromString((string)Value));

    /// <summary>True if the value contains a character that meets a condition.</summary>
    public bool ContainsAny(Predicate<char> condition) => Value is SecureString secret
        ? SecureText.WithChars(secret, chars => Array.Exists(chars, condition))
        : ((string)Value).Any(c => condition(c));

    /// <summary>Rejects a secret that cannot be written on one line. It may contain a tab or another control character.</summary>
    /// <exception cref="TokenArgumentException">It contains a line break, NUL or a lone surrogate.</exception>
    public static void ValidateSecret(SecureString secret, string settingKey)
    {
        // A line break would start another variable in an environment file; a lone surrogate would be replaced.
        static bool IsLineEnd(char c) => c is '\r' or '\n' or '\0';
        if (SecureText.WithChars(secret, static chars => !SecureText.IsUnicode(chars) || Array.Exists(chars, IsLineEnd)))
        {
            throw new TokenArgumentException(settingKey, nameof(Messages.InstallerValueControl), new SettingName(settingKey));
        }
    }
}
