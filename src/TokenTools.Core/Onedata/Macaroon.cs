using System;
using System.Collections.Generic;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>A macaroon in binary format v1, as Onedata serializes it. Immutable, and preserves every byte.</summary>
/// <remarks>
/// <para>
/// <see cref="MacaroonText"/> has its text, <see cref="MacaroonPackets"/> its packets and <see cref="HmacChain"/> its signature
/// (ctool:src/auth/tokens.erl, macaroons:src/macaroon.erl). Third-party caveats are rejected: Onedata never creates them.
/// </para>
/// <para>
/// Stricter than Onedata's own reader, which accepts packets in any order and even without a signature: such tokens never verify.
/// Non-zero bits after the last byte are rejected as well. No encoder sets them, so the token is damaged.
/// </para>
/// <para>Anyone with these bytes can use the token: call <see cref="Clear"/> after use.</para>
/// </remarks>
internal sealed class Macaroon
{
    /// <summary>The maximum length of a token's text, in characters.</summary>
    public const int MaximumLength = MacaroonText.MaximumLength;

    private readonly byte[] _packets;
    private readonly int[] _caveats;
    private readonly int _identifier;

    // Takes ownership of the array.
    private Macaroon(byte[] packets, string? servicePrefix)
    {
        ServicePrefix = servicePrefix;
        _packets = packets;
        try
        {
            _caveats = MacaroonPackets.FindCaveats(packets);
            _identifier = MacaroonPackets.LengthAt(packets, 0);
        }
        catch
        {
            Array.Clear(packets, 0, packets.Length);
            throw;
        }
    }

    // For packets that were created from validated packets.
    private Macaroon(byte[] packets, int[] caveats, int identifier, string? servicePrefix)
    {
        ServicePrefix = servicePrefix;
        _packets = packets;
        _caveats = caveats;
        _identifier = identifier;
    }

    /// <summary><c>opw-</c> or <c>opp-</c>, the service of a provider that uses the token; null for none. Not signed.</summary>
    public string? ServicePrefix { get; }

    /// <summary>What was around the token in the text that was parsed.</summary>
    public TokenWrappers Around { get; private init; }

    /// <summary>The domain of the Onezone that issued the token. Not signed, so it cannot be trusted.</summary>
    public byte[] Location => Value(0, MacaroonPackets.LocationKey);

    /// <summary>The signed identifier.</summary>
    public byte[] Identifier => Value(_identifier, MacaroonPackets.IdentifierKey);

    /// <summary>The number of caveats.</summary>
    public int CaveatCount => _caveats.Length;

    /// <summary>All caveats, in the order in which they were added.</summary>
    public IReadOnlyList<byte[]> Caveats => Array.ConvertAll(_caveats, offset => Value(offset, MacaroonPackets.CaveatKey));

    /// <summary>The signature. It is a secret: its holder can use and narrow the token.</summary>
    public byte[] Signature => Value(SignatureOffset, MacaroonPackets.SignatureKey);

    private int SignatureOffset => _packets.Length - MacaroonPackets.SignaturePacketLength;

    /// <summary>Parses the text of a token. Padding and the standard base64 alphabet are tolerated.</summary>
    /// <exception cref="TokenFormatException">It is not a token; the message describes the position and the problem.</exception>
    public static Macaroon Parse(string text) => Parse(new StringCharacters(text), text.Length);

    /// <summary>Parses the text of a token. The caller must clear the array.</summary>
    /// <exception cref="TokenFormatException">It is not a token; the message describes the position and the problem.</exception>
    public static Macaroon Parse(char[] text) => Parse(new ArrayCharacters(text), text.Length);

    /// <summary>Reads bare packets: a token's text without its encoding.</summary>
    /// <exception cref="TokenFormatException">They are not a macaroon; the message describes the position and the problem.</exception>
    public static Macaroon FromPackets(byte[] packets, string? servicePrefix = null) => new((byte[])packets.Clone(), servicePrefix);

    /// <summary>Signs a new macaroon. The caller must clear the secret.</summary>
    /// <exception cref="TokenFormatException">A part is too long for a packet, or the whole for a token.</exception>
    public static Macaroon Create(byte[] location, byte[] identifier, byte[] secret, IEnumerable<byte[]>? caveats = null)
    {
        var identifierOffset = MacaroonPackets.LengthOf(MacaroonPackets.LocationKey, location);
        var packets = new byte[
            identifierOffset + MacaroonPackets.LengthOf(MacaroonPackets.IdentifierKey, identifier) + MacaroonPackets.SignaturePacketLength];
        MacaroonPackets.Write(packets, 0, MacaroonPackets.LocationKey, location);
        var signatureOffset = MacaroonPackets.Write(packets, identifierOffset, MacaroonPackets.IdentifierKey, identifier);
        using (var chain = HmacChain.Start(secret, identifier, 0, identifier.Length))
        {
            MacaroonPackets.Write(packets, signatureOffset, MacaroonPackets.SignatureKey, chain.Current);
        }

        var macaroon = new Macaroon(packets, [], identifierOffset, servicePrefix: null);
        if (caveats is null)
        {
            return macaroon.EnsureLength();
        }

        try
        {
            return macaroon.AddCaveats(caveats);
        }
        finally
        {
            macaroon.Clear();
        }
    }

