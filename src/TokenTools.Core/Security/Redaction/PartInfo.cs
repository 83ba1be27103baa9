namespace TokenTools.Security.Redaction;

/// <summary>What a part of a secret's form belongs to.</summary>
/// <param name="Run">How many parts in succession are evidence of the secret: 1, and more for a form in which a character is long.</param>
/// <param name="Encoding">The form's encoding.</param>
/// <param name="Secret">The secret's index.</param>
internal readonly record struct PartInfo(int Run, SecretEncodings Encoding, int Secret)
{
    /// <summary>True if this is the better description of a part that occurs in both forms.</summary>
    public bool Precedes(PartInfo other) => (Run, Encoding, Secret).CompareTo((other.Run, other.Encoding, other.Secret)) < 0;
}
