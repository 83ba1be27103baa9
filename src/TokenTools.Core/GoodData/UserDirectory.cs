using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.GoodData;

/// <summary>The users of an organization.</summary>
/// <param name="api">Sends the requests.</param>
internal sealed class UserDirectory(GoodDataApi api)
{
    private readonly EntityCollection _users = new(api, "entities/users", "user", "userGroups");

    /// <summary>Gets one user.</summary>
    /// <exception cref="TokenApiException">There is no such user, or the connection's user may not see it.</exception>
    public async Task<GoodDataUser> GetAsync(string id, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        ValidateId(id);
        var user = await _users.FindAsync(id, progress, cancellationToken).ConfigureAwait(false)
            ?? throw new TokenApiException(nameof(Messages.GoodDataUserMissing), [DisplayText.Id(id)], 404, neverApplied: true);
        var permissions = await TryReadPermissionsAsync(progress, cancellationToken).ConfigureAwait(false);
        return new GoodDataUser(user, permissions?.Of(user.Id, user.References("userGroups")));
    }

    /// <summary>Lists all users.</summary>
    public async Task<IReadOnlyList<GoodDataUser>> ListAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var permissions = await TryReadPermissionsAsync(progress, cancellationToken).ConfigureAwait(false);
        return await _users.ListAsync(
            user => new GoodDataUser(user, permissions?.Of(user.Id, user.References("userGroups"))), progress, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Creates a user, or changes an existing one to the desired state. Each step is the same if it is repeated, so the call can be
    /// repeated after any failure. Attributes that are not specified, other groups and other permissions are not changed.
    /// </summary>
    /// <param name="spec">The desired state.</param>
    /// <param name="progress">Receives notices, on any thread.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The user, as the organization returns it afterwards.</returns>
    public async Task<GoodDataUser> EnsureAsync(GoodDataUserSpec spec, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        spec.Validate();
        var dex = spec.Dex ? await EnsureDexAsync(spec, progress, cancellationToken).ConfigureAwait(false) : null;
        GoodDataUser result;
        try
        {
            result = await EnsureUserAsync(spec, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (spec.Password is null && dex is { Password: not null }
            && error is (TokenException or OperationCanceledException))
        {
            progress?.Report(new Notice(NoticeLevel.Warning, DexPasswordNotReturned(spec).ToString()));
            throw;
        }

        result.Change = result.Change == GoodDataChange.Unchanged && dex?.Password is not null ? GoodDataChange.Updated : result.Change;
        result.Password = dex?.Password;
        result.Warnings = dex is { Password: null }
            ? [new TokenWarning(nameof(Messages.DexUserExists), DisplayText.Id(spec.Email!.Trim()))]
            : [];
        return result;
    }

    /// <summary>The sentence about a generated password that was not returned to the caller.</summary>
    internal static MessageText DexPasswordNotReturned(GoodDataUserSpec spec) =>
        new(nameof(Messages.DexPasswordNotReturned), DisplayText.Id(spec.Email!.Trim()));

    private async Task<GoodDataUser> EnsureUserAsync(
        GoodDataUserSpec spec, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var id = spec.EffectiveId;
        var user = await _users.FindAsync(id, progress, cancellationToken).ConfigureAwait(false);
        var change = GoodDataChange.Unchanged;
        if (user is null)
        {
            (user, change) = await CreateAsync(spec, progress, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await CompleteAsync(spec, user, change, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (change == GoodDataChange.Created && error is (TokenException or OperationCanceledException))
        {
            progress?.Report(new Notice(NoticeLevel.Warning, MessageText.Format(nameof(Messages.GoodDataUserCreated), DisplayText.Id(id))));
            throw;
        }
    }

    // What an existing user lacks.
    private async Task<GoodDataUser> CompleteAsync(
        GoodDataUserSpec spec, Entity user, GoodDataChange change, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var id = user.Id;
        if (Difference(user, spec) is { Count: > 0 } difference)
        {
            await _users.UpdateAsync(id, difference, progress, cancellationToken).ConfigureAwait(false);
            change = change == GoodDataChange.Created ? change : GoodDataChange.Updated;
        }

        foreach (var group in spec.Groups().Except(user.References("userGroups"), StringComparer.Ordinal))
        {
            await AddToGroupAsync(id, group, progress, cancellationToken).ConfigureAwait(false);
            change = change == GoodDataChange.Created ? change : GoodDataChange.Updated;
        }

        var permissions = await OrganizationPermissions.ReadAsync(api, progress, cancellationToken).ConfigureAwait(false);
        if (spec.Manage && !permissions.Of(id, []).Contains(OrganizationPermissions.Manage, StringComparer.Ordinal))
        {
            await permissions.GrantManageAsync(api, id, progress, cancellationToken).ConfigureAwait(false);
            change = change == GoodDataChange.Created ? change : GoodDataChange.Updated;
        }

        var result = change == GoodDataChange.Unchanged
            ? new GoodDataUser(user, permissions.Of(id, user.References("userGroups")))
            : await GetAsync(id, progress, cancellationToken).ConfigureAwait(false);
        EnsureResult(spec, result);
        result.Change = change;
        return result;
    }

    internal static void ValidateId(string? id)
    {
        if (!GoodDataId.IsValid(id))
        {
            throw new TokenArgumentException("Id", nameof(Messages.BootstrapUserInvalid), new SettingName("Id"));
        }
    }

    private static JObject Difference(Entity user, GoodDataUserSpec spec)
    {
        var difference = new JObject();
        foreach (var (name, value) in spec.Attributes())
        {
            if ((user.Attributes[name] as JValue)?.Value as string != value)
            {
                difference[name] = value;
            }
        }

        return difference;
    }

    // What the organization says now is the proof; a request that it accepted is not.
    private static void EnsureResult(GoodDataUserSpec spec, GoodDataUser user)
    {
        var missing = spec.Groups().Except(user.UserGroups, StringComparer.Ordinal).FirstOrDefault();
        if (missing is not null || (spec.Manage && user.CanManage == false))
        {
            throw new TokenApiException(
                nameof(Messages.GoodDataUserNotAsRequested),
                [DisplayText.Id(user.Id), missing is null ? OrganizationPermissions.Manage : DisplayText.Id(missing)],
                200,
                neverApplied: false);
        }
    }

    private async Task<DexResult?> EnsureDexAsync(GoodDataUserSpec spec, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var password = spec.Password ?? SecretGenerator.Password(BootstrapTokenSpec.DefaultPasswordLength);
        var (authenticationId, hasPassword) = await new DexUsers(api).EnsureAsync(
            spec.Email!.Trim(), spec.DisplayName, password, spec.Password is not null, progress, cancellationToken).ConfigureAwait(false);
        spec.AuthenticationId = authenticationId;
        return new DexResult(hasPassword ? password : null);
    }

    private async Task<(Entity User, GoodDataChange Change)> CreateAsync(
        GoodDataUserSpec spec, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var id = spec.EffectiveId;
        var attributes = new JObject();
        foreach (var (name, value) in spec.Attributes())
        {
            attributes[name] = value;
        }

        var result = await _users.CreateAsync(
            id,
            attributes,
            () => MessageText.Format(nameof(Messages.GoodDataUserMayExist), DisplayText.Id(id)),
            progress,
            cancellationToken).ConfigureAwait(false);
        return (result.Object, result.IsNew || result.Failure is not null ? GoodDataChange.Created : GoodDataChange.Unchanged);
    }

    private async Task AddToGroupAsync(
        string id, string group, IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        var request = api.Act(
            "actions/userManagement/userGroups/" + Uri.EscapeDataString(group) + "/addMembers",
            new JObject { ["members"] = new JArray(new JObject { ["id"] = id }) });
        try
        {
            await api.SendAsync(request, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (TokenApiException error) when (error.StatusCode == 404)
        {
            throw new TokenApiException(
                nameof(Messages.GoodDataUserGroupMissing), [DisplayText.Id(group), DisplayText.Id(id)], error.StatusCode, neverApplied: true)
            {
                ServiceError = error.ServiceError,
                TraceId = error.TraceId,
            };
        }
    }

    // Requires MANAGE; a user without it may still read users.
    private async Task<OrganizationPermissions?> TryReadPermissionsAsync(IProgress<Notice>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await OrganizationPermissions.ReadAsync(api, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (TokenApiException error) when (error.StatusCode is 403 or 404)
        {
            return null;
        }
    }

    /// <summary>What happened to the user in Dex.</summary>
    /// <param name="Password">The password; null if the existing user keeps another one.</param>
    private sealed record DexResult(SecureString? Password);
}
