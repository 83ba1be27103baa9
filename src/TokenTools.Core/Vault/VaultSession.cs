using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;

namespace TokenTools.Vault;

/// <summary>The connections and tokens that vaults keep in memory, and nowhere else.</summary>
/// <remarks>SecretManagement calls one command at a time in a runspace.</remarks>
internal sealed class VaultSession : IDisposable
{
    // More than a vault has at a time. A credential that changes would otherwise leave its connections open.
    private const int LargestCount = 16;

    private readonly Queue<string> _oldest = new();
    private readonly Dictionary<string, ServiceConnection> _connections = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Vault, string Name), Kept> _kept = [];

    /// <summary>A token for a secret: a kept one that has enough time left, one derived from a kept one, or a new one.</summary>
    /// <param name="vault">The vault's name.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="progress">Receives retries, on any thread.</param>
    /// <param name="cancellationToken">Cancels delays and retries.</param>
    /// <exception cref="TokenException">There is no token; the error says whether one may exist.</exception>
    public async Task<IssuedSecret> GetAsync(
        string vault, VaultSecret secret, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var credential = secret.ReadCredential();
        var settings = secret.Entry.Settings.Fingerprint;
        var key = (vault.ToUpperInvariant(), secret.Name.ToUpperInvariant());
        if (secret.MinimumTimeLeft is { } minimum && _kept.TryGetValue(key, out var own) && own.Settings == settings
            && own.Credential == credential.Fingerprint && own.Issued.HasLeft(minimum))
        {
            return own.Issued with { Origin = nameof(Messages.VaultKept) };
        }

        var derived = _kept.Where(pair => pair.Key.Vault == key.Item1 && pair.Value.Credential == credential.Fingerprint)
            .Select(pair => secret.Derive(pair.Value.Secret, pair.Value.Issued)).FirstOrDefault(static token => token is not null);
        var issued = derived ?? await secret.IssueAsync(credential, this, progress, cancellationToken).ConfigureAwait(false);
        if (secret.MinimumTimeLeft is not null || issued.Token is not null)
        {
            if (_kept.TryGetValue(key, out var replaced))
            {
                replaced.Issued.Value.Dispose();
            }

            _kept[key] = new Kept(secret, settings, credential.Fingerprint, issued);
        }

        return issued;
    }

    /// <summary>The connection for credentials: the same one while they stay the same.</summary>
    /// <typeparam name="T">The type of the connection.</typeparam>
    /// <exception cref="TokenException">A setting cannot be used.</exception>
    public T Connection<T>(VaultCredential credential)
        where T : ServiceConnection
    {
        if (!_connections.TryGetValue(credential.Fingerprint, out var connection))
        {
            connection = credential.Connect!();
            _connections.Add(credential.Fingerprint, connection);
            _oldest.Enqueue(credential.Fingerprint);
            if (_oldest.Count > LargestCount)
            {
                var oldest = _oldest.Dequeue();
                _connections[oldest].Dispose();
                _connections.Remove(oldest);
            }
        }

        return (T)connection;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Dispose();
        }

        foreach (var kept in _kept.Values)
        {
            kept.Issued.Value.Dispose();
        }

        _connections.Clear();
        _oldest.Clear();
        _kept.Clear();
    }

    private sealed record Kept(VaultSecret Secret, string Settings, string Credential, IssuedSecret Issued);
}
