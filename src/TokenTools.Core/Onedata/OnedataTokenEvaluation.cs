using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Onedata.Caveats;
using TokenTools.Onedata.Purposes;

namespace TokenTools.Onedata;

/// <summary>Evaluates the caveats of a token, together with its type and with each other.</summary>
internal static class OnedataTokenEvaluation
{
    /// <summary>
    /// The caveats of a specification that narrow a token: all of them without a purpose; with a purpose, those without which the token
    /// would have a further use.
    /// </summary>
    /// <exception cref="TokenException">A value is invalid, or the token has another type than the purpose.</exception>
    public static IReadOnlyList<TokenCaveat> Narrowing(this OnedataToken token, CaveatSpec spec)
    {
        var purpose = TokenPurposes.Find(spec.Purpose);
        purpose?.EnsureTokenType(token.Type, TokenPurposes.Key);
        var caveats = spec.Build(token.Now);
        return purpose is null ? caveats : PurposeNarrowing.Minimal(token.Caveats, caveats);
    }

    /// <summary>
    /// The warnings that answer what was asked when the token was decoded: that its signature does not match the secret, and that it is
    /// not valid for the purpose.
    /// </summary>
    public static IEnumerable<TokenWarning> AnswerWarnings(this OnedataToken token)
    {
        foreach (var warning in token.Warnings.Count == 0
            ? []
            : token.Warnings.Where(static warning => warning.Id == nameof(Messages.OnedataWarningSignature)))
        {
            yield return warning;
        }

        if (token.Purpose.Count > 0 && token.Purpose.All(static evaluation => evaluation.Outcome == CaveatOutcome.NotSatisfied))
        {
            foreach (var evaluation in token.Purpose)
            {
                yield return new TokenWarning(
                    nameof(Messages.PurposeWarning), evaluation.Purpose, evaluation.Use, Security.DisplayText.Cleaned(evaluation.Reason));
            }
        }
    }

    /// <summary>Evaluates each caveat in a context, as far as possible without a server.</summary>
    /// <exception cref="TokenArgumentException">The context is invalid.</exception>
    public static IReadOnlyList<CaveatEvaluation> Evaluate(this OnedataToken token, CaveatContext context)
    {
        context.Validate();
        var uses = token.Type == OnedataTokenType.AccessName ? TokenUses.Candidates(token.Caveats, context) : [];
        return token.Evaluate(caveat => uses.Count > 0 && uses.All(use => use.Rejects(caveat.Kind))
            ? caveat.Decide(
                CaveatOutcome.NotSatisfied,
                nameof(Messages.CaveatReasonRejected),
                string.Join(" and ", uses.Select(static use => use.Name)))
            : caveat.Evaluate(context));
    }

    /// <summary>Evaluates each caveat; one that the token's type does not support is not satisfied.</summary>
    public static IReadOnlyList<CaveatEvaluation> Evaluate(this OnedataToken token, Func<TokenCaveat, CaveatEvaluation> evaluate)
    {
        var hasDataAccess = token.Caveats.Any(TokenUses.IsDataAccess);
        return Array.AsReadOnly(token.Caveats.Select((caveat, index) => new CaveatEvaluation(Evaluate(caveat), token.Id, index + 1)).ToArray());

        CaveatEvaluation Evaluate(TokenCaveat caveat) => caveat.IsSupportedBy(token.Type)
            ? hasDataAccess && caveat is ApiCaveat { ExcludesFiles: true }
                ? caveat.Decide(CaveatOutcome.NotSatisfied, nameof(Messages.CaveatReasonApiWithoutFiles))
                : evaluate(caveat)
            : token.Type == OnedataTokenType.UnknownName
                ? caveat.Decide(CaveatOutcome.Indeterminate, nameof(Messages.CaveatReasonTypeUnknown))
                : caveat.Unsupported(token.Type);
    }
}
