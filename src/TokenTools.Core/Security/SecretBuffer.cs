using System;
using System.Globalization;
using System.IO;
using System.Security;
using System.Text;

namespace TokenTools.Security;

/// <summary>The bytes of a document that contains a secret; cleared when disposed of.</summary>
internal sealed class SecretBuffer : IDisposable
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>Appends a text in UTF-8.</summary>
    public void Add(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Add(bytes, bytes.Length);
    }

    /// <summary>Appends a secret, a <see cref="SecureString"/> or a string, in UTF-8.</summary>
    public void AddSecret(object secret) => WithChars(secret, chars =>
    {
        var bytes = Encoding.UTF8.GetBytes(chars);
        Add(bytes, bytes.Length);
        Array.Clear(bytes, 0, bytes.Length);
    });

    /// <summary>
    /// Appends the value of a Java property, a string or a <see cref="SecureString"/>, escaped to ASCII, as java.util.Properties reads it:
    /// its files are ISO 8859-1 with \uXXXX
    /// (https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/Properties.html#load(java.io.Reader)).
    /// </summary>
    public void AddPropertyValue(object value) => WithChars(value, chars =>
    {
        for (var i = 0; i < chars.Length; i++)
        {
            var c = chars[i];
            Add(c switch
            {
                // Only a leading space would be skipped.
                ' ' when i == 0 => "\\ ",
                '\t' => "\\t",
                '\n' => "\\n",
                '\r' => "\\r",
                '\f' => "\\f",
                '\\' or '=' or ':' or '#' or '!' => "\\" + c,
                >= ' ' and <= '~' => c.ToString(),
                _ => "\\u" + ((int)c).ToString("X4", CultureInfo.InvariantCulture),
            });
        }
    });

    /// <summary>Writes all bytes.</summary>
    public void WriteTo(Stream stream) => stream.Write(_bytes, 0, _length);

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.Clear(_bytes, 0, _bytes.Length);
        _length = 0;
    }

    private static void WithChars(object secret, Action<char[]> use)
    {
        if (secret is SecureString secure)
        {
            SecureText.WithChars(secure, chars =>
            {
                use(chars);
                return true;
            });
        }
        else
        {
            var chars = ((string)secret).ToCharArray();
            use(chars);
            Array.Clear(chars, 0, chars.Length);
        }
    }

    private void Add(byte[] bytes, int count)
    {
        if (_length + count > _bytes.Length)
        {
            var larger = new byte[2 * (_length + count)];
            Buffer.BlockCopy(_bytes, 0, larger, 0, _length);
            Array.Clear(_bytes, 0, _bytes.Length);
            _bytes = larger;
        }

        Buffer.BlockCopy(bytes, 0, _bytes, _length, count);
        _length += count;
    }
}
