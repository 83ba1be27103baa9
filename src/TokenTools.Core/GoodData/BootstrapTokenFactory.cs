using System.Collections.Generic;
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

        if (password is not { Length: > 0 })
        {
            throw new TokenArgumentException("Password", nameof(Messages.BootstrapPasswordEmpty));
        }

        if (password.Length > LongestPassword)
        {
            throw new TokenArgumentException("Password", nameof(Messages.BootstrapPasswordTooLong), LongestPassword);
        }

        var warnings = SecureText.WithChars(password, Check);
        string token;
        try
        {
            token = SecureText.ToBase64(user + ":" + TokenId + ":", password);
        }
        catch (EncoderFallbackException)
        {
            throw new TokenArgumentException("Password", nameof(Messages.BootstrapPasswordNotUnicode));
        }

        var copy = password.Copy();
        copy.MakeReadOnly();
        return new BootstrapToken(user, TokenId, asPlainText ? token : SecureText.FromString(token), copy, warnings);
    }

    /// <summary>A password of letters, digits and <c>_%@-</c> from the system's secure source.</summary>
    public static SecureString GeneratePassword(int length = DefaultPasswordLength) => SecretGenerator.Password(length);

    private static IReadOnlyList<TokenWarning> Check(char[] password)
    {
        var warnings = new List<TokenWarning>();
        bool colon = false, space = false, foreign = false;
        foreach (var c in password)
        {
            // A newline comes of `echo` without -n; crypt() ends at a NUL.
            if (c is '\r' or '\n' or '\0')
            {
                throw new TokenArgumentException("Password", nameof(Messages.BootstrapPasswordHasNewline));
            }

            colon |= c == ':';
            space |= char.IsWhiteSpace(c);
            foreign |= c > 127;
        }

        // Each works by the format; none is something the vendor's own scripts ever make.
        if (colon)
        {
            warnings.Add(new TokenWarning(nameof(Messages.BootstrapPasswordHasColon)));
        }

        if (space)
        {
            warnings.Add(new TokenWarning(nameof(Messages.BootstrapPasswordHasWhiteSpace)));
        }

        if (foreign)
        {
            warnings.Add(new TokenWarning(nameof(Messages.BootstrapPasswordNotAscii)));
        }

        return warnings;
    }
}
