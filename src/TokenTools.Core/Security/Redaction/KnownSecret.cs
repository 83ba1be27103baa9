using System;
using System.Security;
using System.Text;

namespace TokenTools.Security.Redaction;

/// <summary>A secret that texts are searched for. What the search needs is computed once, when a first text is searched.</summary>
/// <param name="secret">The secret, which stays its owner's to dispose of.</param>
internal sealed class KnownSecret(SecureString secret)
{
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

        index.Parts.Find(text, ranges);
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
                var parts = new SecretParts();
                var isTooShort = !parts.Add(chars);
                var folded = CharacterFolding.Fold(MappedText.From(chars), onlyAlphanumeric: true);
                var length = folded.Length;
                folded.Clear();
                return new Index(parts.Seal(), isTooShort, length);
            });
        }
    }

    private sealed record Index(SecretParts Parts, bool IsTooShort, int AlphanumericLength);
}
