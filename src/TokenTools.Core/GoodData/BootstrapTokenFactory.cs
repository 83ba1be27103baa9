using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>Makes GoodData.CN bootstrap tokens.</summary>
public static class BootstrapTokenFactory
{
    /// <summary>The token id that the platform gives (mouchar/gooddata-cn-tools:k3d/README.md).</summary>
    public const string TokenId = "bootstrap";

    /// <summary>As long as the vendor's own Terraform makes them (gooddata/gooddata-cn-terraform:modules/k8s-common/gooddata-orgs.tf).</summary>
    public const int DefaultPasswordLength = 24;

    // The token goes into a header, and no server takes one nearly as long.
    private const int LongestPassword = 8192;

    // gooddata/gooddata-python-sdk:schemas/gooddata-metadata-client.json, JsonApiUserIn.id
    private static readonly Regex UserId = new(@"\A(?!\.)[.A-Za-z0-9_-]{1,255}\z", RegexOptions.CultureInvariant);

    /// <summary>True for 1 to 255 of letters, digits, dot, underscore and dash, with no dot first.</summary>
    public static bool IsUserId(string? text) => text is not null && UserId.IsMatch(text);

    /// <summary>Makes the token of a user and password.</summary>
    /// <param name="userName">The administrator's user id: 1 to 255 of letters, digits, dot, underscore and dash, no dot first.</param>
    /// <param name="password">The password; it is copied.</param>
    /// <param name="asPlainText">Whether the token is to be a string rather than a <see cref="SecureString"/>.</param>
    /// <exception cref="TokenArgumentException">No token can be made of these.</exception>
    public static BootstrapToken Create(string? userName, SecureString? password, bool asPlainText = false)
    {
        var user = userName ?? string.Empty;
        if (!IsUserId(user))
        {
            // The name isn't shown: who mixes up two arguments gives the password for it.
            throw new TokenArgumentException("UserName", nameof(Messages.BootstrapUserInvalid));
        }

        var warnings = CheckPassword(password);
        string token;
        try
        {
            token = SecureText.ToBase64(user + ":" + TokenId + ":", password!);
        }
        catch (EncoderFallbackException)
        {
            throw new TokenArgumentException("Password", nameof(Messages.BootstrapPasswordNotUnicode));
        }

        var copy = password!.Copy();
        copy.MakeReadOnly();
        return new BootstrapToken(user, TokenId, asPlainText ? token : SecureText.FromString(token), copy, warnings);
    }

    /// <summary>A password of letters, digits and <c>_%@-</c> from the system's secure source.</summary>
    public static SecureString GeneratePassword(int length = DefaultPasswordLength) => SecretGenerator.Password(length);

    /// <summary>What may go wrong with a password.</summary>
    /// <exception cref="TokenArgumentException">Everything will: it is empty, or holds a line break or NUL.</exception>
    internal static IReadOnlyList<TokenWarning> CheckPassword(SecureString? password)
    {
        if (password is not { Length: > 0 })
        {
            throw new TokenArgumentException("Password", nameof(Messages.BootstrapPasswordEmpty));
        }

        if (password.Length > LongestPassword)
        {
            throw new TokenArgumentException("Password", nameof(Messages.BootstrapPasswordTooLong), LongestPassword);
        }

        return SecureText.WithChars(password, static chars => chars.Any(BreaksLine)
            ? throw new TokenArgumentException("Password", nameof(Messages.BootstrapPasswordHasNewline))
            : WarnOfPassword(chars));
    }

    /// <summary>What may go wrong with a password, whatever is in it.</summary>
    internal static IReadOnlyList<TokenWarning> WarnOfPassword(char[] password)
    {
        var warnings = new List<TokenWarning>();
        var length = password.Length;
        while (length > 0 && password[length - 1] is '\r' or '\n')
        {
            length--;
        }

        bool broken = false, colon = false, space = false, foreign = false;
        for (var i = 0; i < length; i++)
        {
            var c = password[i];
            broken |= BreaksLine(c);
            colon |= c == ':';
            space |= char.IsWhiteSpace(c) && !BreaksLine(c);
            foreign |= c > 127;
        }

        Warn(length < password.Length, nameof(Messages.BootstrapSecretEndsInNewline));
        Warn(broken, nameof(Messages.BootstrapPasswordHasNewline));
        // Each of these works by the format; none is something the vendor's own scripts ever make.
        Warn(colon, nameof(Messages.BootstrapPasswordHasColon));
        Warn(space, nameof(Messages.BootstrapPasswordHasWhiteSpace));
        Warn(foreign, nameof(Messages.BootstrapPasswordNotAscii));
        return warnings;

        void Warn(bool condition, string id)
        {
            if (condition)
            {
                warnings.Add(new TokenWarning(id));
            }
        }
    }

    // A newline comes of `echo` without -n; crypt() ends at a NUL.
    private static bool BreaksLine(char c) => c is '\r' or '\n' or '\0';
}