    /// <summary>The bytes of one caveat.</summary>
    public byte[] Caveat(int index) => Value(_caveats[index], MacaroonPackets.CaveatKey);

    /// <summary>A narrower macaroon. It needs neither a secret nor a server.</summary>
    /// <exception cref="TokenFormatException">A caveat is too long for a packet, or the whole for a token.</exception>
    public Macaroon AddCaveats(IEnumerable<byte[]> caveats)
    {
        var added = caveats as IReadOnlyList<byte[]> ?? [.. caveats];
        var length = _packets.Length;
        for (var i = 0; i < added.Count; i++)
        {
            length += MacaroonPackets.LengthOf(MacaroonPackets.CaveatKey, added[i]);
            if (length > MaximumLength)
            {
                throw MacaroonText.TooLong();
            }
        }

        var packets = new byte[length];
        var offsets = new int[_caveats.Length + added.Count];
        Array.Copy(_caveats, offsets, _caveats.Length);
        var offset = SignatureOffset;
        Buffer.BlockCopy(_packets, 0, packets, 0, offset);
        using (var chain = HmacChain.Continue(_packets, MacaroonPackets.ValueAt(_packets, offset, MacaroonPackets.SignatureKey).Offset))
        {
            for (var i = 0; i < added.Count; i++)
            {
                offsets[_caveats.Length + i] = offset;
                offset = MacaroonPackets.Write(packets, offset, MacaroonPackets.CaveatKey, added[i]);
                chain.Sign(added[i], 0, added[i].Length);
            }

            MacaroonPackets.Write(packets, offset, MacaroonPackets.SignatureKey, chain.Current);
        }

        return new Macaroon(packets, offsets, _identifier, ServicePrefix).EnsureLength();
    }

    /// <summary>True if this secret signed it. Compares in constant time.</summary>
    public bool Verify(byte[] secret)
    {
        var signature = Signature;
        var (identifierOffset, identifierCount) = MacaroonPackets.ValueAt(_packets, _identifier, MacaroonPackets.IdentifierKey);
        using var chain = HmacChain.Start(secret, _packets, identifierOffset, identifierCount);
        try
        {
            foreach (var caveat in _caveats)
            {
                var (offset, count) = MacaroonPackets.ValueAt(_packets, caveat, MacaroonPackets.CaveatKey);
                chain.Sign(_packets, offset, count);
            }

            return ConstantTime.Equal(chain.Current, signature);
        }
        finally
        {
            Array.Clear(signature, 0, signature.Length);
        }
    }

    /// <summary>The text of the token, with its prefix.</summary>
    public string Serialize()
    {
        var chars = SerializeToChars();
        try
        {
            return new string(chars);
        }
        finally
        {
            Array.Clear(chars, 0, chars.Length);
        }
    }

    /// <summary>The text of the token, with its prefix. The caller must clear the array.</summary>
    public char[] SerializeToChars() => MacaroonText.Encode(_packets, ServicePrefix);

    /// <summary>The bare packets: a copy.</summary>
    public byte[] ToPackets() => (byte[])_packets.Clone();

    /// <summary>Overwrites the bytes of the macaroon, which cannot be used afterwards.</summary>
    public void Clear() => Array.Clear(_packets, 0, _packets.Length);

    private static Macaroon Parse<T>(T text, int length)
        where T : struct, ICharacters
    {
        var (start, end) = TokenWrapping.Find(text, length, out var around);
        try
        {
            var macaroon = new Macaroon(MacaroonText.Decode(text, start, end, out var servicePrefix, out var damage), servicePrefix)
            {
                Around = around,
            };
            if (damage is not null)
            {
                macaroon.Clear();
                throw damage;
            }

            return macaroon;
        }
        catch (TokenFormatException error) when (MacaroonRemnant.IsCutOff(error))
        {
            error.Remainder ??= MacaroonRemnant.Describe(text, length);
            throw;
        }
    }

    private Macaroon EnsureLength()
    {
        if (MacaroonText.IsTooLong(_packets, ServicePrefix))
        {
            Clear();
            throw MacaroonText.TooLong();
        }

        return this;
    }

    private byte[] Value(int packet, byte[] key)
    {
        var (offset, count) = MacaroonPackets.ValueAt(_packets, packet, key);
        var value = new byte[count];
        Buffer.BlockCopy(_packets, offset, value, 0, count);
        return value;
    }
}
