using System.Globalization;

namespace TokenTools.Security;

/// <summary>A place at which a secret was found. Contains nothing of the secret.</summary>
public sealed class SecretLeak
{
    internal SecretLeak(string place, string encoding, int secret, long offset)
    {
        Place = place;
        Encoding = encoding;
        Secret = secret;
        Offset = offset;
    }

    /// <summary>Where the secret was found, such as a stream and the number of the message, a file, or the argument of a process.</summary>
    public string Place { get; }

    /// <summary>How it is encoded there: <c>plain</c>, <c>base64</c>, <c>percent</c>, …, or several of these.</summary>
    public string Encoding { get; }

    /// <summary>Which of the secrets was found, from 1.</summary>
    public int Secret { get; }

    /// <summary>The number of bytes before it at this place.</summary>
    public long Offset { get; }

    /// <summary>The place and the encoding.</summary>
    public override string ToString() =>
        string.Format(CultureInfo.InvariantCulture, "{0}: secret {1}, {2}, at byte {3}", Place, Secret, Encoding, Offset);
}
