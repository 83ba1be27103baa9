using System;
using System.Collections.Generic;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata.Caveats;

/// <summary>A kind of caveat: how it is parsed, which token types support it, and the settings that create it.</summary>
/// <remarks>
/// Each kind is the static <c>Definition</c> of its caveat class and is registered in <see cref="CaveatKinds"/>. Members that depend on
/// the values of a caveat (description, warnings, conflicts, evaluation) are overridden in the class.
/// </remarks>
internal sealed record CaveatKind
{
    /// <summary>The name at the start of a caveat's text, and its <c>type</c> in JSON.</summary>
    public required string Name { get; init; }

    /// <summary>False for a kind without <c>type</c> in its JSON.</summary>
    public bool HasJsonType { get; init; } = true;

    /// <summary>The keys of its JSON besides <c>type</c>.</summary>
    public IReadOnlyList<string> JsonKeys { get; init; } = [];

    /// <summary>
    /// The token types that can satisfy it. The zone accepts any combination when it issues a token, and the token then never
    /// verifies (ctool:src/auth/caveats.erl).
    /// </summary>
    public required SupportedTokens SupportedBy { get; init; }

    /// <summary>The time at which the zone checks it.</summary>
    public CaveatCheck Check { get; init; }

    /// <summary>
    /// Parses the operator and the value of a caveat's text, both empty for a bare name; null if they are not well-formed.
    /// </summary>
    public required Func<string, string, TokenCaveat?> ParseText { get; init; }

    /// <summary>Reads the API's JSON.</summary>
    public required Func<JObject, TokenCaveat> ReadJson { get; init; }

    /// <summary>The settings that create caveats of this kind.</summary>
    public IReadOnlyList<CaveatSetting> Settings { get; init; } = [];

    /// <summary>True if a token of this type (<c>accessToken</c>, <c>identityToken</c>, <c>inviteToken</c>) can satisfy it.</summary>
    public bool IsSupportedBy(string tokenType) => tokenType switch
    {
        OnedataTokenType.AccessName => (SupportedBy & SupportedTokens.Access) != 0,
        OnedataTokenType.IdentityName => (SupportedBy & SupportedTokens.Identity) != 0,
        OnedataTokenType.InviteName => (SupportedBy & SupportedTokens.Invite) != 0,
        // Only what every type supports is safe for a type that is not known.
        _ => SupportedBy == SupportedTokens.All,
    };
}

/// <summary>The token types that can satisfy a kind of caveat.</summary>
[Flags]
internal enum SupportedTokens
{
    /// <summary>Access tokens.</summary>
    Access = 1,

    /// <summary>Identity tokens.</summary>
    Identity = 2,

    /// <summary>Invite tokens.</summary>
    Invite = 4,

    /// <summary>Tokens of every type.</summary>
    All = Access | Identity | Invite,
}

/// <summary>When a zone checks a caveat (oz:src/auth/token_auth.erl).</summary>
internal enum CaveatCheck
{
    /// <summary>Each time it verifies the token.</summary>
    Always,

    /// <summary>When the token is used for an operation.</summary>
    OnOperation,

    /// <summary>
    /// Only the service that stores the data can check it. The zone rejects the token unless the request allows such caveats.
    /// </summary>
    OnDataAccess,

    /// <summary>The token is valid only as proof of identity.</summary>
    OnAuthorization,
}
