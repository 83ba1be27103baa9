using System;
using System.Collections.Generic;
using System.Text;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Sandbox.Onezone;

/// <summary>A decoded token. Its signature is not verified yet.</summary>
internal sealed class ParsedToken
{
    private ParsedToken(Macaroon macaroon, OnedataIdentifier identifier)
    {
        Macaroon = macaroon;
        Identifier = identifier;
        Location = Encoding.UTF8.GetString(macaroon.Location);
        var caveats = new TokenCaveat[macaroon.CaveatCount];
        for (var i = 0; i < caveats.Length; i++)
        {
            caveats[i] = TokenCaveat.FromText(macaroon.Caveat(i));
        }

        Caveats = caveats;
    }

    public Macaroon Macaroon { get; }

    public OnedataIdentifier Identifier { get; }

    public string Location { get; }

    public IReadOnlyList<TokenCaveat> Caveats { get; }

    public OnedataTokenType Type => Identifier.Type;

    /// <summary>Decodes a token.</summary>
    /// <exception cref="OnezoneException">The text is not a token, or a part of it is too long.</exception>
    public static ParsedToken Parse(string text)
    {
        if (text.Length > Macaroon.MaximumLength)
        {
            throw OnezoneErrors.TokenTooLarge(Macaroon.MaximumLength);
        }

        try
        {
            var macaroon = Macaroon.Parse(text);
            var token = new ParsedToken(macaroon, OnedataIdentifier.Parse(macaroon.Identifier));
            // Onezone cannot deserialize parts that it does not know (ctool:src/auth/tokens.erl).
            return token.HasValidLengths && !token.Identifier.HasUnknownParts ? token : throw OnezoneErrors.BadToken;
        }
        catch (TokenFormatException)
        {
            throw OnezoneErrors.BadToken;
        }
    }

    /// <summary>The earliest time caveat in seconds since 1970; null for none.</summary>
    public static long? ValidUntil(IEnumerable<TokenCaveat> caveats)
    {
        long? earliest = null;
        foreach (var caveat in caveats)
        {
            if (caveat is TimeCaveat time)
            {
                earliest = Math.Min(earliest ?? long.MaxValue, time.ValidUntil);
            }
        }

        return earliest;
    }

    // Everything that a response to examine repeats; a packet limits each caveat to 64 KiB (ctool:src/auth/macaroon.erl).
    private bool HasValidLengths => Location.Length <= EchoedText.MaximumIdLength
        && Identifier.Id.Length <= EchoedText.MaximumIdLength
        && !(Identifier.Subject?.Id?.Length > EchoedText.MaximumIdLength)
        && RequestBody.HasValidLengths(Type);
}
