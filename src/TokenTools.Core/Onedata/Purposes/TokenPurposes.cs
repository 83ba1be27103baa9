using System;
using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Onedata.Purposes;

/// <summary>The registry of purposes. A new purpose is one file with its class and one line here.</summary>
internal static class TokenPurposes
{
    /// <summary>The key of the setting.</summary>
    public const string Key = "Purpose";

    /// <summary>Every purpose, in the order of Onezone's web page.</summary>
    public static IReadOnlyList<TokenPurpose> All { get; } =
    [
        OnezoneRest.Definition,
        OneproviderRest.Definition,
        OnepanelRest.Definition,
        Oneclient.Definition,
        OneclientInOneprovider.Definition,
        ReadonlyData.Definition,
        ReadonlyDataForUser.Definition,
        RestrictedData.Definition,
        Identity.Definition,
        S3.Definition,
    ];

    /// <summary>The names and what each is for, for completion.</summary>
    public static IReadOnlyDictionary<string, string> Descriptions { get; } =
        All.ToDictionary(static purpose => purpose.Name, static purpose => purpose.Description, StringComparer.OrdinalIgnoreCase);

    /// <summary>The purpose with this name, in any case and abbreviated like a choice; null for null.</summary>
    /// <exception cref="TokenArgumentException">There is no such purpose.</exception>
    public static TokenPurpose? Find(string? name) => name is null ? null : SettingParser.FindChoice(All, name, Key);
}
