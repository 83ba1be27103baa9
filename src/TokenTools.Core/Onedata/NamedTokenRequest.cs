using System;
using System.Collections.Generic;
using Newtonsoft.Json.Linq;

namespace TokenTools.Onedata;

/// <summary>A request for a named token.</summary>
/// <param name="name">The name, which is unique among the tokens of its subject.</param>
internal sealed class NamedTokenRequest(string name) : TokenRequest
{
    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>How often an invite token can be used; null for any number.</summary>
    public int? UsageLimit { get; set; }

    /// <summary>What an invite token grants; null for the default privileges.</summary>
    public IReadOnlyList<string>? Privileges { get; set; }

    /// <summary>The user's own data about the token; null for none.</summary>
    public JObject? Metadata { get; set; }

    /// <summary>True to return the existing token if the subject has one with this name.</summary>
    public bool GetExisting { get; set; }

    // A named token can be valid until it is revoked.
    private protected override TimeSpan? DefaultLifetime => null;
}
