namespace TokenTools.Onedata.Caveats;

/// <summary>Whether a caveat is satisfied in a context.</summary>
public enum CaveatOutcome
{
    /// <summary>It is satisfied.</summary>
    Satisfied,

    /// <summary>It is not satisfied: the token would be rejected.</summary>
    NotSatisfied,

    /// <summary>Only a server can decide, or the context lacks the required information.</summary>
    Indeterminate,
}
