using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>A macaroon in binary format v1, as Onedata serializes it; immutable, and exact to the byte.</summary>
/// <remarks>
/// <para>
/// Text: an optional <c>opw-</c> or <c>opp-</c>, then unpadded base64url in an escape code, of packets <c>location</c>,
/// <c>identifier</c>, any number of <c>cid</c>, <c>signature</c> (ctool:src/auth/tokens.erl, ctool:src/utils/base62.erl,
/// macaroons:src/macaroon.erl). Third-party caveats are refused: Onedata never makes them.
/// </para>
/// <para>
/// Stricter than Onedata's own reader, which takes packets in any order and even without a signature: such tokens never
/// verify. Non-zero bits after the last byte are refused too: no writer leaves any, so they are a sign of damage.
/// </para>
/// <para>Whoever holds these bytes can use the token: call <see cref="Clear"/> when done.</para>
/// </remarks>
internal sealed class Macaroon
{
    /// <summary>The longest text of a token, in characters (<c>max_token_size</c> in ctool:src/auth/tokens.erl).</summary>
    public const int MaximumLength = 1_048_576;

    /// <summary>The longest packet in bytes: its length is written in four hex digits (macaroons:src/macaroon.erl).</summary>
    public const int MaximumPacketLength = 0xFFFF;

    /// <summary>The longest caveat in bytes: a packet less its length, its key, a space and a newline.</summary>
    public const int MaximumCaveatLength = MaximumPacketLength - CaveatOverhead;

    /// <summary>The length of a signature in bytes.</summary>
    public const int SignatureLength = 32;

    private const int LengthDigits = 4;
    private const int CaveatOverhead = LengthDigits + 3 + 2;
    private const int SignaturePacketLength = LengthDigits + 9 + 1 + SignatureLength + 1;

    private static readonly byte[] LocationKey = Encoding.ASCII.GetBytes("location");
    private static readonly byte[] IdentifierKey = Encoding.ASCII.GetBytes("identifier");
    private static readonly byte[] CaveatKey = Encoding.ASCII.GetBytes("cid");
    private static readonly byte[] SignatureKey = Encoding.ASCII.GetBytes("signature");
    private static readonly byte[] VerificationKey = Encoding.ASCII.GetBytes("vid");
    private static readonly byte[] ThirdPartyLocationKey = Encoding.ASCII.GetBytes("cl");

    // The HMAC key that every macaroon library derives its root key with.
    private static readonly byte[] KeyGenerator = Encoding.ASCII.GetBytes("macaroons-key-generator");

    private readonly byte[] _packets;
    private readonly int[] _caveats;
    private readonly int _identifier;

    // The array is the macaroon's own from here on.
    private Macaroon(byte[] packets, string? servicePrefix)
    {
        ServicePrefix = servicePrefix;
        _packets = packets;
        try
        {
            _caveats = new int[Walk(packets, null)];
            Walk(packets, _caveats);
            _identifier = PacketLength(0);
        }
        catch
        {
            Array.Clear(packets, 0, packets.Length);
            throw;
        }
    }

    // Of packets that were just written from others that have been checked.
    private Macaroon(byte[] packets, int[] caveats, int identifier, string? servicePrefix)
    {
        ServicePrefix = servicePrefix;
        _packets = packets;
        _caveats = caveats;
        _identifier = identifier;
    }

    private enum Expected
    {
        Location,
        Identifier,
        CaveatOrSignature,
    }

    private interface ICharacters
    {
        char this[int index] { get; }
    }

    /// <summary><c>opw-</c> or <c>opp-</c>, which says which of a provider's services speaks; null for none. Not signed.</summary>
    public string? ServicePrefix { get; }

    /// <summary>Where the token was made: a Onezone's domain. Not signed, so not to be trusted.</summary>
    public byte[] Location => Value(0, LocationKey.Length);

    /// <summary>The signed identifier.</summary>
    public byte[] Identifier => Value(_identifier, IdentifierKey.Length);

