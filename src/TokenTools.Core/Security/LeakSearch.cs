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

    // Ids and times contain eight digits that happen to encode four characters of a secret: for a token of 300 characters, once in about
    // 15 million digits.
    private const int FewestDigits = 16;

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

    private bool IsEvidence(SecretMatch match) =>
        (match.Encoding & (SecretEncodings.Hexadecimal | SecretEncodings.Decimal)) == 0
            || match.Length >= System.Math.Min(FewestDigits, 2 * _lengths[match.Secret]);
}
