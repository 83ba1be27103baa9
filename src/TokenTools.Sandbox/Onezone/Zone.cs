using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Sandbox.Onezone;

/// <summary>
/// The zone: a Oneprovider, a user who administers its cluster and has a group, a space and more, another user without anything, and the
/// secrets of their tokens.
/// </summary>
internal sealed class Zone
{
    /// <summary>The simulated version.</summary>
    public const string Version = "21.02.7";

    /// <summary>The name of a Oneprovider's root token (oz:include/entity_logic.hrl, PROVIDER_ROOT_TOKEN_NAME).</summary>
    public const string RootTokenName = "root token";

    /// <summary>The maximum number of named tokens, which the service does not limit.</summary>
    public const int MaximumNamedTokens = 10_000;

    private readonly Dictionary<string, ZoneToken> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Generation, byte[] Secret)> _temporary = new(StringComparer.Ordinal);
    private readonly SandboxClock _clock;

    public Zone(string domain, SandboxClock clock)
    {
        Domain = domain;
        _clock = clock;
        AddProvider(new ZoneProvider(Provider.Id!, "Sandbox Provider", "oneprovider.sandbox.example"), User);
        Group = Entities.Add(OnezoneEntityKind.Group, NewId(), "Sandbox Group", User, Now);
        Space = Entities.Add(OnezoneEntityKind.Space, NewId(), "Sandbox Space", User, Now);
        Space.Supports[Provider.Id!] = false;
        Harvester = Entities.Add(OnezoneEntityKind.Harvester, NewId(), "Sandbox Harvester", User, Now);
        Inventory = Entities.Add(OnezoneEntityKind.Inventory, NewId(), "Sandbox Inventory", User, Now);
        UserToken = CreateAccessToken(User, "sandbox token");
        OtherUserToken = CreateAccessToken(OtherUser, "sandbox token");
        ProviderToken = CreateAccessToken(Provider, RootTokenName);
    }

    /// <summary>Held while the zone's tokens and entities are read or changed.</summary>
    public object Gate { get; } = new();

    /// <summary>The zone's domain, which is the location in its tokens.</summary>
    public string Domain { get; }

    public OnedataSubject User { get; } = new("user", NewId());

    /// <summary>A user who is a member of nothing, and therefore can use the other one's invitations.</summary>
    public OnedataSubject OtherUser { get; } = new("user", NewId());

    public OnedataSubject Provider { get; } = new("oneprovider", NewId());

    /// <summary>The user's name for signing in.</summary>
    public string UserName { get; set; } = "sandbox";

    /// <summary>The other user's name. This user cannot sign in with a password.</summary>
    public string OtherUserName => "guest";

    /// <summary>False for a zone in which no one can sign in with a password.</summary>
    public bool IsBasicAuthSupported { get; set; } = true;

    /// <summary>The user's password.</summary>
    public string Password { get; set; } = RandomText.Hex(24);

    /// <summary>Groups, spaces and other things with members.</summary>
    public ZoneEntities Entities { get; } = new();

    public ZoneEntity Group { get; }

    public ZoneEntity Space { get; }

    public ZoneEntity Harvester { get; }

    public ZoneEntity Inventory { get; }

    /// <summary>The id of the Oneprovider's cluster, which is the Oneprovider's own id.</summary>
    public string ClusterId => Provider.Id!;

    /// <summary>A named access token of the user, without caveats.</summary>
    public string UserToken { get; }

    /// <summary>A named access token of the other user, without caveats.</summary>
    public string OtherUserToken { get; }

    /// <summary>The Oneprovider's root token: a named access token without caveats (oz:src/logic/provider_logic_plugin.erl).</summary>
    public string ProviderToken { get; }

    /// <summary>The time of the zone's clock in seconds since 1970.</summary>
    public long Now => _clock.UtcNow.ToUnixTimeSeconds();

    /// <summary>An id in the form of datastore keys: 32 hex digits, <c>ch</c> and 4 hex digits.</summary>
    public static string NewId() => RandomText.Hex(32) + "ch" + RandomText.Hex(4);

    // 64 hex digits, used as text (ctool:src/auth/tokens.erl, generate_secret/0).
    public static byte[] NewSecret() => Encoding.ASCII.GetBytes(RandomText.Hex(64));

    public bool Exists(OnedataSubject subject) => IsSame(subject, User) || IsSame(subject, OtherUser) || IsSame(subject, Provider);

    public static bool IsSame(OnedataSubject left, OnedataSubject right) => left.Type == right.Type && left.Id == right.Id;

    /// <summary>Adds a Oneprovider and its cluster, and its support for the space of its administrator.</summary>
    public void AddProvider(ZoneProvider provider, OnedataSubject administrator)
    {
        lock (Gate)
        {
            Entities.Add(provider);
            Entities.Add(OnezoneEntityKind.Cluster, provider.Id, provider.Name, administrator, Now);
        }
    }

    /// <summary>True if a client may act for a subject: for itself, or as an administrator of the Oneprovider's cluster.</summary>
    public bool MayActFor(OnedataSubject client, OnedataSubject subject)
    {
        lock (Gate)
        {
            return IsSame(client, subject)
                || (client.Type == "user" && subject.Type == "oneprovider"
                    && Entities.Find(OnezoneEntityKind.Cluster, subject.Id!) is { } cluster
                    && Entities.HasPrivilege(cluster, client, "cluster_update"));
        }
    }

    /// <summary>A named token; null for an unknown id.</summary>
    public ZoneToken? FindNamed(string id)
    {
        lock (Gate)
        {
            return _named.TryGetValue(id, out var named) ? named : null;
        }
    }

    /// <summary>The named tokens of a subject.</summary>
    public IReadOnlyList<ZoneToken> NamedTokensOf(OnedataSubject subject)
    {
        lock (Gate)
        {
            return _named.Values.Where(token => IsSame(token.Subject, subject))
                .OrderBy(static token => token.Name, StringComparer.Ordinal).ToList();
        }
    }

    /// <summary>Stores a named token.</summary>
    /// <exception cref="OnezoneException">Its subject has one with this name, or there are too many.</exception>
    public void AddNamed(ZoneToken token)
    {
        lock (Gate)
        {
            EnsureNameIsFree(token.Subject, token.Name);
            if (_named.Count >= MaximumNamedTokens)
            {
                throw OnezoneErrors.LimitReached(MaximumNamedTokens, "named tokens of a sandbox");
            }

            _named[token.Id] = token;
        }
    }

    /// <summary>Checks that a subject has no named token with a name.</summary>
    /// <exception cref="OnezoneException">It has one.</exception>
    public void EnsureNameIsFree(OnedataSubject subject, string name)
    {
        if (NamedTokensOf(subject).Any(other => other.Name == name))
        {
            throw OnezoneErrors.BadValueIdentifierOccupied("name");
        }
    }

    public void RemoveNamed(string id)
    {
        lock (Gate)
        {
            _named.Remove(id);
        }
    }

    /// <summary>The secret of a subject's temporary tokens and its generation, from 1.</summary>
    public (long Generation, byte[] Secret) TemporarySecret(OnedataSubject subject)
    {
        lock (Gate)
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
        lock (Gate)
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

        return Macaroon.Create(
            Encoding.ASCII.GetBytes(Domain),
            OnedataIdentifier.ForTemporary(generation, subject, type, NewId()).ToBytes(),
            secret,
            texts).Serialize();
    }

    private string CreateAccessToken(OnedataSubject subject, string name)
    {
        var token = new ZoneToken
        {
            Id = NewId(),
            Name = name,
            Subject = subject,
            Type = OnedataTokenType.Access,
            Secret = NewSecret(),
            CreationTime = Now,
        };
        _named[token.Id] = token;
        return token.Serialize(Domain);
    }
}