    /// <summary>How many caveats there are.</summary>
    public int CaveatCount => _caveats.Length;

    /// <summary>All caveats, in the order in which they were added.</summary>
    public IReadOnlyList<byte[]> Caveats
    {
        get
        {
            var caveats = new byte[_caveats.Length][];
            for (var i = 0; i < caveats.Length; i++)
            {
                caveats[i] = Caveat(i);
            }

            return caveats;
        }
    }

    /// <summary>The signature: a secret, since it is what lets its holder use and narrow the token.</summary>
    public byte[] Signature => Value(SignatureStart, SignatureKey.Length);

    private int SignatureStart => _packets.Length - SignaturePacketLength;

    /// <summary>Reads a token's text. White space around it, padding and the standard base64 alphabet are tolerated.</summary>
    /// <exception cref="TokenFormatException">It isn't a token; the message says where and why.</exception>
    public static Macaroon Parse(string text) => Parse(new StringCharacters(text), 0, text.Length);

    /// <summary>Reads a token's text; the array stays the caller's to clear.</summary>
    /// <exception cref="TokenFormatException">It isn't a token; the message says where and why.</exception>
    public static Macaroon Parse(char[] text) => Parse(new ArrayCharacters(text), 0, text.Length);

    /// <summary>Reads bare packets: what is left of a token's text when escape code and base64 are taken off.</summary>
    /// <exception cref="TokenFormatException">They aren't a macaroon's; the message says where and why.</exception>
    public static Macaroon FromPackets(byte[] packets, string? servicePrefix = null) => new((byte[])packets.Clone(), servicePrefix);

    /// <summary>Signs a new macaroon. The secret stays the caller's to clear.</summary>
    /// <exception cref="TokenFormatException">A part is too long for a packet, or the whole for a token.</exception>
    public static Macaroon Create(byte[] location, byte[] identifier, byte[] secret, IEnumerable<byte[]>? caveats = null)
    {
        var packets = new byte[
            PacketLengthOf(LocationKey, location) + PacketLengthOf(IdentifierKey, identifier) + SignaturePacketLength];
        var at = WritePacket(packets, 0, LocationKey, location);
        at = WritePacket(packets, at, IdentifierKey, identifier);

        using var hmac = new HmacChain();
        hmac.Start(secret, identifier);
        WritePacket(packets, at, SignatureKey, hmac.Current);
        var bare = new Macaroon(packets, null);
        return caveats is null ? bare.WithinLimit() : bare.AddCaveatsAndForget(caveats);
    }

    /// <summary>One caveat's bytes.</summary>
    public byte[] Caveat(int index) => Value(_caveats[index], CaveatKey.Length);

    /// <summary>A narrower macaroon. Neither a secret nor a server is needed for it.</summary>
    /// <exception cref="TokenFormatException">A caveat is too long for a packet, or the whole for a token.</exception>
    public Macaroon AddCaveats(IEnumerable<byte[]> caveats)
    {
        var added = new List<byte[]>(caveats);
        var length = _packets.Length;
        foreach (var caveat in added)
        {
            length += PacketLengthOf(CaveatKey, caveat);
            if (length > MaximumLength)
            {
                throw new TokenFormatException(nameof(Messages.MacaroonTooLong), MaximumLength);
            }
        }

        var packets = new byte[length];
        var starts = new int[_caveats.Length + added.Count];
        Array.Copy(_caveats, starts, _caveats.Length);
        var count = _caveats.Length;
        var at = SignatureStart;
        Buffer.BlockCopy(_packets, 0, packets, 0, at);
        using var hmac = new HmacChain();
        hmac.Continue(_packets, SignatureStart + LengthDigits + SignatureKey.Length + 1);
        foreach (var caveat in added)
        {
            starts[count++] = at;
            at = WritePacket(packets, at, CaveatKey, caveat);
            hmac.Sign(caveat, 0, caveat.Length);
        }

        WritePacket(packets, at, SignatureKey, hmac.Current);
        return new Macaroon(packets, starts, _identifier, ServicePrefix).WithinLimit();
    }

