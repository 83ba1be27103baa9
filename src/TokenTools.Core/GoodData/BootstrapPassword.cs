using System.Collections.Generic;
using System.Security;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>The rules for bootstrap passwords: what is rejected, and what only causes a warning.</summary>
internal static class BootstrapPassword
{
    // The token is sent in a header, and no server accepts a header that long.
    private const int LongestPassword = 8192;

    /// <summary>Checks that a password can be used.</summary>
    /// <param name="password">The password.</param>
    /// <param name="adviceIfEmpty">A recommendation for an empty password; null for none.</param>
    /// <exception cref="TokenArgumentException">The password is empty, too long, or contains a line break or NUL.</exception>
    public static void Validate(SecureString? password, MessageText? adviceIfEmpty = null)
    {
        if (password is not { Length: > 0 })
        {
            throw new TokenArgumentException("Password", nameof(Messages.BootstrapPasswordEmpty), LongestPassword)
            {
                Advice = adviceIfEmpty,
            };
        }

        if (password.Length > LongestPassword)
        {
            throw new TokenArgumentException("Password", nameof(Messages.BootstrapPasswordTooLong), LongestPassword);
        }

        if (SecureText.WithChars(password, HasLineBreakOrNul))
        {
            throw new TokenArgumentException("Password", nameof(Messages.BootstrapPasswordHasNewline));
        }
    }

    /// <summary>The possible problems with a password, including those that <see cref="Validate"/> rejects.</summary>
    public static IReadOnlyList<TokenWarning> GetWarnings(char[] password)
    {
        var length = password.Length;
        while (length > 0 && password[length - 1] is '\r' or '\n')
        {
            length--;
        }

        bool lineBreak = false, colon = false, whiteSpace = false, nonAscii = false;
        for (var i = 0; i < length; i++)
        {
            var c = password[i];
            lineBreak |= IsLineBreakOrNul(c);
            colon |= c == ':';
            whiteSpace |= char.IsWhiteSpace(c) && !IsLineBreakOrNul(c);
            nonAscii |= c > 127;
        }

        var warnings = new List<TokenWarning>();
        AddIf(length < password.Length, nameof(Messages.BootstrapSecretEndsInNewline));
        AddIf(lineBreak, nameof(Messages.BootstrapPasswordHasNewline));
        // The token format allows each of these, but the vendor's own scripts never generate them.
        AddIf(colon, nameof(Messages.BootstrapPasswordHasColon));
        AddIf(whiteSpace, nameof(Messages.BootstrapPasswordHasWhiteSpace));
        AddIf(nonAscii, nameof(Messages.BootstrapPasswordNotAscii));
        return warnings;

        void AddIf(bool condition, string id)
        {
            if (condition)
            {
                warnings.Add(new TokenWarning(id));
            }
        }
    }

    private static bool HasLineBreakOrNul(char[] password)
    {
        foreach (var c in password)
        {
            if (IsLineBreakOrNul(c))
            {
                return true;
            }
        }

        return false;
    }

    // A line break comes from `echo` without -n; crypt() stops at NUL.
    private static bool IsLineBreakOrNul(char c) => c is '\r' or '\n' or '\0';
}
