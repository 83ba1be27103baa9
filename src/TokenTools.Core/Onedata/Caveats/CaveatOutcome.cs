namespace TokenTools.Onedata.Caveats;

/// <summary>Whether a caveat holds in a situation.</summary>
public enum CaveatOutcome
{
    /// <summary>It holds.</summary>
    Satisfied,

    /// <summary>It doesn't hold: the token would be refused.</summary>
    NotSatisfied,

    /// <summary>It can't be told without a server, or the situation doesn't say what would be needed.</summary>
    Indeterminate,
}