    /// <summary>Whether this secret signed it. Takes as long for a wrong signature as for a right one.</summary>
    public bool Verify(byte[] secret)
    {
        var signature = Signature;
        using var hmac = new HmacChain();
        try
        {
            hmac.Start(secret, Identifier);
            foreach (var start in _caveats)
            {
                var (offset, count) = ValueRange(start, CaveatKey.Length);
                hmac.Sign(_packets, offset, count);
            }

            return ConstantTime.Equal(hmac.Current, signature);
        }
        finally
        {
            Array.Clear(signature, 0, signature.Length);
        }
    }

    /// <summary>The token's text, with its prefix.</summary>
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

    /// <summary>The token's text, with its prefix; the array is the caller's to clear.</summary>
    public char[] SerializeToChars()
    {
        var chars = new char[SerializedLength()];
        var at = 0;
        if (ServicePrefix is { } prefix)
        {
            prefix.CopyTo(0, chars, 0, prefix.Length);
            at = prefix.Length;
        }

        var bits = 0;
        var held = 0;
        foreach (var value in _packets)
        {
            bits = (bits << 8) | value;
            held += 8;
            while (held >= 6)
            {
                held -= 6;
                at = Base62.Write(chars, at, (bits >> held) & 0x3F);
            }

            bits &= 0x3F;
        }

        if (held > 0)
        {
            Base62.Write(chars, at, (bits << (6 - held)) & 0x3F);
        }

        return chars;
    }

    /// <summary>The bare packets: a copy.</summary>
    public byte[] ToPackets() => (byte[])_packets.Clone();

    /// <summary>How many characters the token's text has.</summary>
    public int SerializedLength()
    {
        var length = ServicePrefix?.Length ?? 0;
        var bits = 0;
        var held = 0;
        foreach (var value in _packets)
        {
            bits = (bits << 8) | value;
            held += 8;
            while (held >= 6)
            {
                held -= 6;
                length += Base62.Width((bits >> held) & 0x3F);
            }

            bits &= 0x3F;
        }

        return held > 0 ? length + Base62.Width((bits << (6 - held)) & 0x3F) : length;
    }

    /// <summary>Overwrites the macaroon's bytes. It can't be used afterwards.</summary>
    public void Clear() => Array.Clear(_packets, 0, _packets.Length);

    private static Macaroon Parse<T>(T text, int start, int end)
        where T : struct, ICharacters
    {
        while (start < end && IsSpace(text[start]))
        {
            start++;
        }

        while (start < end && IsSpace(text[end - 1]))
        {
            end--;
        }

        if (start == end)
        {
            throw new TokenFormatException(nameof(Messages.MacaroonEmpty));
        }

        if (end - start > MaximumLength)
        {
            throw new TokenFormatException(nameof(Messages.MacaroonTooLong), MaximumLength);
        }

        string? prefix = null;
        if (end - start > 3 && text[start + 3] == '-')
        {
            // Any other three characters are refused, as ctool:src/auth/tokens.erl check_for_oneprovider_service_indication/1 does.
            prefix = text[start] == 'o' && text[start + 1] == 'p'
                ? text[start + 2] switch { 'w' => "opw-", 'p' => "opp-", _ => null }
                : null;
            if (prefix is null)
            {
                throw new TokenFormatException(nameof(Messages.MacaroonPrefixUnknown));
            }

            start += 4;
        }

        var macaroon = new Macaroon(Decode(text, start, end, out var damage), prefix);
        if (damage is not null)
        {
            macaroon.Clear();
            throw damage;
        }

        return macaroon;
    }

    // White space is what ends up around a token that was pasted or read from a file.
    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n' or '\uFEFF' or '\u00A0';

