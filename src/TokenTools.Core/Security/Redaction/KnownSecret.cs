using System;
using System.Collections.Generic;
using System.Security;
using System.Text;

namespace TokenTools.Security.Redaction;

/// <summary>A secret that texts are searched for. What the search needs is computed once, when a first text is searched.</summary>
/// <param name="secret">The secret, which stays its owner's to dispose of.</param>
internal sealed class KnownSecret(SecureString secret)
{
    // Parts of this length are found, and parts of a form that encode at least half as many characters: shorter ones occur in ordinary
    // words and reveal little.
    private const int PartLength = 8;

    // Shorter secrets occur in ordinary words; replacing them would reveal where.
    private const int ShortestReplaceable = 4;

    // Shorter encoded forms occur in ordinary words as well.
    private const int ShortestForm = 5;

    // Of a longer form, only each 16th or 256th part is known, which finds all but short pieces of it.
    private const int LongestKnownCompletely = 2048;

    private readonly object _gate = new();
    private Index? _index;

    /// <summary>Throws if the owner has disposed of the secret, which then cannot be searched for.</summary>
    /// <exception cref="ObjectDisposedException">The owner has disposed of the secret.</exception>
    public void EnsureAvailable()
    {
        try
        {
            _ = secret.Length;
        }
        catch (ObjectDisposedException)
        {
            _index = null;
            throw;
        }
    }

    /// <summary>Adds the parts of a text that are parts of the secret, in any of its forms.</summary>
    /// <returns>False if the text contains the secret, but the secret is too short to be replaced.</returns>
    public bool TryFind(FoldedText text, MaskedRanges ranges)
    {
        var index = _index ?? Build();
        if (index.IsTooShort)
        {
            return !ContainsExactly(text);
        }

        index.Find(text, ranges);
        return true;
    }

    /// <summary>True if the text contains most of the secret in order, with other characters between them.</summary>
    public bool HoldsMost(FoldedText text)
    {
        var length = (_index ?? Build()).AlphanumericLength;
        return length is >= CommonSubsequence.Shortest and <= CommonSubsequence.Longest
            && text.Alphanumeric.Length >= CommonSubsequence.LeastOf(length)
            && WithFolded(onlyAlphanumeric: true, folded =>
            {
                var chars = folded.ToArray();
                try
                {
                    return CommonSubsequence.HoldsMost(text.Alphanumeric, chars);
                }
                finally
                {
                    Array.Clear(chars, 0, chars.Length);
                }
            });
    }

    private bool ContainsExactly(FoldedText text)
    {
        var plain = SecureText.Reveal(secret);
        // With its padding: without it, the form would match in any text.
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(plain));
        var original = text.Text.ToString();
        return original.IndexOf(plain, StringComparison.OrdinalIgnoreCase) >= 0
            || original.IndexOf(base64, StringComparison.OrdinalIgnoreCase) >= 0;
    }

    private T WithFolded<T>(bool onlyAlphanumeric, Func<MappedText, T> use) => SecureText.WithChars(secret, chars =>
    {
        var folded = CharacterFolding.Fold(MappedText.From(chars), onlyAlphanumeric);
        try
        {
            return use(folded);
        }
        finally
        {
            folded.Clear();
        }
    });

    private Index Build()
    {
        lock (_gate)
        {
            return _index ??= SecureText.WithChars(secret, static chars =>
            {
                var index = new Index();
                SecretForms.Visit(chars, index.Add);
                return index;
            });
        }
    }

    private sealed class Index
    {
        private readonly List<WindowSet> _visible = [];
        private readonly List<WindowSet> _alphanumeric = [];

        public bool IsTooShort { get; private set; }

        public int AlphanumericLength { get; private set; }

        private int PlainLength { get; set; }

        public void Add(char[] form, bool isPlain)
        {
            var alphanumeric = CharacterFolding.Fold(MappedText.From(form), onlyAlphanumeric: true);
            if (isPlain)
            {
                var visible = CharacterFolding.Fold(MappedText.From(form), onlyAlphanumeric: false);
                IsTooShort = visible.Length < ShortestReplaceable;
                AlphanumericLength = alphanumeric.Length;
                PlainLength = form.Length;
                if (visible.Length > alphanumeric.Length)
                {
                    AddParts(_visible, visible);
                }

                // A few letters between symbols occur in ordinary words.
                if (alphanumeric.Length == visible.Length || alphanumeric.Length > ShortestForm)
                {
                    AddParts(_alphanumeric, alphanumeric);
                }

                visible.Clear();
            }
            else if (alphanumeric.Length >= ShortestForm)
            {
                AddParts(_alphanumeric, alphanumeric);
            }

            alphanumeric.Clear();
        }

        public void Find(FoldedText text, MaskedRanges ranges)
        {
            foreach (var set in _alphanumeric)
            {
                set.Find(text.Alphanumeric, ranges);
            }

            foreach (var set in _visible)
            {
                set.Find(text.Visible, ranges);
            }
        }

        private void AddParts(List<WindowSet> sets, MappedText form)
        {
            var encodingHalf = ((PartLength / 2 * form.Length) + PlainLength - 1) / PlainLength;
            var length = Math.Min(Math.Max(PartLength, encodingHalf), form.Length);
            var stride = form.Length <= LongestKnownCompletely ? 1 : form.Length <= 16 * LongestKnownCompletely ? 16 : 256;
            var set = sets.Find(known => known.Length == length && known.Stride == stride);
            if (set is null)
            {
                sets.Add(set = new WindowSet(length, stride));
            }

            set.Add(form);
        }
    }
}
