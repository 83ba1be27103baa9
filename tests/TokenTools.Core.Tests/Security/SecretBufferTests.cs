using System;
using System.IO;
using System.Linq;
using System.Text;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

public class SecretBufferTests
{
    // java.util.Properties, load: what has a meaning there is escaped.
    [Theory]
    [InlineData("plain-Text_1.0", "plain-Text_1.0")]
    [InlineData(" a b ", "\\ a b ")]
    [InlineData("a\tb\nc\rd\fe", "a\\tb\\nc\\rd\\fe")]
    [InlineData("a=b:c#d!e\\f", "a\\=b\\:c\\#d\\!e\\\\f")]
    [InlineData("~\u007f\u00e9\u20ac\0\u001f", "~\\u007F\\u00E9\\u20AC\\u0000\\u001F")]
    [InlineData("🔑", "\\uD83D\\uDD11")]
    public void AddPropertyValue_Text_IsEscaped(string text, string expected)
    {
        Assert.Equal(expected, Encoding.Latin1.GetString(Bytes(buffer => buffer.AddPropertyValue(text))));
        Assert.Equal(expected, Encoding.Latin1.GetString(Bytes(buffer => buffer.AddPropertyValue(SecureText.FromString(text)))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("zażółć 🔑")]
    public void AddSecret_Text_IsUtf8(string text)
    {
        var expected = Encoding.UTF8.GetBytes("<" + text + ">");

        Assert.Equal(expected, Bytes(buffer => Add(buffer, text)));
        Assert.Equal(expected, Bytes(buffer => Add(buffer, SecureText.FromString(text))));

        static void Add(SecretBuffer buffer, object secret)
        {
            buffer.Add("<");
            buffer.AddSecret(secret);
            buffer.Add(">");
        }
    }

    // As many bytes as it has room for at first, one more, and many times as many.
    [Theory]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(100_000)]
    public void Add_ManyBytes_AreAllKept(int length)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(static i => (char)('a' + (i % 26))));

        Assert.Equal(Encoding.ASCII.GetBytes(text), Bytes(buffer => buffer.Add(text)));
        Assert.Equal(Encoding.ASCII.GetBytes(text), Bytes(buffer =>
        {
            foreach (var part in text.Chunk(100))
            {
                buffer.AddSecret(new string(part));
            }
        }));
    }

    [Fact]
    public void Dispose_Buffer_IsEmptyAndHoldsNothing()
    {
        var buffer = new SecretBuffer();
        buffer.Add(new string('s', 3000));
        buffer.Dispose();

        var written = new MemoryStream();
        buffer.WriteTo(written);
        Assert.Equal(0, written.Length);
        Assert.Empty(Net.ReadableSecrets.Find(buffer, "sss"));
    }

    private static byte[] Bytes(Action<SecretBuffer> add)
    {
        using var buffer = new SecretBuffer();
        add(buffer);
        var written = new MemoryStream();
        buffer.WriteTo(written);
        return written.ToArray();
    }
}