    // What is wrong with the last characters is left to the caller: of a text that was cut off, the packets say more.
    private static byte[] Decode<T>(T text, int start, int end, out TokenFormatException? damage)
        where T : struct, ICharacters
    {
        // The first pass only measures, so that one array of the right size is all that is ever allocated.
        var symbols = 0;
        var padding = 0;
        for (var i = start; i < end; i++, symbols++)
        {
            var c = text[i];
            if (c == Base62.Escape)
            {
                if (++i == end)
                {
                    throw new TokenFormatException(nameof(Messages.MacaroonEscapeCutOff), end);
                }

                padding += text[i] == Base62.EscapedPadding ? 1 : 0;
            }
            else if (c == '=')
            {
                padding++;
            }
        }

        var data = symbols - padding;
        var bytes = new byte[(int)((long)data * 6 / 8)];
        var bits = 0;
        var held = 0;
        var at = 0;
        var read = 0;
        for (var i = start; i < end; i++)
        {
            // Most characters stand for themselves: four of those are three bytes.
            while (held == 0 && i + 4 <= end && Base62.Values4(text[i], text[i + 1], text[i + 2], text[i + 3]) is >= 0 and var three)
            {
                bytes[at] = (byte)(three >> 16);
                bytes[at + 1] = (byte)(three >> 8);
                bytes[at + 2] = (byte)three;
                at += 3;
                read += 4;
                i += 4;
            }

            if (i == end)
            {
                break;
            }

            var c = text[i];
            var value = Base62.Value(c);
            if (value < 0)
            {
                if (value == Base62.Escaped)
                {
                    value = Base62.EscapedValue(text[++i]);
                    if (value == Base62.Invalid)
                    {
                        throw Refuse(bytes, nameof(Messages.MacaroonEscapeUnknown), i);
                    }
                }

                if (value == Base62.Padding)
                {
                    if (read < data)
                    {
                        throw Refuse(bytes, nameof(Messages.MacaroonPaddingMisplaced), i + 1);
                    }

                    continue;
                }

                if (value == Base62.Invalid)
                {
                    throw Refuse(bytes, IsSpace(c) ? nameof(Messages.MacaroonSpaceInside) : nameof(Messages.MacaroonCharacterInvalid), i + 1);
                }
            }

            read++;
            bits = (bits << 6) | value;
            held += 6;
            if (held >= 8)
            {
                held -= 8;
                bytes[at++] = (byte)(bits >> held);
                bits &= (1 << held) - 1;
            }
        }

        if (padding > 2 || (padding > 0 && symbols % 4 != 0))
        {
            throw Refuse(bytes, nameof(Messages.MacaroonPaddingMisplaced), end);
        }

        damage = data % 4 == 1 ? new TokenFormatException(nameof(Messages.MacaroonBase64Length), data)
            : bits != 0 ? new TokenFormatException(nameof(Messages.MacaroonBase64TrailingBits), end)
            : null;
        return bytes;
    }

    private static TokenFormatException Refuse(byte[] bytes, string errorId, int position)
    {
        Array.Clear(bytes, 0, bytes.Length);
        return new TokenFormatException(errorId, position);
    }

