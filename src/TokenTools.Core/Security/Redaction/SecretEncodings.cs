using System;

namespace TokenTools.Security.Redaction;

/// <summary>How a secret is encoded where it was found; several where encodings are combined.</summary>
[Flags]
internal enum SecretEncodings
{
    /// <summary>As it is, in any case.</summary>
    Plain = 0,

    /// <summary>Hexadecimal bytes, with or without prefixes and separators.</summary>
    Hexadecimal = 1 << 0,

    /// <summary>Decimal bytes.</summary>
    Decimal = 1 << 1,

    /// <summary>Base64 at any offset.</summary>
    Base64 = 1 << 2,

    /// <summary>Base64 with the alphabet for addresses (RFC 4648 §5).</summary>
    Base64Url = 1 << 3,

    /// <summary>Encoded twice, such as the base64 form of the base64 form.</summary>
    Twice = 1 << 4,

    /// <summary>UTF-16, in either byte order.</summary>
    Utf16 = 1 << 5,

    /// <summary>Percent-encoding.</summary>
    Percent = 1 << 6,

    /// <summary>Backslash escapes, as of JSON.</summary>
    Backslash = 1 << 7,

    /// <summary>Character references of HTML and XML.</summary>
    CharacterReference = 1 << 8,

    /// <summary>With line ends in it.</summary>
    Wrapped = 1 << 9,

    /// <summary>Found after escapes were decoded; which ones is determined from the bytes.</summary>
    Escaped = 1 << 10,
}
