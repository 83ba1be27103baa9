using System;
using System.Collections.Generic;
using System.Text;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Sandbox.Onezone;

/// <summary>The zone: a Oneprovider, a user who administers its cluster and is supported by it, and the secrets of their tokens.</summary>
internal sealed class Zone
{
    /// <summary>The simulated version.</summary>
    public const string Version = "21.02.7";

    private readonly object _gate = new();
    private readonly Dictionary<string, (OnedataSubject Subject, byte[] Secret)> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Generation, byte[] Secret)> _temporary = new(StringComparer.Ordinal);

    public Zone(string domain)
    {
        Domain = domain;
        UserToken = CreateNamed(User);
        ProviderToken = CreateNamed(Provider);
    }

    /// <summary>The zone's domain, which is the location in its tokens.</summary>
    public string Domain { get; }

    public OnedataSubject User { get; } = new("user", NewId());

    public OnedataSubject Provider { get; } = new("oneprovider", NewId());

    /// <summary>The id of the Oneprovider's cluster, which is the Oneprovider's own id.</summary>
    public string ClusterId => Provider.Id!;

    /// <summary>A named access token of the user, without caveats.</summary>
    public string UserToken { get; }

    /// <summary>The Oneprovider's root token: a named access token without caveats (oz:src/logic/provider_logic_plugin.erl).</summary>
    public string ProviderToken { get; }

    /// <summary>An id in the form of datastore keys: 32 hex digits, <c>ch</c> and 4 hex digits.</summary>
    public static string NewId() => RandomText.Hex(32) + "ch" + RandomText.Hex(4);

    public bool Exists(OnedataSubject subject) => IsSame(subject, User) || IsSame(subject, Provider);

    public static bool IsSame(OnedataSubject left, OnedataSubject right) => left.Type == right.Type && left.Id == right.Id;

    /// <summary>The subject and secret of a named token; null for an unknown id.</summary>
    public (OnedataSubject Subject, byte[] Secret)? FindNamed(string id)
    {
        lock (_gate)
        {
            return _named.TryGetValue(id, out var named) ? named : null;
        }
    }

    /// <summary>The secret of a subject's temporary tokens and its generation, from 1.</summary>
    public (long Generation, byte[] Secret) TemporarySecret(OnedataSubject subject)
    {
        lock (_gate)
        {
            if (!_temporary.TryGetValue(subject.ToString(), out var found))
            {
                found = (1, NewSecret());
                _temporary[subject.ToString()] = found;
            }

            return found;
        }
    }

    /// <summary>Replaces the secret of a subject's temporary tokens, which revokes all of them.</summary>
    public void RevokeTemporary(OnedataSubject subject)
    {
        lock (_gate)
        {
            _temporary[subject.ToString()] = (TemporarySecret(subject).Generation + 1, NewSecret());
        }
    }

    /// <summary>Creates a temporary token. It is not stored: its expiry is only in its caveats.</summary>
    public string CreateTemporary(OnedataSubject subject, OnedataTokenType type, IReadOnlyList<TokenCaveat> caveats)
    {
        var (generation, secret) = TemporarySecret(subject);
        var texts = new List<byte[]>(caveats.Count);
        foreach (var caveat in caveats)
        {
            texts.Add(caveat.ToBytes());
        }

        return Sign(OnedataIdentifier.ForTemporary(generation, subject, type, NewId()), secret, texts);
    }

    private string CreateNamed(OnedataSubject subject)
    {
        var id = NewId();
        var secret = NewSecret();
        _named[id] = (subject, secret);
        return Sign(OnedataIdentifier.ForNamed(subject, OnedataTokenType.Access, id), secret, []);
    }

    private string Sign(OnedataIdentifier identifier, byte[] secret, IEnumerable<byte[]> caveats) =>
        Macaroon.Create(Encoding.ASCII.GetBytes(Domain), identifier.ToBytes(), secret, caveats).Serialize();

    // 64 hex digits, used as text (ctool:src/auth/tokens.erl, generate_secret/0).
    private static byte[] NewSecret() => Encoding.ASCII.GetBytes(RandomText.Hex(64));
}
