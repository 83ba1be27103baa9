using System;
using System.Collections.Generic;
using System.Security;
using System.Text.RegularExpressions;

namespace TokenTools.Security.Redaction;

/// <summary>
/// The secrets in a document, such as a kubeconfig, an environment file or the JSON of a token: the values of names such as password or
/// token, and words that are probably secrets. Its other words, such as the name of a cluster, are what output and arguments consist of.
/// </summary>
internal static class DocumentSecrets
{
    private const string SecretName =
        @"password|passwd|passphrase|pwd|secret|token|credentials?|auth|authorization|cookie"
        + @"|(?:api|access|private|secret|signing|account|client)[-_.]?key(?:[-_.]?data)?";

    // A name, and its value in quotation marks or to the end of the line; a word after password in a netrc file; the password in an address;
    // and a key in PEM, whose last line is too short to look random.
    private static readonly Regex NamedValue = new(
        @"(?<![\w.-])[""']?[\w.-]*(?:" + SecretName + @")[""']?"
            + @"[ \t]*[:=][ \t]*(?:""(?<value>(?:[^""\\\r\n]|\\.)+)""|'(?<value>[^'\r\n]+)'|(?<value>[^\s""'{}\[\],][^\r\n,}]*))"
            + @"|(?<!\S)password[ \t]+(?<value>[^\s""'=:{}\[\],]+)"
            + @"|://[^\s/:@""']*:(?<value>[^\s/@""']+)@"
            + @"|-----BEGIN [A-Z ]*PRIVATE KEY-----(?<value>[^-]+)-----END",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // What follows the name of a variable.
    private static readonly char[] Separators = ['=', ':'];

    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "true", "false", "null", "none" };

    /// <summary>The secrets of a value. Any other value, or a document in which none is found, is a secret itself.</summary>
    public static IReadOnlyList<SecureString> Of(SecureString value)
    {
        // Regular expressions need a string, which cannot be cleared.
        var text = SecureText.Reveal(value);
        var found = IsDocument(text) ? Find(text) : [];
        return found.Count == 0 ? [value] : found.ConvertAll(SecureText.FromString);
    }

    private static bool IsDocument(string text)
    {
        var trimmed = text.Trim();
        return trimmed.IndexOf('\n') >= 0 || trimmed.StartsWith("{", StringComparison.Ordinal) || trimmed.StartsWith("[", StringComparison.Ordinal);
    }

    private static List<string> Find(string text)
    {
        var found = new List<string>();
        foreach (Match match in NamedValue.Matches(text))
        {
            var named = match.Groups["value"].Value.Trim();
            if (named.Length >= SecretParts.ShortestReplaceable && !Words.Contains(named))
            {
                found.Add(named);
            }
        }

        foreach (Match match in SuspectWords.Word.Matches(text))
        {
            var word = match.Value;
            var start = word.IndexOfAny(Separators) is >= 0 and var separator && !SuspectWords.IsSuspect(word.Substring(0, separator))
                ? separator + 1
                : 0;
            if (word.Length - start >= SecretParts.PartLength && SuspectWords.IsSuspect(word.Substring(start)))
            {
                found.Add(word.Substring(start));
            }
        }

        return found;
    }
}
