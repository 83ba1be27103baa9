using System.Text;
using TokenTools.Security;

namespace TokenTools.Sandbox;

/// <summary>Random texts for secrets and ids, from the system's secure source.</summary>
internal static class RandomText
{
    public static string Of(string alphabet, int length)
    {
        var chars = new char[length];
        SecretGenerator.Fill(chars, alphabet);
        return new string(chars);
    }

    public static string Hex(int length) => Of("0123456789abcdef", length);

    /// <summary>In the form of a version 4 UUID. Not Guid.NewGuid, which promises to be unique and not to be secret.</summary>
    public static string Uuid()
    {
        var text = new StringBuilder(Hex(32));
        text[12] = '4';
        text[16] = Of("89ab", 1)[0];
        return text.Insert(20, '-').Insert(16, '-').Insert(12, '-').Insert(8, '-').ToString();
    }

    /// <summary>Whether two secrets are the same, in a time that tells no more than their lengths.</summary>
    public static bool SameSecret(string a, string b) => ConstantTime.Equal(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