    // Checks every packet, rewrites the digits of its length in lower case and notes where caveats start; returns how many there are.
    private static int Walk(byte[] packets, int[]? starts)
    {
        var expected = Expected.Location;
        var caveats = 0;
        var number = 0;
        for (var at = 0; at < packets.Length;)
        {
            number++;
            var left = packets.Length - at;
            var length = left < LengthDigits ? left + 1 : ReadLength(packets, at);
            if (length < 0)
            {
                throw new TokenFormatException(nameof(Messages.MacaroonPacketLengthUnreadable), number, at);
            }

            if (length > left)
            {
                throw new TokenFormatException(nameof(Messages.MacaroonCutOff), number, at);
            }

            if (length <= LengthDigits)
            {
                throw new TokenFormatException(nameof(Messages.MacaroonPacketTooShort), number, at, length);
            }

            if (packets[at + length - 1] != '\n')
            {
                throw new TokenFormatException(nameof(Messages.MacaroonPacketWithoutNewline), number, at);
            }

            var keyLength = Array.IndexOf(packets, (byte)' ', at + LengthDigits, length - LengthDigits - 1) - at - LengthDigits;
            if (keyLength < 0)
            {
                throw new TokenFormatException(nameof(Messages.MacaroonPacketWithoutSpace), number, at);
            }

            bool Is(byte[] key) => KeyIs(packets, at, keyLength, key);

            switch (expected)
            {
                case Expected.Location when Is(LocationKey):
                    expected = Expected.Identifier;
                    break;
                case Expected.Identifier when Is(IdentifierKey):
                    expected = Expected.CaveatOrSignature;
                    break;
                case Expected.CaveatOrSignature when Is(CaveatKey):
                    if (starts is not null)
                    {
                        starts[caveats] = at;
                    }

                    caveats++;
                    break;
                case Expected.CaveatOrSignature when Is(SignatureKey):
                    if (length != SignaturePacketLength)
                    {
                        throw new TokenFormatException(
                            nameof(Messages.MacaroonSignatureLength), number, at, length - SignaturePacketLength + SignatureLength);
                    }

                    return at + length == packets.Length
                        ? caveats
                        : throw new TokenFormatException(nameof(Messages.MacaroonBytesAfterSignature), at + length);
                case Expected.CaveatOrSignature when Is(VerificationKey) || Is(ThirdPartyLocationKey):
                    throw new TokenFormatException(nameof(Messages.MacaroonThirdParty), number, at);
                default:
                    throw new TokenFormatException(
                        nameof(Messages.MacaroonPacketUnexpected),
                        number,
                        at,
                        Is(LocationKey) ? "a location" : Is(IdentifierKey) ? "an identifier" : Is(CaveatKey) ? "a caveat"
                            : Is(SignatureKey) ? "a signature" : "of an unknown kind",
                        expected switch { Expected.Location => "the location", Expected.Identifier => "the identifier", _ => "a caveat or the signature" });
            }

            at += length;
        }

        throw new TokenFormatException(nameof(Messages.MacaroonWithoutSignature), packets.Length);
    }

    private static bool KeyIs(byte[] packets, int at, int keyLength, byte[] key)
    {
        if (keyLength != key.Length)
        {
            return false;
        }

        for (var i = 0; i < key.Length; i++)
        {
            if (packets[at + LengthDigits + i] != key[i])
            {
                return false;
            }
        }

        return true;
    }

    // Upper-case digits are read, as Onedata does, and replaced by lower-case ones, as every writer writes; -1 for anything else.
    private static int ReadLength(byte[] packets, int at)
    {
        var length = 0;
        for (var i = at; i < at + LengthDigits; i++)
        {
            var c = packets[i];
            if (c is >= (byte)'A' and <= (byte)'F')
            {
                packets[i] = c += 0x20;
            }

            var digit = c is >= (byte)'0' and <= (byte)'9' ? c - '0' : c is >= (byte)'a' and <= (byte)'f' ? c - 'a' + 10 : -1;
            if (digit < 0)
            {
                return -1;
            }

            length = (length << 4) | digit;
        }

        return length;
    }

    private static int PacketLengthOf(byte[] key, byte[] value)
    {
        var length = (long)LengthDigits + key.Length + 1 + value.Length + 1;
        return length <= MaximumPacketLength
            ? (int)length
            : throw new TokenFormatException(
                nameof(Messages.MacaroonPacketTooLong), value.Length, MaximumPacketLength - LengthDigits - key.Length - 2);
    }

    private static int WritePacket(byte[] packets, int at, byte[] key, byte[] value)
    {
        const string Digits = "0123456789abcdef";
        var length = LengthDigits + key.Length + 1 + value.Length + 1;
        for (var i = 0; i < LengthDigits; i++)
        {
            packets[at + i] = (byte)Digits[(length >> (4 * (LengthDigits - 1 - i))) & 0xF];
        }

        Buffer.BlockCopy(key, 0, packets, at + LengthDigits, key.Length);
        packets[at + LengthDigits + key.Length] = (byte)' ';
        Buffer.BlockCopy(value, 0, packets, at + LengthDigits + key.Length + 1, value.Length);
        packets[at + length - 1] = (byte)'\n';
        return at + length;
    }

