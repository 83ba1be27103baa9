using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Text;
using TokenTools.Security.Redaction;

namespace TokenTools.Security;

/// <summary>Searches recorded texts and bytes for secrets in every encoding.</summary>
internal sealed class LeakSearch
{
    private static readonly (SecretEncodings Flag, string Name)[] EncodingNames =
    [
        (SecretEncodings.Hexadecimal, "hexadecimal"),
        (SecretEncodings.Decimal, "decimal"),
        (SecretEncodings.Base64, "base64"),
        (SecretEncodings.Base64Url, "base64url"),
        (SecretEncodings.Twice, "encoded twice"),
        (SecretEncodings.Utf16, "UTF-16"),
        (SecretEncodings.Percent, "percent"),
        (SecretEncodings.Backslash, "backslash escapes"),
        (SecretEncodings.CharacterReference, "character references"),
        (SecretEncodings.Wrapped, "wrapped lines"),
    ];

    private const SecretEncodings AnyBase64 = SecretEncodings.Base64 | SecretEncodings.Base64Url;

    private readonly SecretParts _parts;
    private readonly IReadOnlyList<int> _lengths;
    private readonly Redactor _redactor;
    private readonly List<SecretLeak> _leaks = [];
    private readonly HashSet<(string, string, int)> _known = [];

    /// <param name="secrets">The secrets, which stay their owner's to dispose of.</param>
    public LeakSearch(IReadOnlyList<SecureString> secrets)
    {
        _parts = SecretParts.Of(secrets);
        _lengths = secrets.Select(static secret => secret.Length).ToList();
        _redactor = new Redactor([.. secrets]);
    }

    /// <summary>The places at which a secret was found, once for each encoding.</summary>
    public IReadOnlyList<SecretLeak> Leaks => _leaks;

    /// <summary>Searches a text, and the name of its place, which is masked if it contains a secret.</summary>
    public void Search(string place, string text) => Search(place, Encoding.UTF8.GetBytes(text));

    /// <summary>Searches bytes, and the name of their place, which is masked if it contains a secret.</summary>
    public void Search(string place, byte[] bytes)
    {
        var name = Encoding.UTF8.GetBytes(place);
        var shown = TerminalText.Clean(_redactor.Redact(place));
        Find(shown + " (name)", name);
        Find(shown, bytes);
    }

    private void Find(string place, byte[] bytes)
    {
        var search = new SecretSearch(_parts);
        search.Write(bytes, 0, bytes.Length);
        foreach (var match in search.Complete().Where(IsEvidence))
        {
            var names = EncodingNames.Where(name => (match.Encoding & name.Flag) != 0).Select(static name => name.Name).ToList();
            var encoding = names.Count == 0 ? "plain" : string.Join(", ", names);
            if (_known.Add((place, encoding, match.Secret)))
            {
                _leaks.Add(new SecretLeak(place, encoding, match.Secret + 1, match.Start));
            }
        }
    }

    // What is masked may be fewer characters of a secret: ids, times and other encoded texts contain some by coincidence. Eight digits
    // encode four characters, or two in UTF-16: for a token of 300 characters, once in about 15 million digits. Eight characters of
    // base64 encode six, which is enough, since its lines may be wrapped; but three in UTF-16, and four if they are encoded twice.
    private bool IsEvidence(SecretMatch match)
    {
        bool Has(SecretEncodings encodings) => (match.Encoding & encodings) != 0;

        var isHexadecimal = Has(SecretEncodings.Hexadecimal | SecretEncodings.Decimal);
        if (!isHexadecimal && !(Has(AnyBase64) && Has(SecretEncodings.Twice | SecretEncodings.Utf16)))
        {
            return true;
        }

        var bytes = Math.Min(SecretParts.PartLength, _lengths[match.Secret]) * (Has(SecretEncodings.Utf16) ? 2 : 1);
        var least = isHexadecimal ? 2 * bytes : bytes;
        for (var levels = !Has(AnyBase64) ? 0 : Has(SecretEncodings.Twice) && !isHexadecimal ? 2 : 1; levels > 0; levels--)
        {
            // The characters that contain bits of nothing else, for each place of the first byte in a group of three.
            least = ((least * 8) - 4) / 6;
        }

        return match.Length >= least;
    }
}
