namespace TokenTools.Onedata.Caveats;

/// <summary>Whether one caveat is satisfied in a context, and why.</summary>
public sealed class CaveatEvaluation
{
    internal CaveatEvaluation(CaveatEvaluation evaluation, string tokenId, int number)
        : this(evaluation.Caveat, evaluation.Outcome, evaluation.Reason)
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

    /// <summary>The id of the token that has the caveat; null if the caveat was evaluated without a token.</summary>
    public string? TokenId { get; }

    /// <summary>The position of the caveat in the token, from 1; 0 if the caveat was evaluated without a token.</summary>
    public int Number { get; }

    /// <summary>The caveat.</summary>
    public TokenCaveat Caveat { get; }

    /// <summary>Whether it is satisfied.</summary>
    public CaveatOutcome Outcome { get; }

    /// <summary>The reason, as a sentence.</summary>
    public string Reason { get; }

    /// <summary>The outcome and the text of the caveat.</summary>
    public override string ToString() => Outcome + ": " + Caveat.Text;
}