    private Macaroon AddCaveatsAndForget(IEnumerable<byte[]> caveats)
    {
        try
        {
            return AddCaveats(caveats);
        }
        finally
        {
            Clear();
        }
    }

    private Macaroon WithinLimit()
    {
        // At most two characters for each six bits: only a token near the limit is worth measuring.
        if ((long)_packets.Length * 8 / 3 + 8 > MaximumLength && SerializedLength() > MaximumLength)
        {
            Clear();
            throw new TokenFormatException(nameof(Messages.MacaroonTooLong), MaximumLength);
        }

        return this;
    }

    private int PacketLength(int start) => ReadLength(_packets, start);

    private (int Offset, int Count) ValueRange(int start, int keyLength) =>
        (start + LengthDigits + keyLength + 1, PacketLength(start) - LengthDigits - keyLength - 2);

    private byte[] Value(int start, int keyLength)
    {
        var (offset, count) = ValueRange(start, keyLength);
        var value = new byte[count];
        Buffer.BlockCopy(_packets, offset, value, 0, count);
        return value;
    }

    private readonly struct StringCharacters(string text) : ICharacters
    {
        public char this[int index] => text[index];
    }

    private readonly struct ArrayCharacters(char[] text) : ICharacters
    {
        public char this[int index] => text[index];
    }

    /// <summary>The chain of HMAC-SHA256 that signs a macaroon: each link's result is the next link's key.</summary>
    /// <remarks>
    /// HMAC is written out here (RFC 2104) over one SHA256, because a HMACSHA256 whose key is set anew for every link keeps
    /// copies of the keys that can't be cleared, and is slower by a quarter. What SHA256 keeps inside is beyond our reach.
    /// </remarks>
    private sealed class HmacChain : IDisposable
    {
        private const int BlockLength = 64;
        private const byte InnerPad = 0x36;
        private const byte OuterPad = 0x5C;

        private readonly SHA256 _sha = SHA256.Create();
        private readonly byte[] _outer = new byte[BlockLength + SignatureLength];
        private byte[] _inner = new byte[BlockLength + 192];

        public byte[] Current { get; private set; } = [];

        public void Start(byte[] secret, byte[] identifier)
        {
            Current = Hmac(KeyGenerator, secret, 0, secret.Length);
            Sign(identifier, 0, identifier.Length);
        }

        public void Continue(byte[] from, int offset)
        {
            Current = new byte[SignatureLength];
            Buffer.BlockCopy(from, offset, Current, 0, SignatureLength);
        }

        public void Sign(byte[] message, int offset, int count)
        {
            var key = Current;
            Current = Hmac(key, message, offset, count);
            Array.Clear(key, 0, key.Length);
        }

        public void Dispose()
        {
            Array.Clear(Current, 0, Current.Length);
            Array.Clear(_inner, 0, _inner.Length);
            Array.Clear(_outer, 0, _outer.Length);
            _sha.Dispose();
        }

        // No key here is longer than a block, so none needs to be hashed first.
        private byte[] Hmac(byte[] key, byte[] message, int offset, int count)
        {
            if (_inner.Length < BlockLength + count)
            {
                Array.Clear(_inner, 0, _inner.Length);
                _inner = new byte[BlockLength + count];
            }

            for (var i = 0; i < BlockLength; i++)
            {
                var value = i < key.Length ? key[i] : (byte)0;
                _inner[i] = (byte)(value ^ InnerPad);
                _outer[i] = (byte)(value ^ OuterPad);
            }

            Buffer.BlockCopy(message, offset, _inner, BlockLength, count);
            var hash = _sha.ComputeHash(_inner, 0, BlockLength + count);
            Buffer.BlockCopy(hash, 0, _outer, BlockLength, SignatureLength);
            Array.Clear(hash, 0, hash.Length);
            return _sha.ComputeHash(_outer);
        }
    }
}
