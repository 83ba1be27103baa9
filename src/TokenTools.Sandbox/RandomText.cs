using System.Text;
using TokenTools.Security;

namespace TokenTools.Sandbox;

/// <summary>Random secrets and ids from the operating system's cryptographic generator.</summary>
internal static class RandomText
{
    public static string Create(string alphabet, int length)
    {
        var chars = new char[length];
        SecretGenerator.Fill(chars, alphabet);
        return new string(chars);
    }

    public static string Hex(int length) => Create("0123456789abcdef", length);

    /// <summary>A version 4 UUID. Guid.NewGuid guarantees uniqueness, but not that the value is unpredictable.</summary>
    public static string Uuid()
    {
        var text = new StringBuilder(Hex(32));
        text[12] = '4';
        text[16] = Create("89ab", 1)[0];
        return text.Insert(20, '-').Insert(16, '-').Insert(12, '-').Insert(8, '-').ToString();
    }

    /// <summary>Compares two secrets in constant time.</summary>
    public static bool ConstantTimeEquals(string left, string right) =>
        ConstantTime.Equal(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
