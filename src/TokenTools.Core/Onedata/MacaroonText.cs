namespace TokenTools.Onedata;

/// <summary>The text form of a macaroon: an optional <c>opw-</c> or <c>opp-</c>, then its packets in <see cref="Base62"/>.</summary>
/// <remarks>Source: ctool:src/auth/tokens.erl.</remarks>
internal static class MacaroonText
{
    /// <summary>The maximum length of a token's text, in characters (<c>max_token_size</c> in ctool:src/auth/tokens.erl).</summary>
    public const int MaximumLength = 1_048_576;

    private const int PrefixLength = 4;

    /// <summary>Decodes a token into packets, which are not checked yet.</summary>
    /// <param name="text">The text that contains the token.</param>
    /// <param name="start">Where the token starts.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="servicePrefix">The prefix; null for none.</param>
    /// <param name="damage">The error in the last characters, to report if the packets are valid.</param>
    /// <exception cref="TokenFormatException">It is not a token; the message describes the position and the problem.</exception>
    public static byte[] Decode<T>(T text, int start, int end, out string? servicePrefix, out TokenFormatException? damage)
        where T : struct, ICharacters
    {
        if (start == end)
        {
            throw new TokenFormatException(nameof(Messages.MacaroonEmpty));
        }

        if (end - start > MaximumLength)
        {
            throw TooLong();
        }

        servicePrefix = null;
        if (end - start >= PrefixLength && text[start + PrefixLength - 1] == '-')
        {
            // Any other prefix is rejected, as ctool:src/auth/tokens.erl check_for_oneprovider_service_indication/1 does.
            servicePrefix = (text[start], text[start + 1], text[start + 2]) switch
            {
                ('o', 'p', 'w') => "opw-",
                ('o', 'p', 'p') => "opp-",
                _ => throw new TokenFormatException(nameof(Messages.MacaroonPrefixUnknown)),
            };
            start += PrefixLength;
        }

        return Base62Decoder.Decode(text, start, end, out damage);
    }

    /// <summary>Encodes packets, with a prefix or none.</summary>
    public static char[] Encode(byte[] packets, string? servicePrefix)
    {
        var chars = new char[EncodedLength(packets, servicePrefix)];
        servicePrefix?.CopyTo(0, chars, 0, PrefixLength);
        Base62.Encode(packets, chars, servicePrefix is null ? 0 : PrefixLength);
        return chars;
    }

    /// <summary>True if the text is longer than the maximum.</summary>
    public static bool IsTooLong(byte[] packets, string? servicePrefix) =>
        // At most two characters for six bits: only a token near the limit needs to be measured.
        ((long)packets.Length * 8 / 3) + 8 > MaximumLength && EncodedLength(packets, servicePrefix) > MaximumLength;

    /// <summary>The error for a token that is too long.</summary>
    public static TokenFormatException TooLong() => new(nameof(Messages.MacaroonTooLong), MaximumLength);

    private static int EncodedLength(byte[] packets, string? servicePrefix) =>
        Base62.EncodedLength(packets) + (servicePrefix is null ? 0 : PrefixLength);
}
