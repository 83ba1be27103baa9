namespace TokenTools;

/// <summary>Whether one caveat holds in a situation, and why.</summary>
public sealed class CaveatVerdict
{
    internal CaveatVerdict(TokenCaveat caveat, CaveatOutcome outcome, string reason)
    {
        Caveat = caveat;
        Outcome = outcome;
        Reason = reason;
    }

    /// <summary>The caveat.</summary>
    public TokenCaveat Caveat { get; }

    /// <summary>Whether it holds.</summary>
    public CaveatOutcome Outcome { get; }

    /// <summary>A sentence that says why.</summary>
    public string Reason { get; }

    /// <summary>The outcome and the caveat's text.</summary>
    public override string ToString() => Outcome + ": " + Caveat.Text;
}
