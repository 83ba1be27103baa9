namespace TokenTools.Security.Redaction;

/// <summary>Gets the bytes of a stream in their order, separated into those that are part of a secret and all others.</summary>
internal interface ISecretSink
{
    /// <summary>Gets bytes that are not part of a secret. The buffer is reused afterwards.</summary>
    void Pass(byte[] buffer, int offset, int count);

    /// <summary>Gets bytes that are part of a secret. The buffer is cleared afterwards.</summary>
    void Withhold(byte[] buffer, int offset, int count);

    /// <summary>Gets the place of the bytes that were withheld since the last one, once all of them were.</summary>
    void Found(SecretMatch match);
}
