using System;

namespace TokenTools.Security.Redaction;

/// <summary>
/// The parts of one length of a secret's forms, and where a text contains one. Only hashes are kept. The time for a text depends on its
/// length and not on the number of parts.
/// </summary>
/// <param name="length">The length of a part, in characters.</param>
/// <param name="stride">The distance between the parts: 1 for all of them.</param>
internal sealed class WindowSet(int length, int stride)
{
    // A rolling hash (Rabin-Karp). The base differs between processes, so that a service cannot send texts that collide.
    private static readonly ulong Base = RandomBase();

    private readonly ulong _highest = Power(length);
    private ulong[] _slots = new ulong[64];
    private int _count;

    /// <summary>The length of a part.</summary>
    public int Length => length;

    /// <summary>The distance between the parts.</summary>
    public int Stride => stride;

    /// <summary>Adds the parts of a folded form.</summary>
    public void Add(MappedText form)
    {
        ulong hash = 0;
        for (var i = 0; i < form.Length; i++)
        {
            hash = Roll(hash, form, i);
            if (i >= length - 1 && ((i - length + 1) % stride == 0 || i == form.Length - 1))
            {
                Insert(hash);
            }
        }
    }

    /// <summary>Adds the ranges of a text that consist of parts.</summary>
    public void Find(MappedText text, MaskedRanges ranges)
    {
        ulong hash = 0;
        int from = 0, to = -1;
        for (var i = 0; i < text.Length; i++)
        {
            hash = Roll(hash, text, i);
            if (i < length - 1 || !Contains(hash))
            {
                continue;
            }

            // Where only some parts are known, what is next to one is probably secret as well.
            var first = Math.Max(0, i - length + 1 - (stride - 1));
            if (first > to + 1)
            {
                ranges.Add(text, from, to);
                from = first;
            }

            to = Math.Min(text.Length - 1, i + stride - 1);
        }

        ranges.Add(text, from, to);
    }

    private static ulong RandomBase()
    {
        var bytes = Guid.NewGuid().ToByteArray();
        return BitConverter.ToUInt64(bytes, 8) ^ BitConverter.ToUInt64(bytes, 0) | 1;
    }

    private static ulong Power(int exponent)
    {
        ulong power = 1;
        for (var i = 0; i < exponent; i++)
        {
            power = unchecked(power * Base);
        }

        return power;
    }

    private ulong Roll(ulong hash, MappedText text, int index)
    {
        unchecked
        {
            hash = (hash * Base) + text[index];
            return index >= length ? hash - (_highest * text[index - length]) : hash;
        }
    }

    // Open addressing with linear probing; zero is an empty slot.
    private void Insert(ulong hash)
    {
        if (2 * (_count + 1) > _slots.Length)
        {
            var old = _slots;
            _slots = new ulong[4 * old.Length];
            _count = 0;
            foreach (var known in old)
            {
                if (known != 0)
                {
                    Insert(known);
                }
            }
        }

        hash = hash == 0 ? 1 : hash;
        var slot = FirstSlot(hash);
        while (_slots[slot] != 0 && _slots[slot] != hash)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        if (_slots[slot] == 0)
        {
            _slots[slot] = hash;
            _count++;
        }
    }

    private bool Contains(ulong hash)
    {
        hash = hash == 0 ? 1 : hash;
        for (var slot = FirstSlot(hash); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            if (_slots[slot] == hash)
            {
                return true;
            }
        }

        return false;
    }

    private int FirstSlot(ulong hash) => (int)((unchecked(hash * 0x9E3779B97F4A7C15) >> 32) & (ulong)(_slots.Length - 1));
}
