using System.Collections.Generic;

namespace TokenTools.Security.Redaction;

/// <summary>Collects the places at which secrets are found in bytes that arrive in any portions.</summary>
internal sealed class SecretSearch : ISecretSink
{
    private readonly List<SecretMatch> _matches = [];
    private readonly SecretStreamMatcher _matcher;

    /// <param name="parts">The secrets.</param>
    public SecretSearch(SecretParts parts) => _matcher = new SecretStreamMatcher(parts, this);

    /// <summary>Searches bytes.</summary>
    public void Write(byte[] buffer, int offset, int count) => _matcher.Write(buffer, offset, count);

    /// <summary>All places, after the last bytes.</summary>
    public IReadOnlyList<SecretMatch> Complete()
    {
        _matcher.Complete();
        return _matches;
    }

    void ISecretSink.Pass(byte[] buffer, int offset, int count)
    {
    }

    void ISecretSink.Withhold(byte[] buffer, int offset, int count)
    {
    }

    void ISecretSink.Found(SecretMatch match) => _matches.Add(match);
}
