using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;

namespace TokenTools.Vault;

/// <summary>A secret that a vault issues on request, as its parameters describe it.</summary>
internal abstract class VaultSecret
{
    private const string MinimumKey = "MinimumTimeLeft", ValidForKey = "ValidFor";

    private protected VaultSecret(VaultEntry entry)
    {
        Entry = entry;
        MinimumTimeLeft = entry.Settings.Duration(MinimumKey);
    }

    /// <summary>The kind.</summary>
    public abstract VaultSecretKind Kind { get; }

    /// <summary>The name.</summary>
    public string Name => Entry.Name;

    /// <summary>The lifetime of a token when it is issued.</summary>
    public abstract TimeSpan ValidFor { get; }

    /// <summary>
    /// The least time that is left of a token when it is returned. An earlier token with that much left is returned again. Null to return a
    /// new one each time.
    /// </summary>
    public TimeSpan? MinimumTimeLeft { get; }

    /// <summary>What is known about the secret without issuing it.</summary>
    public IReadOnlyDictionary<string, string> Metadata
    {
        get
        {
            var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [VaultSecretKinds.Key] = Kind.Name,
                [ValidForKey] = Duration.Format(ValidFor),
            };
            if (MinimumTimeLeft is { } minimum)
            {
                metadata[MinimumKey] = Duration.Format(minimum);
            }

            Describe(metadata);
            return metadata;
        }
    }

    /// <summary>The settings of the secret and its service.</summary>
    internal VaultEntry Entry { get; }

    /// <summary>Reads the credentials. Nothing is sent.</summary>
    /// <exception cref="TokenException">They are missing, or cannot be used.</exception>
    public abstract VaultCredential ReadCredential();

    /// <summary>Issues a token: one request for one token.</summary>
    /// <param name="credential">The credentials.</param>
    /// <param name="session">The session with the connections.</param>
    /// <param name="progress">Receives retries, on any thread.</param>
    /// <param name="cancellationToken">Cancels delays and retries.</param>
    /// <exception cref="TokenException">No token was received; the error says whether one may exist.</exception>
    public abstract Task<IssuedSecret> IssueAsync(
        VaultCredential credential, VaultSession session, IProgress<Notice>? progress, CancellationToken cancellationToken);

    /// <summary>A token from a kept one of the same credentials, without a request; null if it cannot be derived from that.</summary>
    public virtual IssuedSecret? Derive(VaultSecret secret, IssuedSecret kept) => null;

    /// <summary>Adds what is specific to the kind.</summary>
    private protected abstract void Describe(IDictionary<string, string> metadata);

    /// <summary>Checks what was read.</summary>
    /// <exception cref="TokenArgumentException">A setting is unknown, or no token can have the minimum time left.</exception>
    private protected void Validate()
    {
        Entry.Settings.EnsureKnown();
        if (MinimumTimeLeft >= ValidFor)
        {
            throw new TokenArgumentException(
                MinimumKey, nameof(Messages.VaultMinimumTooLong), new SettingName(MinimumKey), Duration.Format(ValidFor));
        }
    }
}
