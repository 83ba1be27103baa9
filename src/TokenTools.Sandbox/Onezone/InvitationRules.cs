using System.Collections.Generic;
using System.Linq;
using TokenTools.Onedata;

namespace TokenTools.Sandbox.Onezone;

/// <summary>Determines who may invite to what. Call it with the gate held.</summary>
/// <remarks>oz:src/logic/tokens/invite_tokens.erl, ensure_valid_invitation/4</remarks>
internal sealed class InvitationRules
{
    private readonly Zone _zone;

    public InvitationRules(Zone zone) => _zone = zone;

    /// <summary>Checks that a subject may issue an invitation.</summary>
    /// <param name="type">The type of the token.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="isCustom">True if the invitation grants other privileges than the default ones.</param>
    /// <param name="isNew">
    /// True when it is issued. A user who names a group, space, harvester or inventory that does not exist then gets it, unlike in the
    /// service, so that examples with any id can be tried.
    /// </param>
    /// <exception cref="OnezoneException">The target does not exist, or the subject may not invite to it.</exception>
    public void Check(OnedataTokenType type, OnedataSubject subject, bool isCustom, bool isNew)
    {
        if (type.InviteType is not { } invite)
        {
            return;
        }

        var target = type.TargetId!;
        if (OnezoneEntityKind.FindIdKey(invite.TargetKey) is not { } kind)
        {
            CheckRegistration(target, subject);
            return;
        }

        var entity = _zone.Entities.Find(kind, target);
        if (entity is null && isNew && subject.Type == "user" && kind != OnezoneEntityKind.Cluster)
        {
            entity = _zone.Entities.Add(kind, target, "Sandbox " + kind.Name.Replace("atm_", string.Empty), subject, _zone.Now);
        }

        if (entity is null)
        {
            throw OnezoneErrors.InviteTokenTargetIdInvalid(target);
        }

        var privileges = isCustom ? new[] { AddPrivilege(invite, kind), kind.Name + "_set_privileges" } : [AddPrivilege(invite, kind)];
        var isAllowed = subject.Type == "oneprovider"
            ? kind == OnezoneEntityKind.Cluster && target == subject.Id
            : privileges.All(privilege => _zone.Entities.HasPrivilege(entity, subject, privilege));
        if (!isAllowed)
        {
            throw OnezoneErrors.InviteTokenSubjectNotAuthorized;
        }
    }

    /// <summary>The privileges that an invitation grants by default; null for one without privileges.</summary>
    public static IReadOnlyList<string>? DefaultPrivileges(InviteType type)
    {
        if (InviteJoin.Of(type) is not { GrantsPrivileges: true } join)
        {
            return null;
        }

        // oz:src/logic/tokens/token_metadata.erl, default_invite_privileges/1
        return join is { Consumer: null } && join.Target == OnezoneEntityKind.Cluster
            ? join.Target.Privileges
            : join.Target.MemberPrivileges;
    }

    // A Oneprovider can be registered only for the user who invites it, except by an administrator, which the sandbox does not have.
    private void CheckRegistration(string target, OnedataSubject subject)
    {
        if (!_zone.Exists(new OnedataSubject("user", target)))
        {
            throw OnezoneErrors.InviteTokenTargetIdInvalid(target);
        }

        if (subject.Type != "user" || subject.Id != target)
        {
            throw OnezoneErrors.InviteTokenSubjectNotAuthorized;
        }
    }

    private static string AddPrivilege(InviteType invite, OnezoneEntityKind kind) => kind.Name + "_add_" + invite.Consumer switch
    {
        "oneprovider" => "support",
        "group" when kind == OnezoneEntityKind.Group => "child",
        var consumer => consumer,
    };
}
