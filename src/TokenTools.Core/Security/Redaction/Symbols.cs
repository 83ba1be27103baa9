namespace TokenTools.Security.Redaction;

/// <summary>What of a text or of bytes is compared: each character as a symbol of one byte, in which case does not matter.</summary>
internal static class Symbols
{
    /// <summary>The value of bytes that are not compared.</summary>
    public const byte Dropped = 0;

    /// <summary>Letters, digits and bytes above 127.</summary>
    public static byte[] Alphanumeric { get; } = Table(static value => value is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 0x80);

    /// <summary>All but white space and control characters.</summary>
    public static byte[] Visible { get; } = Table(static value => value is > ' ' and not 0x7F);

    /// <summary>Every byte as it is; zero is compared as 1.</summary>
    public static byte[] Bytes { get; } = CreateBytes();

    /// <summary>The symbols of a folded text. Characters above 127 share symbols.</summary>
    public static byte[] Of(MappedText folded)
    {
        var symbols = new byte[folded.Length];
        for (var i = 0; i < symbols.Length; i++)
        {
            var c = folded[i];
            symbols[i] = c < 0x80 ? (byte)c : (byte)(0x80 | ((c ^ (c >> 7)) & 0x7F));
        }

        return symbols;
    }

    /// <summary>The symbols of bytes in one of the tables.</summary>
    public static byte[] Of(byte[] bytes, byte[] table)
    {
        var symbols = new byte[bytes.Length];
        var count = 0;
        foreach (var value in bytes)
        {
            if (table[value] != Dropped)
            {
                symbols[count++] = table[value];
            }
        }

        System.Array.Resize(ref symbols, count);
        return symbols;
    }

    private static byte[] Table(System.Predicate<int> isCompared)
    {
        var table = new byte[256];
        for (var value = 0; value < table.Length; value++)
        {
            var upper = value is >= 'a' and <= 'z' ? value - 32 : value;
            table[value] = isCompared(upper) ? (byte)upper : Dropped;
        }

        return table;
    }

    private static byte[] CreateBytes()
    {
        var table = new byte[256];
        for (var value = 0; value < table.Length; value++)
        {
            table[value] = (byte)(value == 0 ? 1 : value);
        }

        return table;
    }
}
