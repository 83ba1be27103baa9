using System;
using System.Collections.Generic;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Onedata.Purposes;

/// <summary>A purpose of a token: the uses that it needs, and the caveats that limit a token to them.</summary>
/// <remarks>
/// Each purpose is the static <c>Definition</c> of its class and is registered in <see cref="TokenPurposes"/>. The purposes are the
/// templates of Onezone's web page (onezone-gui:src/app/components/token-template-selector), with the same names.
/// </remarks>
internal sealed record TokenPurpose
{
    /// <summary>The name, such as <c>oneclientInOneprovider</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The description, as a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>The type of the tokens: <c>accessToken</c> or <c>identityToken</c>.</summary>
    public string TokenType { get; init; } = OnedataTokenType.AccessName;

    /// <summary>The uses; a token is good for the purpose if it is valid for one of them. None for an identity token.</summary>
    public IReadOnlyList<TokenUse> Uses { get; init; } = [];

    /// <summary>The caveats.</summary>
    public IReadOnlyList<PurposeCaveat> Caveats { get; init; } = [];

    /// <summary>True if the purpose is to read data, so that <c>data.readonly</c> does not limit it.</summary>
    public bool OnlyReads { get; init; }

    /// <summary>Rejects a token of another type.</summary>
    /// <exception cref="TokenArgumentException">The token has another type.</exception>
    public void EnsureTokenType(string type, string settingKey)
    {
        if (type != TokenType)
        {
            throw new TokenArgumentException(settingKey, nameof(Messages.PurposeTokenType), Name, TokenType, type);
        }
    }

    /// <summary>The name of the purpose.</summary>
    public override string ToString() => Name;
}

/// <summary>A caveat of a purpose, which a setting creates.</summary>
/// <param name="SettingKey">The key of the caveat setting.</param>
/// <param name="Value">The value; null if the user must specify it.</param>
/// <param name="Fits">Whether a caveat that the user specified with the setting instead is for the purpose as well.</param>
internal sealed record PurposeCaveat(string SettingKey, string? Value, Func<TokenCaveat, bool> Fits)
{
    /// <summary>A service of these prefixes.</summary>
    /// <param name="value">The service; null if the user must specify it.</param>
    /// <param name="prefixes">The prefixes.</param>
    public static PurposeCaveat Service(string? value, params string[] prefixes) =>
        new("Service", value, caveat => ((ServiceCaveat)caveat).AllowsOnly(prefixes));

    /// <summary>An interface.</summary>
    public static PurposeCaveat Interface(string name) =>
        new("Interface", name, caveat => ((InterfaceCaveat)caveat).Interface == name);

    /// <summary>Data can be read, but not changed.</summary>
    public static PurposeCaveat ReadOnlyData() => new("ReadOnlyData", string.Empty, static _ => true);

    /// <summary>What the user must specify with a setting; any value is for the purpose.</summary>
    public static PurposeCaveat Any(string settingKey) => new(settingKey, null, static _ => true);
}
