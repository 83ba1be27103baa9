namespace TokenTools.Security.Redaction;

/// <summary>A place at which a secret was found in a stream.</summary>
/// <param name="Start">The number of bytes before it.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Secret">The index of the secret among those that were searched for.</param>
/// <param name="Encoding">How the secret is encoded there.</param>
internal readonly record struct SecretMatch(long Start, long Length, int Secret, SecretEncodings Encoding);
