using System;
using System.Collections.Generic;
using System.Text;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Sandbox.Onezone;

/// <summary>The zone: one Oneprovider, one user who administers its cluster and is supported by it, their tokens' secrets.</summary>
internal sealed class ZoneState
{
    /// <summary>The version that is acted out.</summary>
    public const string Version = "21.02.7";

    private readonly object _gate = new();
    private readonly Dictionary<string, (OnedataSubject Subject, byte[] Secret)> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Generation, byte[] Secret)> _temporary = new(StringComparer.Ordinal);

    public ZoneState(string domain)
    {
        Domain = domain;
        UserToken = CreateNamed(User);
        ProviderToken = CreateNamed(Provider);
    }

    /// <summary>Where the zone is, which stands in each of its tokens.</summary>
    public string Domain { get; }

    public OnedataSubject User { get; } = new("user", NewId());

    public OnedataSubject Provider { get; } = new("oneprovider", NewId());

    /// <summary>A Oneprovider's cluster has the Oneprovider's id.</summary>
    public string ClusterId => Provider.Id!;

    /// <summary>A named access token of the user, without caveats.</summary>
    public string UserToken { get; }

    /// <summary>The provider's root token: a named access token without caveats (oz:src/logic/provider_logic_plugin.erl).</summary>
    public string ProviderToken { get; }

    /// <summary>In the form of datastore keys: 32 hex digits, <c>ch</c> and 4 hex digits.</summary>
    public static string NewId() => RandomText.Hex(32) + "ch" + RandomText.Hex(4);

    public bool Exists(OnedataSubject subject) => IsSame(subject, User) || IsSame(subject, Provider);

    public static bool IsSame(OnedataSubject a, OnedataSubject b) => a.Type == b.Type && a.Id == b.Id;

    /// <summary>The subject and secret of a named token; null if there is none of that id.</summary>
    public (OnedataSubject Subject, byte[] Secret)? Named(string id)
    {
        lock (_gate)
        {
            return _named.TryGetValue(id, out var found) ? found : null;
        }
    }

    /// <summary>What a subject's temporary tokens are signed with, and which of their successive secrets that is, from 1.</summary>
    public (long Generation, byte[] Secret) Temporary(OnedataSubject subject)
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

    /// <summary>Puts a new secret in place of a subject's: none of its temporary tokens is good any more.</summary>
    public void RevokeTemporary(OnedataSubject subject)
    {
        lock (_gate)
        {
            _temporary[subject.ToString()] = (Temporary(subject).Generation + 1, NewSecret());
        }
    }

    /// <summary>Signs a temporary token. Its expiry is in its caveats alone; nothing is kept of it.</summary>
    public string CreateTemporary(OnedataSubject subject, OnedataTokenType type, IReadOnlyList<TokenCaveat> caveats)
    {
        var (generation, secret) = Temporary(subject);
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
