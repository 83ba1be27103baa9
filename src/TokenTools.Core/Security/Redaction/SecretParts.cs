using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;

namespace TokenTools.Security.Redaction;

/// <summary>The parts of secrets in all their forms: what texts and streams are searched for.</summary>
internal sealed class SecretParts
{
    /// <summary>
    /// Parts of this length are found, and parts of a form that encode at least half as many characters: shorter ones occur in ordinary
    /// words and reveal little.
    /// </summary>
    public const int PartLength = 8;

    /// <summary>Shorter secrets occur in ordinary words; replacing them would reveal where.</summary>
    public const int ShortestReplaceable = 4;

    // Shorter encoded forms occur in ordinary words as well.
    private const int ShortestForm = 5;

    private const int UuidLength = 36;

    // The start of installer tokens: the install type, which is public. With the first characters of the UUID it would be as long as a
    // part, and occurs in ordinary texts: "BROKER, accountId" contains brokerac, the start of every 256th token for an API broker.
    private static readonly string[] PublicStarts = ["atom-", "molecule-", "cloud-", "broker-", "gateway-"];

    private readonly List<(byte[] Symbols, PartTable Table)> _tables = [];
    private int _count;

    /// <summary>The parts of several secrets, which stay their owners' to dispose of. Those that are too short are ignored.</summary>
    /// <exception cref="ObjectDisposedException">An owner has disposed of a secret.</exception>
    public static SecretParts Of(IEnumerable<SecureString> secrets)
    {
        var parts = new SecretParts();
        foreach (var secret in secrets)
        {
            SecureText.WithChars(secret, parts.Add);
        }

        return parts.Seal();
    }

    /// <summary>False for a secret that is too short to be found.</summary>
    public static bool CanFind(SecureString secret) => SecureText.WithChars(secret, IsLongEnough);

    /// <summary>Adds a secret's parts.</summary>
    /// <returns>False if the secret is too short to be found.</returns>
    public bool Add(char[] secret)
    {
        var number = _count++;
        if (!IsLongEnough(secret))
        {
            return false;
        }

        var start = PublicLength(secret);
        if (start == 0)
        {
            Add(secret, number);
            return true;
        }

        var rest = new char[secret.Length - start];
        Array.Copy(secret, start, rest, 0, rest.Length);
        Add(rest, number);
        Array.Clear(rest, 0, rest.Length);
        return true;
    }

    /// <summary>Makes the parts available to searches.</summary>
    public SecretParts Seal()
    {
        _tables.ForEach(static table => table.Table.Seal());
        return this;
    }

    /// <summary>Adds the ranges of a text that consist of parts.</summary>
    public void Find(FoldedText text, MaskedRanges ranges)
    {
        foreach (var (view, table) in _tables)
        {
            if (view != Symbols.Bytes)
            {
                var folded = view == Symbols.Visible ? text.Visible : text.Alphanumeric;
                var symbols = view == Symbols.Visible ? text.VisibleSymbols : text.AlphanumericSymbols;
                var scanner = new PartScanner(table, Symbols.Bytes, (start, end, _) => ranges.Add(folded, (int)start, (int)end - 1));
                scanner.Scan(symbols, 0, symbols.Length, 0);
            }
        }
    }

    /// <summary>What searches bytes that arrive one after another.</summary>
    public PartScanner[] Scanners(PartFound found) =>
        _tables.ConvertAll(table => new PartScanner(table.Table, table.Symbols, found)).ToArray();

    private static int PublicLength(char[] secret)
    {
        const int LowerCase = 0x20;
        return Array.Find(PublicStarts, start => secret.Length == start.Length + UuidLength
            && !start.Where((c, i) => (secret[i] | LowerCase) != c).Any())?.Length ?? 0;
    }

    private void Add(char[] secret, int number)
    {
        SecretForms.Visit(secret, (form, encoding) => AddForm(form, new PartInfo(1, encoding, number), secret.Length));
        SecretForms.VisitEncoded(secret, bytes =>
        {
            var info = new PartInfo(1, SecretEncodings.Plain, number);
            AddParts(Symbols.Alphanumeric, Symbols.Of(bytes, Symbols.Alphanumeric), info, secret.Length);
            AddParts(Symbols.Visible, Symbols.Of(bytes, Symbols.Visible), info, secret.Length);
        });
        SecretForms.VisitUtf16(secret, bytes =>
            AddParts(Symbols.Bytes, Symbols.Of(bytes, Symbols.Bytes), new PartInfo(1, SecretEncodings.Utf16, number), secret.Length));
    }

    private static bool IsLongEnough(char[] secret)
    {
        var visible = CharacterFolding.Fold(MappedText.From(secret), onlyAlphanumeric: false);
        var isLongEnough = visible.Length >= ShortestReplaceable;
        visible.Clear();
        return isLongEnough;
    }

    private void AddForm(char[] form, PartInfo info, int plainLength)
    {
        var alphanumeric = CharacterFolding.Fold(MappedText.From(form), onlyAlphanumeric: true);
        var isPlain = info.Encoding == SecretEncodings.Plain;
        if (isPlain)
        {
            var visible = CharacterFolding.Fold(MappedText.From(form), onlyAlphanumeric: false);
            if (visible.Length > alphanumeric.Length)
            {
                AddParts(Symbols.Visible, Symbols.Of(visible), info, plainLength);
            }

            // A few letters between symbols occur in ordinary words.
            if (alphanumeric.Length == visible.Length || alphanumeric.Length > ShortestForm)
            {
                AddParts(Symbols.Alphanumeric, Symbols.Of(alphanumeric), info, plainLength);
            }

            visible.Clear();
        }
        else if (alphanumeric.Length >= ShortestForm)
        {
            AddParts(Symbols.Alphanumeric, Symbols.Of(alphanumeric), info, plainLength);
        }

        alphanumeric.Clear();
    }

    private void AddParts(byte[] view, byte[] symbols, PartInfo info, int plainLength)
    {
        if (symbols.Length < ShortestReplaceable)
        {
            return;
        }

        var encodingHalf = ((PartLength / 2 * symbols.Length) + plainLength - 1) / plainLength;
        var length = Math.Min(Math.Max(PartLength, encodingHalf), symbols.Length);
        var known = Math.Min(length, PartTable.Longest);
        var index = _tables.FindIndex(table => table.Symbols == view && table.Table.Length == known);
        if (index < 0)
        {
            index = _tables.Count;
            _tables.Add((view, new PartTable(known)));
        }

        _tables[index].Table.Add(symbols, info with { Run = length - known + 1 });
        Array.Clear(symbols, 0, symbols.Length);
    }
}
