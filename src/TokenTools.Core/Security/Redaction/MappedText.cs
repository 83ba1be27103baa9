using System;

namespace TokenTools.Security.Redaction;

/// <summary>A text that was decoded from another, with the position of each of its characters in the original.</summary>
internal sealed class MappedText
{
    private char[] _chars;

    // Null for the original itself.
    private int[]? _starts;
    private int[]? _ends;

    /// <summary>An empty text to append to.</summary>
    /// <param name="capacity">The expected length.</param>
    public MappedText(int capacity)
    {
        _chars = new char[capacity];
        _starts = new int[capacity];
        _ends = new int[capacity];
    }

    private MappedText(char[] original)
    {
        _chars = original;
        Length = original.Length;
    }

    /// <summary>The number of characters.</summary>
    public int Length { get; private set; }

    public char this[int index] => _chars[index];

    /// <summary>An original text, in which each character has its own position.</summary>
    public static MappedText From(string original) => new(original.ToCharArray());

    /// <summary>An original text in an array, which is not copied.</summary>
    public static MappedText From(char[] original) => new(original);

    /// <summary>The position in the original at which a character starts.</summary>
    public int Start(int index) => _starts is null ? index : _starts[index];

    /// <summary>The position in the original behind a character.</summary>
    public int End(int index) => _ends is null ? index + 1 : _ends[index];

    /// <summary>Appends a character that was decoded from a part of another text.</summary>
    /// <param name="value">The character.</param>
    /// <param name="source">The text that it was decoded from.</param>
    /// <param name="first">The part's first character in <paramref name="source"/>.</param>
    /// <param name="last">The part's last character in <paramref name="source"/>.</param>
    public void Append(char value, MappedText source, int first, int last)
    {
        if (Length == _chars.Length)
        {
            var capacity = Math.Max(16, 2 * Length);
            Array.Resize(ref _chars, capacity);
            Array.Resize(ref _starts, capacity);
            Array.Resize(ref _ends, capacity);
        }

        _chars[Length] = value;
        _starts![Length] = source.Start(first);
        _ends![Length] = source.End(last);
        Length++;
    }

    /// <summary>Removes the last character, if there is one.</summary>
    public void RemoveLast() => Length = Math.Max(0, Length - 1);

    /// <summary>The characters, in an array that the caller clears where they are secret.</summary>
    public char[] ToArray()
    {
        var chars = new char[Length];
        Array.Copy(_chars, chars, Length);
        return chars;
    }

    /// <summary>Overwrites a text that is secret.</summary>
    public void Clear()
    {
        Array.Clear(_chars, 0, _chars.Length);
        Length = 0;
    }

    /// <inheritdoc/>
    public override string ToString() => new(_chars, 0, Length);
}
