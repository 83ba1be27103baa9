using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Onedata;

namespace TokenTools.Sandbox.Onezone;

/// <summary>The entities of the zone and their members. Call it with the zone's gate held.</summary>
internal sealed class ZoneEntities
{
    /// <summary>The maximum number of entities, which the service does not limit.</summary>
    public const int MaximumCount = 1000;

    private readonly Dictionary<string, ZoneEntity> _entities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ZoneProvider> _providers = new(StringComparer.Ordinal);

    public IEnumerable<ZoneEntity> All => _entities.Values;

    /// <summary>The entity; null for none.</summary>
    public ZoneEntity? Find(OnezoneEntityKind kind, string id) =>
        _entities.TryGetValue(ZoneEntity.MemberKeyOf(kind, id), out var entity) ? entity : null;

    public ZoneProvider? FindProvider(string id) => _providers.TryGetValue(id, out var provider) ? provider : null;

    /// <summary>Adds an entity, with all privileges for its creator.</summary>
    /// <exception cref="OnezoneException">There are too many.</exception>
    public ZoneEntity Add(OnezoneEntityKind kind, string id, string name, OnedataSubject creator, long creationTime)
    {
        if (_entities.Count >= MaximumCount)
        {
            throw OnezoneErrors.LimitReached(MaximumCount, "entities of a sandbox");
        }

        var entity = new ZoneEntity(kind, id, name, creator, creationTime);
        entity.Members[creator.ToString()] = kind.Privileges;
        _entities[entity.MemberKey] = entity;
        return entity;
    }

    public void Add(ZoneProvider provider) => _providers[provider.Id] = provider;

    public void Remove(ZoneEntity entity)
    {
        _entities.Remove(entity.MemberKey);
        foreach (var other in _entities.Values)
        {
            other.Members.Remove(entity.MemberKey);
        }
    }

    /// <summary>The entities of a kind that have a user as a member, also through groups.</summary>
    public IEnumerable<ZoneEntity> EffectiveOf(OnezoneEntityKind kind, OnedataSubject user)
    {
        var keys = MemberKeys(user);
        return _entities.Values.Where(entity => entity.Kind == kind && keys.Any(entity.Members.ContainsKey));
    }

    /// <summary>True if a user has a privilege in an entity, also through groups.</summary>
    public bool HasPrivilege(ZoneEntity entity, OnedataSubject user, string privilege) => MemberKeys(user).Any(
        key => entity.Members.TryGetValue(key, out var privileges) && privileges.Contains(privilege));

    /// <summary>The Oneproviders that support a space of a user.</summary>
    public IEnumerable<ZoneProvider> ProvidersOf(OnedataSubject user) => EffectiveOf(OnezoneEntityKind.Space, user)
        .SelectMany(static space => space.Supports.Keys).Distinct(StringComparer.Ordinal).Select(id => _providers[id]);

    /// <summary>True if a user is a member of a group, also through other groups.</summary>
    public bool IsInGroup(OnedataSubject user, string groupId) => groupId == OnedataIds.Any
        ? MemberKeys(user).Count > 1
        : MemberKeys(user).Contains(ZoneEntity.MemberKeyOf(OnezoneEntityKind.Group, groupId));

    // The user and, transitively, the groups with it as a member.
    private HashSet<string> MemberKeys(OnedataSubject user)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal) { user.ToString() };
        var groups = _entities.Values.Where(static entity => entity.Kind == OnezoneEntityKind.Group).ToList();
        for (var found = true; found;)
        {
            found = groups.RemoveAll(group => keys.Any(group.Members.ContainsKey) && keys.Add(group.MemberKey)) > 0;
        }

        return keys;
    }
}
