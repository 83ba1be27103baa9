using System;
using System.Net;
using System.Security;
using TokenTools.Security;

namespace TokenTools.Http;

/// <summary>A proxy's credentials as text.</summary>
internal static class ProxyCredential
{
    /// <summary>Parses user:password. The password may contain colons. A user DOMAIN\user has the domain of that name.</summary>
    /// <exception cref="TokenArgumentException">The text has another form.</exception>
    public static NetworkCredential Parse(SecureString text) => SecureText.WithChars(text, static chars =>
    {
        // HttpSpec removes line ends at the end of a password from any source.
        var last = Array.FindLastIndex(chars, static c => c is not ('\r' or '\n'));
        var colon = Array.IndexOf(chars, ':');
        if (colon < 1 || colon >= last || Array.FindIndex(chars, 0, last + 1, char.IsControl) >= 0)
        {
            throw new TokenArgumentException(nameof(HttpSpec.ProxyCredential), nameof(Messages.ProxyCredentialInvalid));
        }

        var user = new string(chars, 0, colon);
        var backslash = user.IndexOf('\\');
        return new NetworkCredential(
            user.Substring(backslash + 1),
            SecureText.FromChars(chars, colon + 1, chars.Length - colon - 1),
            backslash < 0 ? string.Empty : user.Substring(0, backslash));
    });
}
