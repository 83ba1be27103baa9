using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Onedata.Purposes;

/// <summary>Whether a token is valid for one use of a purpose, and why.</summary>
public sealed class PurposeEvaluation
{
    private PurposeEvaluation(TokenPurpose purpose, string use, string tokenId, CaveatOutcome outcome, string reason)
    {
        Purpose = purpose.Name;
        Use = use;
        TokenId = tokenId;
        Outcome = outcome;
        Reason = reason;
    }

    /// <summary>The name of the purpose, such as <c>oneclient</c>.</summary>
    public string Purpose { get; }

    /// <summary>The use: a service and its interface, in words. A purpose can have several, and one of them is enough.</summary>
    public string Use { get; }

    /// <summary>The id of the token.</summary>
    public string TokenId { get; }

    /// <summary>Whether the token is valid for the use.</summary>
    public CaveatOutcome Outcome { get; }

    /// <summary>The reasons, in sentences; empty if nothing limits the token for this use.</summary>
    public string Reason { get; }

    /// <summary>The evaluation of each caveat for this use.</summary>
    public IReadOnlyList<CaveatEvaluation> Caveats { get; private set => field = new TextList<CaveatEvaluation>(value, "; "); } =
        TextList<CaveatEvaluation>.None;

    /// <summary>The outcome and the use.</summary>
    public override string ToString() => Outcome + ": " + Use;

    /// <summary>Evaluates a token for each use of a purpose.</summary>
    /// <param name="token">The token.</param>
    /// <param name="purpose">The purpose.</param>
    /// <param name="context">The rest of the context.</param>
    /// <exception cref="TokenArgumentException">The context is invalid, or has a service or interface that is not the purpose's.</exception>
    internal static IReadOnlyList<PurposeEvaluation> Of(OnedataToken token, TokenPurpose purpose, CaveatContext context)
    {
        context.Validate();
        var uses = purpose.Uses.Where(use => IsAt(use, context)).ToList();
        if (purpose.Uses.Count > 0 && uses.Count == 0)
        {
            throw new TokenArgumentException(
                context.Service is null ? nameof(context.Interface) : nameof(context.Service),
                nameof(Messages.PurposeContextInvalid),
                purpose.Name,
                string.Join(", ", purpose.Uses.Select(static use => use.ServicePrefix + " " + use.Interface).Distinct()));
        }

        if (token.Type != purpose.TokenType)
        {
            var reason = MessageText.Format(nameof(Messages.PurposeTokenType), purpose.Name, purpose.TokenType, token.Type);
            return [new PurposeEvaluation(purpose, purpose.Description, token.Id, CaveatOutcome.NotSatisfied, reason)];
        }

        return purpose.Uses.Count == 0
            ? [OfUse(token, purpose, purpose.Description, caveat => caveat.Evaluate(context))]
            : uses.ConvertAll(use => OfUse(token, purpose, use.Name, caveat => Evaluate(use, caveat)));

        CaveatEvaluation Evaluate(TokenUse use, TokenCaveat caveat) => caveat is ReadOnlyDataCaveat && purpose.OnlyReads
            && !use.Rejects(caveat.Kind)
                ? caveat.Decide(CaveatOutcome.Satisfied, nameof(Messages.PurposeReadOnly))
                : use.Evaluate(caveat, context);
    }

    private static PurposeEvaluation OfUse(
        OnedataToken token, TokenPurpose purpose, string use, Func<TokenCaveat, CaveatEvaluation> evaluate)
    {
        var caveats = token.Evaluate(evaluate);
        var outcome = caveats.Any(static caveat => caveat.Outcome == CaveatOutcome.NotSatisfied) ? CaveatOutcome.NotSatisfied
            : caveats.Any(static caveat => caveat.Outcome == CaveatOutcome.Indeterminate) ? CaveatOutcome.Indeterminate
            : CaveatOutcome.Satisfied;
        var reasons = outcome == CaveatOutcome.Satisfied ? [] : caveats.Where(caveat => caveat.Outcome == outcome)
            .Select(static caveat => MessageText.Format(
                nameof(Messages.PurposeCaveat), caveat.Number, caveat.Caveat.Type, Security.DisplayText.Cleaned(caveat.Reason)));
        return new PurposeEvaluation(purpose, use, token.Id, outcome, string.Join(" ", reasons)) { Caveats = caveats };
    }

    private static bool IsAt(TokenUse use, CaveatContext context) =>
        context.Service?.StartsWith(use.ServicePrefix + "-", StringComparison.Ordinal) != false
        && (context.Interface is null || context.Interface == use.Interface);
}
