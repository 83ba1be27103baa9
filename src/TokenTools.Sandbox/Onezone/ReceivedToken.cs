using System;
using System.Collections.Generic;
using System.Text;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Sandbox.Onezone;

/// <summary>A token as it was sent, decoded and not yet verified.</summary>
internal sealed class ReceivedToken
{
    private ReceivedToken(Macaroon macaroon, OnedataIdentifier identifier)
    {
        Macaroon = macaroon;
        Identifier = identifier;
        var caveats = new TokenCaveat[macaroon.CaveatCount];
        for (var i = 0; i < caveats.Length; i++)
        {
            caveats[i] = TokenCaveat.FromText(macaroon.Caveat(i));
        }

        Caveats = caveats;
    }

    public Macaroon Macaroon { get; }

    public OnedataIdentifier Identifier { get; }

    public IReadOnlyList<TokenCaveat> Caveats { get; }

    public OnedataTokenType Type => Identifier.Type;

    public string Location => Encoding.UTF8.GetString(Macaroon.Location);

    /// <summary>The earliest of its time caveats in seconds since 1970; null without any.</summary>
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

    /// <exception cref="OnezoneError">It is no token.</exception>
    public static ReceivedToken Parse(string text)
    {
        if (text.Length > Macaroon.MaximumLength)
        {
            throw OnezoneErrors.TokenTooLarge(Macaroon.MaximumLength);
        }

        try
        {
            var macaroon = Macaroon.Parse(text);
            return new ReceivedToken(macaroon, OnedataIdentifier.Parse(macaroon.Identifier));
        }
        catch (TokenFormatException)
        {
            throw OnezoneErrors.BadToken;
        }
    }
}
