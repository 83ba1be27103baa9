namespace TokenTools.Onedata.Caveats;

/// <summary>Whether one caveat holds in a situation, and why.</summary>
public sealed class CaveatEvaluation
{
    internal CaveatEvaluation(CaveatEvaluation verdict, string tokenId, int number)
        : this(verdict.Caveat, verdict.Outcome, verdict.Reason)
    {
        TokenId = tokenId;
        Number = number;
    }

    internal CaveatEvaluation(TokenCaveat caveat, CaveatOutcome outcome, string reason)
    {
        Caveat = caveat;
        Outcome = outcome;
        Reason = reason;
    }

    /// <summary>The id of the token that the caveat is in; null where a caveat was judged by itself.</summary>
    public string? TokenId { get; }

    /// <summary>The caveat's place in the token, from 1; 0 where a caveat was judged by itself.</summary>
    public int Number { get; }

    /// <summary>The caveat.</summary>
    public TokenCaveat Caveat { get; }

    /// <summary>Whether it holds.</summary>
    public CaveatOutcome Outcome { get; }

    /// <summary>A sentence that says why.</summary>
    public string Reason { get; }

    /// <summary>The outcome and the caveat's text.</summary>
    public override string ToString() => Outcome + ": " + Caveat.Text;
}
