using System;
using System.Runtime.InteropServices;
using System.Text;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>A macaroon of libmacaroons, the C implementation (github.com/rescrv/libmacaroons, macaroons.h of 0.3).</summary>
internal sealed unsafe class LibmacaroonsMacaroon : IDisposable
{
    public const string File = "libmacaroons.so.0";

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
    public static LibmacaroonsMacaroon Parse(string base64) => Parse(Encoding.ASCII.GetBytes(base64 + '\0'));

    /// <summary>From base64url without padding, ended by a zero.</summary>
    public static LibmacaroonsMacaroon Parse(byte[] base64) => new(macaroon_deserialize(base64, out var code), code);

    public LibmacaroonsMacaroon AddCaveat(byte[] caveat) => new(macaroon_add_first_party_caveat(_macaroon, caveat, (nuint)caveat.Length, out var code), code);

    /// <summary>As base64url without padding.</summary>
    public string Serialize()
    {
        var text = new byte[(int)macaroon_serialize_size_hint(_macaroon)];
        Check(macaroon_serialize(_macaroon, text, (nuint)text.Length, out var code), code);
        return Encoding.ASCII.GetString(text, 0, Array.IndexOf(text, (byte)0));
    }

    public void Dispose() => macaroon_destroy(_macaroon);

    private static void Check(int result, int code)
    {
        if (result != 0)
        {
            throw new InvalidOperationException("libmacaroons failed with code " + code);
        }
    }

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

    /// <summary>The satisfied caveats, compared exactly.</summary>
    public sealed class Verifier : IDisposable
    {
        private readonly void* _verifier = macaroon_verifier_create();

        public Verifier(params byte[][] satisfied)
        {
            foreach (var caveat in satisfied)
            {
                Check(macaroon_verifier_satisfy_exact(_verifier, caveat, (nuint)caveat.Length, out var code), code);
            }
        }

        /// <summary>Whether that secret signed it and all of its caveats are satisfied.</summary>
        public bool Verify(LibmacaroonsMacaroon macaroon, byte[] secret) =>
            macaroon_verify(_verifier, macaroon._macaroon, secret, (nuint)secret.Length, null, 0, out _) == 0;

        public void Dispose() => macaroon_verifier_destroy(_verifier);

        [DllImport(File)]
        private static extern void* macaroon_verifier_create();

        [DllImport(File)]
        private static extern void macaroon_verifier_destroy(void* verifier);

        [DllImport(File)]
        private static extern int macaroon_verifier_satisfy_exact(void* verifier, byte[] predicate, nuint length, out int code);

        [DllImport(File)]
        private static extern int macaroon_verify(void* verifier, void* macaroon, byte[] key, nuint keyLength, void** discharges, nuint count, out int code);
    }
}
