using System;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace TokenTools.Security;

/// <summary>Converts secrets to and from <see cref="SecureString"/> with as few copies in memory as possible.</summary>
internal static class SecureText
{
    /// <summary>The maximum number of characters in a <see cref="SecureString"/>.</summary>
    public const int LongestSecret = 65536;

    // Throws on lone surrogates: replacing them would silently change a password.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Calls <paramref name="use"/> with the secret's characters and clears them afterwards.</summary>
    public static T WithChars<T>(SecureString secret, Func<char[], T> use)
    {
        var chars = new char[secret.Length];
        // Pinned, so that the garbage collector leaves no copy behind when it compacts the heap.
        var pin = GCHandle.Alloc(chars, GCHandleType.Pinned);
        var unmanaged = IntPtr.Zero;
        try
        {
            unmanaged = Marshal.SecureStringToGlobalAllocUnicode(secret);
            Marshal.Copy(unmanaged, chars, 0, chars.Length);
            return use(chars);
        }
        finally
        {
            if (unmanaged != IntPtr.Zero)
            {
                Marshal.ZeroFreeGlobalAllocUnicode(unmanaged);
            }

            Array.Clear(chars, 0, chars.Length);
            pin.Free();
        }
    }

    /// <summary>Calls <paramref name="use"/> with the secret in UTF-8 and clears it afterwards.</summary>
    /// <exception cref="EncoderFallbackException">The secret is not well-formed Unicode.</exception>
    public static T WithUtf8<T>(SecureString secret, Func<byte[], T> use) => WithChars(secret, chars =>
    {
        var bytes = new byte[Utf8.GetByteCount(chars)];
        var pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        try
        {
            Utf8.GetBytes(chars, 0, chars.Length, bytes, 0);
            return use(bytes);
        }
        finally
        {
            Array.Clear(bytes, 0, bytes.Length);
            pin.Free();
        }
    });

    /// <summary>False if they contain a lone surrogate, which no encoding can represent.</summary>
    public static bool IsUnicode(char[] chars)
    {
        try
        {
            Utf8.GetByteCount(chars);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>The secret as a string, for APIs that accept nothing else, or if the caller requested plain text.</summary>
    public static string Reveal(SecureString secret) => WithChars(secret, chars => new string(chars));

    /// <summary>A read-only secret from characters. The caller must clear the array.</summary>
    public static SecureString FromChars(char[] chars, int offset, int count)
    {
        var secret = All(chars, offset, count);
        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>A read-only secret from text that is in memory as a string.</summary>
    public static SecureString FromString(string text)
    {
        var chars = text.ToCharArray();
        try
        {
            return FromChars(chars, 0, chars.Length);
        }
        finally
        {
            Array.Clear(chars, 0, chars.Length);
        }
    }

    /// <summary>A read-only secret from UTF-8 bytes. The caller must clear the array.</summary>
    /// <exception cref="DecoderFallbackException">The bytes are not UTF-8.</exception>
    public static SecureString FromUtf8(byte[] bytes, int offset, int count)
    {
        var chars = Utf8.GetChars(bytes, offset, count);
        try
        {
            return FromChars(chars, 0, chars.Length);
        }
        finally
        {
            Array.Clear(chars, 0, chars.Length);
        }
    }

    /// <summary>The secret without white space at both ends; the secret itself if there is none.</summary>
    public static SecureString Trim(SecureString secret) => Trim(secret, char.IsWhiteSpace, char.IsWhiteSpace);

    /// <summary>The secret without line ends at its end; the secret itself if there are none.</summary>
    public static SecureString TrimLineEnds(SecureString secret) => Trim(secret, static _ => false, static c => c is '\r' or '\n');

    private static SecureString Trim(SecureString secret, Predicate<char> atStart, Predicate<char> atEnd) => WithChars(secret, chars =>
    {
        var start = Array.FindIndex(chars, c => !atStart(c));
        var end = Array.FindLastIndex(chars, c => !atEnd(c));
        return start < 0 || end < start ? FromChars(chars, 0, 0)
            : start == 0 && end == chars.Length - 1 ? secret
            : FromChars(chars, start, end - start + 1);
    });

    /// <summary>Standard, padded base64 of <c>prefix + secret</c> in UTF-8, as a string for a Basic header.</summary>
    public static string ToBase64(string prefix, SecureString secret) => WithUtf8(secret, bytes =>
    {
        var head = Utf8.GetBytes(prefix);
        var all = new byte[head.Length + bytes.Length];
        var pin = GCHandle.Alloc(all, GCHandleType.Pinned);
        try
        {
            Buffer.BlockCopy(head, 0, all, 0, head.Length);
            Buffer.BlockCopy(bytes, 0, all, head.Length, bytes.Length);
            return Convert.ToBase64String(all);
        }
        finally
        {
            Array.Clear(all, 0, all.Length);
            pin.Free();
        }
    });

    // AppendChar decrypts and encrypts the whole secret for each character.
    private static unsafe SecureString All(char[] chars, int offset, int count)
    {
        if (count == 0)
        {
            return new SecureString();
        }

        fixed (char* first = &chars[offset])
        {
            return new SecureString(first, count);
        }
    }
}
