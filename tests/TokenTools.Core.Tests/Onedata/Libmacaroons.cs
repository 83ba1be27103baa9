using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>A fact that needs libmacaroons, another implementation, and is reported as skipped, with the reason, where it isn't installed.</summary>
public sealed class LibmacaroonsFactAttribute : FactAttribute
{
    public LibmacaroonsFactAttribute() =>
        Skip = LibmacaroonsMacaroon.IsInstalled ? null : LibmacaroonsMacaroon.File + " is not installed (Debian: libmacaroons0 or libmacaroons-dev)";
}

/// <summary>A macaroon of libmacaroons, the C implementation (github.com/rescrv/libmacaroons, macaroons.h of 0.3).</summary>
internal sealed unsafe class LibmacaroonsMacaroon : IDisposable
{
    public const string File = "libmacaroons.so.0";

    private const int Success = 2048;

    private readonly void* _macaroon;

    private LibmacaroonsMacaroon(void* macaroon, int code) =>
        _macaroon = macaroon is not null ? macaroon : throw new InvalidOperationException("libmacaroons refused it with code " + code);

    private delegate void Reader(void* macaroon, out byte* value, out nuint length);

    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(File, out _);

    public byte[] Location => Read(macaroon_location);

    public byte[] Identifier => Read(macaroon_identifier);

    public byte[] Signature => Read(macaroon_signature);

    public static LibmacaroonsMacaroon Create(byte[] location, byte[] secret, byte[] identifier) =>
        new(macaroon_create(location, (nuint)location.Length, secret, (nuint)secret.Length, identifier, (nuint)identifier.Length, out var code), code);

    /// <summary>From base64url without padding.</summary>
    public static LibmacaroonsMacaroon Parse(string base64) => new(macaroon_deserialize(Encoding.ASCII.GetBytes(base64 + '\0'), out var code), code);

    public LibmacaroonsMacaroon AddCaveat(byte[] caveat) => new(macaroon_add_first_party_caveat(_macaroon, caveat, (nuint)caveat.Length, out var code), code);

    /// <summary>As base64url without padding.</summary>
    public string Serialize()
    {
        var text = new byte[(int)macaroon_serialize_size_hint(_macaroon)];
        Assert.Equal(0, macaroon_serialize(_macaroon, text, (nuint)text.Length, out _));
        return Encoding.ASCII.GetString(text, 0, Array.IndexOf(text, (byte)0));
    }

    /// <summary>Whether that secret signed it, where exactly these caveats are satisfied.</summary>
    public bool Verify(byte[] secret, IEnumerable<byte[]> satisfied)
    {
        var verifier = macaroon_verifier_create();
        try
        {
            foreach (var caveat in satisfied)
            {
                Assert.Equal(0, macaroon_verifier_satisfy_exact(verifier, caveat, (nuint)caveat.Length, out _));
            }

            return macaroon_verify(verifier, _macaroon, secret, (nuint)secret.Length, null, 0, out var code) == 0 && code is 0 or Success;
        }
        finally
        {
            macaroon_verifier_destroy(verifier);
        }
    }

    public void Dispose() => macaroon_destroy(_macaroon);

    private byte[] Read(Reader read)
    {
        read(_macaroon, out var value, out var length);
        return new ReadOnlySpan<byte>(value, (int)length).ToArray();
    }

    [DllImport(File)]
    private static extern void* macaroon_create(byte[] location, nuint locationLength, byte[] key, nuint keyLength, byte[] id, nuint idLength, out int code);

    [DllImport(File)]
    private static extern void macaroon_destroy(void* macaroon);

    [DllImport(File)]
    private static extern void* macaroon_add_first_party_caveat(void* macaroon, byte[] predicate, nuint length, out int code);

    [DllImport(File)]
    private static extern void* macaroon_verifier_create();

    [DllImport(File)]
    private static extern void macaroon_verifier_destroy(void* verifier);

    [DllImport(File)]
    private static extern int macaroon_verifier_satisfy_exact(void* verifier, byte[] predicate, nuint length, out int code);

    [DllImport(File)]
    private static extern int macaroon_verify(void* verifier, void* macaroon, byte[] key, nuint keyLength, void** discharges, nuint count, out int code);

    [DllImport(File)]
    private static extern void macaroon_location(void* macaroon, out byte* location, out nuint length);

    [DllImport(File)]
    private static extern void macaroon_identifier(void* macaroon, out byte* identifier, out nuint length);

    [DllImport(File)]
    private static extern void macaroon_signature(void* macaroon, out byte* signature, out nuint length);

    [DllImport(File)]
    private static extern nuint macaroon_serialize_size_hint(void* macaroon);

    [DllImport(File)]
    private static extern int macaroon_serialize(void* macaroon, byte[] data, nuint length, out int code);

    [DllImport(File)]
    private static extern void* macaroon_deserialize(byte[] data, out int code);
}
