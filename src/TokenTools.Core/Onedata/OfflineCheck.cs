using System.Collections.Generic;
using System.Linq;
using TokenTools.Onedata.Caveats;
using TokenTools.Onedata.Purposes;

namespace TokenTools.Onedata;

/// <summary>A check of tokens without a server.</summary>
/// <param name="Context">The context in which a token is used.</param>
/// <param name="Purpose">The purpose for which it is used; null for none.</param>
internal sealed record OfflineCheck(CaveatContext Context, TokenPurpose? Purpose)
{
    /// <summary>Evaluates each caveat of a token.</summary>
    public IReadOnlyList<CaveatEvaluation> EvaluateCaveats(OnedataToken token) => token.Evaluate(At(token));

    /// <summary>Evaluates a token for each use of the purpose; empty without a purpose.</summary>
    public IReadOnlyList<PurposeEvaluation> EvaluatePurpose(OnedataToken token) =>
        Purpose is null ? [] : PurposeEvaluation.Of(token, Purpose, At(token));

    /// <summary>
    /// Whether a token is valid: for at least one use of the purpose, or without a purpose as far as all of its caveats allow it.
    /// </summary>
    public static CaveatOutcome Summarize(IReadOnlyList<CaveatEvaluation> caveats, IReadOnlyList<PurposeEvaluation> purpose)
    {
        if (purpose.Count > 0)
        {
            var outcomes = purpose.Select(static evaluation => evaluation.Outcome).ToList();
            return outcomes.Contains(CaveatOutcome.Satisfied) ? CaveatOutcome.Satisfied
                : outcomes.Contains(CaveatOutcome.Indeterminate) ? CaveatOutcome.Indeterminate
                : CaveatOutcome.NotSatisfied;
        }

        return caveats.Any(static caveat => caveat.Outcome == CaveatOutcome.NotSatisfied) ? CaveatOutcome.NotSatisfied
            : caveats.Any(static caveat => caveat.Outcome == CaveatOutcome.Indeterminate) ? CaveatOutcome.Indeterminate
            : CaveatOutcome.Satisfied;
    }

    private CaveatContext At(OnedataToken token) => Context with { At = Context.At ?? token.Now };
}
