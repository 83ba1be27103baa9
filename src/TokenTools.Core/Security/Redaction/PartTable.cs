using System;
using System.Collections.Generic;

namespace TokenTools.Security.Redaction;

/// <summary>The parts of one length of the forms of secrets. The time for a lookup does not depend on their number.</summary>
/// <remarks>
/// A part of up to eight symbols is one number. Most lookups end at a filter of one bit per hash (Bloom 1970), others at a binary search,
/// which also finds what a part starts with. The numbers are kept combined with a random one: no part is readable in a memory dump.
/// </remarks>
internal sealed class PartTable
{
    /// <summary>The maximum number of symbols in a part.</summary>
    public const int Longest = 8;

    private const int FewestFilterBits = 12, MostFilterBits = 24, FilterBitsPerPart = 64;

    private readonly ulong _mask;
    private readonly ulong _random;
    private readonly ulong _multiplier;
    private List<(ulong Key, PartInfo Info)> _added = [];
    private ulong[] _keys = [];
    private PartInfo[] _infos = [];
    private uint[] _filter = new uint[1];
    private int _shift = 63;

    /// <param name="length">The number of symbols in a part, 1 to 8.</param>
    public PartTable(int length)
    {
        Length = length;
        _mask = Mask(length);
        var random = Guid.NewGuid().ToByteArray();
        _random = (BitConverter.ToUInt64(random, 0) ^ BitConverter.ToUInt64(random, 8)) & _mask;
        _multiplier = BitConverter.ToUInt64(Guid.NewGuid().ToByteArray(), 0) ^ 0x9E3779B97F4A7C15 | 1;
    }

    /// <summary>The number of symbols in a part.</summary>
    public int Length { get; }

    /// <summary>What <see cref="MayEndWithPart"/> uses, for a loop that has no time for a call.</summary>
    public (uint[] Filter, ulong Mask, ulong Multiplier, int Shift) Lookup => (_filter, _mask, _multiplier, _shift);

    /// <summary>Adds all parts of a form.</summary>
    /// <param name="symbols">The form.</param>
    /// <param name="info">What the parts belong to.</param>
    public void Add(byte[] symbols, PartInfo info)
    {
        ulong part = 0;
        for (var i = 0; i < symbols.Length; i++)
        {
            part = (part << 8) | symbols[i];
            if (i >= Length - 1)
            {
                _added.Add(((part & _mask) ^ _random, info));
            }
        }
    }

    /// <summary>Makes the added parts available to lookups.</summary>
    public void Seal()
    {
        _added.Sort(static (one, other) => one.Key != other.Key ? one.Key.CompareTo(other.Key) : one.Info.Precedes(other.Info) ? -1
            : other.Info.Precedes(one.Info) ? 1 : 0);
        var keys = new List<ulong>(_added.Count);
        var infos = new List<PartInfo>(_added.Count);
        foreach (var (key, info) in _added)
        {
            if (keys.Count == 0 || keys[keys.Count - 1] != key)
            {
                keys.Add(key);
                infos.Add(info);
            }
        }

        _keys = keys.ToArray();
        _infos = infos.ToArray();
        _added = [];
        var bits = FewestFilterBits;
        while (bits < MostFilterBits && 1L << bits < (long)FilterBitsPerPart * _keys.Length)
        {
            bits++;
        }

        _shift = 64 - bits;
        _filter = new uint[1 << (bits - 5)];
        foreach (var key in _keys)
        {
            var hash = Hash(key ^ _random);
            _filter[hash >> 5] |= 1u << (int)(hash & 31);
        }
    }

    /// <summary>False if the last symbols are certainly not a part.</summary>
    /// <param name="recent">The last eight symbols, the last one in the lowest byte.</param>
    public bool MayEndWithPart(ulong recent)
    {
        var hash = Hash(recent & _mask);
        return (_filter[hash >> 5] >> (int)(hash & 31) & 1) != 0;
    }

    /// <summary>True if the last symbols are a part.</summary>
    /// <param name="recent">The last eight symbols, the last one in the lowest byte.</param>
    /// <param name="info">What the part belongs to.</param>
    public bool EndsWithPart(ulong recent, out PartInfo info)
    {
        var index = Array.BinarySearch(_keys, (recent & _mask) ^ _random);
        info = index < 0 ? default : _infos[index];
        return index >= 0;
    }

    /// <summary>True if a part starts with the last symbols.</summary>
    /// <param name="recent">The last eight symbols, the last one in the lowest byte.</param>
    /// <param name="count">How many of them, at least 1 and less than <see cref="Length"/>.</param>
    public bool StartsPart(ulong recent, int count)
    {
        var others = Mask(Length - count);
        var least = (((recent & Mask(count)) << (8 * (Length - count))) ^ _random) & ~others;
        var index = Array.BinarySearch(_keys, least);
        index = index < 0 ? ~index : index;
        return index < _keys.Length && _keys[index] <= (least | others);
    }

    private static ulong Mask(int symbols) => symbols >= 8 ? ulong.MaxValue : (1UL << (8 * symbols)) - 1;

    private ulong Hash(ulong part) => unchecked(part * _multiplier) >> _shift;
}
