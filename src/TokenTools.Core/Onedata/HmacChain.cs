using System;
using System.Security.Cryptography;
using System.Text;
using System.Threading;

namespace TokenTools.Onedata;

/// <summary>The chain of HMAC-SHA256 that signs a macaroon: the result of each link is the key of the next one.</summary>
/// <remarks>
/// HMAC is implemented here (RFC 2104) because HMACSHA256 keeps copies of its keys that cannot be cleared. Creating a hash object is
/// slower than using it once, so it is kept for the next chain; its state is reset after each result.
/// </remarks>
internal sealed class HmacChain : IDisposable
{
    private const int BlockLength = 64;
    private const int ShortMessage = 192;

    private static readonly byte[] InnerPad = CreatePad(0x36);
    private static readonly byte[] OuterPad = CreatePad(0x5C);

    // The HMAC key with which every macaroon library derives its root key.
    private static readonly byte[] KeyGenerator = Encoding.ASCII.GetBytes("macaroons-key-generator");

    private static HmacChain? _spare;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BlockLength + ShortMessage];

    private HmacChain()
    {
    }

    /// <summary>The signature so far.</summary>
    public byte[] Current { get; private set; } = [];

    /// <summary>Starts a chain with a secret and an identifier.</summary>
    public static HmacChain Start(byte[] secret, byte[] message, int offset, int count)
    {
        var chain = Rent();
        chain.Current = chain.ComputeHmac(KeyGenerator, secret, 0, secret.Length);
        chain.Sign(message, offset, count);
        return chain;
    }

    /// <summary>Continues a chain from a signature.</summary>
    public static HmacChain Continue(byte[] bytes, int offset)
    {
        var chain = Rent();
        chain.Current = new byte[MacaroonPackets.SignatureLength];
        Buffer.BlockCopy(bytes, offset, chain.Current, 0, chain.Current.Length);
        return chain;
    }

    /// <summary>Adds a link.</summary>
    public void Sign(byte[] message, int offset, int count)
    {
        var key = Current;
        Current = ComputeHmac(key, message, offset, count);
        Array.Clear(key, 0, key.Length);
    }

    /// <summary>Clears the signature and the buffers.</summary>
    public void Dispose()
    {
        Array.Clear(Current, 0, Current.Length);
        Array.Clear(_buffer, 0, _buffer.Length);
        if (Interlocked.CompareExchange(ref _spare, this, null) is not null)
        {
            _hash.Dispose();
        }
    }

    private static HmacChain Rent() => Interlocked.Exchange(ref _spare, null) ?? new HmacChain();

    // No key here is longer than a block, so none needs to be hashed first.
    private byte[] ComputeHmac(byte[] key, byte[] message, int offset, int count)
    {
        FillBlock(key, InnerPad);
        if (count <= ShortMessage)
        {
            // One call with a copy is faster than two.
            Buffer.BlockCopy(message, offset, _buffer, BlockLength, count);
            _hash.AppendData(_buffer, 0, BlockLength + count);
        }
        else
        {
            _hash.AppendData(_buffer, 0, BlockLength);
            _hash.AppendData(message, offset, count);
        }

        var inner = _hash.GetHashAndReset();
        FillBlock(key, OuterPad);
        Buffer.BlockCopy(inner, 0, _buffer, BlockLength, inner.Length);
        _hash.AppendData(_buffer, 0, BlockLength + inner.Length);
        Array.Clear(inner, 0, inner.Length);
        return _hash.GetHashAndReset();
    }

    private void FillBlock(byte[] key, byte[] pad)
    {
        Buffer.BlockCopy(pad, 0, _buffer, 0, BlockLength);
        for (var i = 0; i < key.Length; i++)
        {
            _buffer[i] ^= key[i];
        }
    }

    private static byte[] CreatePad(byte value)
    {
        var pad = new byte[BlockLength];
        for (var i = 0; i < pad.Length; i++)
        {
            pad[i] = value;
        }

        return pad;
    }
}
