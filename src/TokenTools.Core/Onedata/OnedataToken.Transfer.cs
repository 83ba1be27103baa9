using System;
using System.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Export;
using TokenTools.Http;
using TokenTools.Onedata.Caveats;
using TokenTools.Security;

namespace TokenTools.Onedata;

// What a token needs in another process besides its text, and the token in another form.
public sealed partial class OnedataToken : IExportableToken
{
    /// <summary>The environment variable from which an invite token is read.</summary>
    internal const string InviteVariable = "TOKENTOOLS_INVITE_TOKEN";

    // The variable that onezone-rest-cli and TokenTools read, or the one of the program that the token is narrowed to. No program is known
    // that reads an identity token from the environment.
    private string? ConsumerVariable => Type switch
    {
        OnedataTokenType.AccessName when Caveats.OfType<InterfaceCaveat>().Any(static caveat => caveat.Interface == OneclientSpec.Interface) =>
            OneclientSpec.TokenVariable,
        OnedataTokenType.AccessName => OnezoneEnvironment.ApiKey,
        OnedataTokenType.InviteName => InviteVariable,
        _ => null,
    };

    TokenExport IExportableToken.ToExport() => ToExport(ToJson);

    /// <summary>What an export of the token can contain.</summary>
    /// <param name="toJson">The JSON document with a token.</param>
    internal TokenExport ToExport(Func<string, string> toJson) => new(Secret, toJson)
    {
        VariableName = ConsumerVariable,
        Expiration = ExpiresAt,
        IsExpired = IsExpired,
    };

    /// <summary>The time of the clock that determines whether it has expired.</summary>
    internal DateTimeOffset Now => _now();

    /// <summary>How far that clock is ahead of this machine's; null if it is this machine's.</summary>
    internal TimeSpan? ClockOffset => HasOwnClock ? _now() - SystemClock.Instance.UtcNow : null;

    /// <summary>The domain of the Onezone to which it will be sent; null for none.</summary>
    internal string? ConnectionDomain => _connectionDomain;

    private bool HasOwnClock { get; }

    /// <summary>A token that was decoded before, perhaps in another process, from its text and from what the text does not contain.</summary>
    /// <param name="secret">The token.</param>
    /// <param name="connectionDomain">The value of <see cref="ConnectionDomain"/>.</param>
    /// <param name="clockOffset">The value of <see cref="ClockOffset"/>.</param>
    /// <param name="signatureVerified">The value of <see cref="SignatureVerified"/>.</param>
    /// <exception cref="TokenFormatException">It is not a token; the message describes the position and the problem.</exception>
    internal static OnedataToken Restore(TokenSecret secret, string? connectionDomain, TimeSpan? clockOffset, bool? signatureVerified)
    {
        Func<DateTimeOffset>? now = clockOffset is { } offset ? () => SystemClock.Instance.UtcNow + offset : null;
        return DecodeAndClear(
            secret.WithChars(Macaroon.Parse),
            macaroon => new OnedataToken(macaroon, secret.IsPlainText, connectionDomain, now, signatureVerified));
    }

    /// <summary>
    /// JSON with the field names of Onezone's own <c>examine</c>. Includes the token only if plain text was requested.
    /// </summary>
    public override string ToString() => ToJson(Secret.PlainText);

    private string ToJson(string? text)
    {
        var json = new JObject
        {
            ["onezoneDomain"] = OnezoneDomain,
            ["id"] = Id,
            ["persistence"] = Persistence,
            ["subject"] = Subject is null ? JValue.CreateNull() : new JObject { ["type"] = Subject.Type, ["id"] = Subject.Id },
            ["type"] = TokenType.ToJson(),
            ["caveats"] = new JArray(Caveats.Select(static caveat => caveat.ToJson())),
        };
        if (text is not null)
        {
            json["token"] = text;
        }

        return json.ToString(Formatting.None);
    }

    /// <summary>The same token as a SecureString.</summary>
    internal OnedataToken Secured() => Secret.IsPlainText
        ? new OnedataToken(Secret.WithChars(Macaroon.Parse), asPlainText: false, _connectionDomain, HasOwnClock ? _now : null, SignatureVerified)
        : this;
}
