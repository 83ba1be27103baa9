using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>A named token as a user specified it, in the values that a front end bound.</summary>
internal sealed class NamedTokenSpec : TokenRequestSpec
{
    /// <summary>The largest usage limit.</summary>
    public const int MaximumUsageLimit = int.MaxValue;

    /// <summary>The name, which is unique among the tokens of its subject.</summary>
    public string? Name { get; set; }

    /// <summary>How often an invite token can be used, from 1; null for any number.</summary>
    public int? UsageLimit { get; set; }

    /// <summary>What an invite token grants; null for the default privileges.</summary>
    public IReadOnlyList<string>? Privileges { get; set; }

    /// <summary>The user's own data about the token: a dictionary, or JSON; null for none.</summary>
    public object? Metadata { get; set; }

    /// <summary>True to return the existing token if the subject has one with this name.</summary>
    public bool GetExisting { get; set; }

    /// <summary>The request.</summary>
    /// <exception cref="TokenException">A value is invalid, or two of them contradict each other.</exception>
    public NamedTokenRequest Build()
    {
        var request = Fill(new NamedTokenRequest(ValidName(Name, nameof(Name))));
        SettingParser.RequireRange(UsageLimit, 1, MaximumUsageLimit, nameof(UsageLimit));
        // The service ignores both for other tokens.
        RequireInvite(UsageLimit is not null, nameof(UsageLimit), request.Type.InviteType is not null);
        var join = request.Type.InviteType is { } invite ? InviteJoin.Of(invite) : null;
        RequireInvite(Privileges is not null, nameof(Privileges), join?.GrantsPrivileges == true);
        request.UsageLimit = UsageLimit;
        request.Privileges = Privileges is null ? null : ValidPrivileges(join!.Target);
        request.Metadata = Metadata is null ? null : TokenFormatException.ForSetting(nameof(Metadata), () => MetadataJson.Read(Metadata));
        request.GetExisting = GetExisting;
        return request;
    }

    /// <summary>A valid name, without spaces around it.</summary>
    /// <exception cref="TokenArgumentException">It is not valid, or is probably a secret.</exception>
    public static string ValidName(string? name, string key)
    {
        var trimmed = (name ?? string.Empty).Trim();
        var problem = !OnedataNames.IsValid(trimmed) ? nameof(Messages.NamedTokenNameInvalid)
            : DisplayText.Clean(trimmed) != trimmed ? nameof(Messages.NamedTokenNameIsSecret)
            : null;
        return problem is null
            ? trimmed
            : throw new TokenArgumentException(
                key, problem, new SettingName(key), OnedataNames.MinimumLength, OnedataNames.MaximumLength);
    }

    private static void RequireInvite(bool isSpecified, string key, bool isSupported)
    {
        if (isSpecified && !isSupported)
        {
            throw new TokenArgumentException(key, nameof(Messages.NamedTokenInviteOnly), new SettingName(key));
        }
    }

    // A zone may have further privileges than those that are known here, but all have the prefix of the kind.
    private string[] ValidPrivileges(OnezoneEntityKind kind)
    {
        var names = Privileges!.Select(static name => (name ?? string.Empty).Trim().ToLowerInvariant()).ToArray();
        var prefix = kind.Name + "_";
        return Array.Find(names, name => !name.StartsWith(prefix, StringComparison.Ordinal) || !OnedataIds.IsPlain(name)) is { } other
            ? throw new TokenArgumentException(
                nameof(Privileges), nameof(Messages.NamedTokenPrivilegeUnknown), other, kind.Name, string.Join(", ", kind.MemberPrivileges))
            : names;
    }
}
