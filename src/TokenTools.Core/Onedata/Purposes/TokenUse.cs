using System.Collections.Generic;
using System.Linq;
using TokenTools.Onedata.Caveats;

namespace TokenTools.Onedata.Purposes;

/// <summary>One way to use an access token: a service and an interface of it.</summary>
/// <remarks>
/// Each is a column of the tables under "Caveats impact on services" (onedata-documentation:docs/user-guide/tokens.md), which say what
/// each kind of caveat means there.
/// </remarks>
internal sealed record TokenUse
{
    /// <summary>The name in messages, such as <c>the REST API of Onezone</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The prefix of the service: <c>ozw</c>, <c>ozp</c>, <c>opw</c> or <c>opp</c>.</summary>
    public required string ServicePrefix { get; init; }

    /// <summary>The interface.</summary>
    public required string Interface { get; init; }

    /// <summary>The interfaces that an interface caveat can have; none if the use rejects interface caveats.</summary>
    public required IReadOnlyList<string> InterfaceCaveats { get; init; }

    /// <summary>The names of the other kinds of caveat that make the service reject a token.</summary>
    public IReadOnlyList<string> Rejected { get; init; } = [];

    /// <summary>True for an interface between services and web pages, which users do not use directly.</summary>
    public bool IsInternal { get; init; }

    /// <summary>The service, if there is only one with the prefix; null for the services of Oneproviders.</summary>
    public string? Service => ServiceCaveat.IsOnezone(ServicePrefix) ? ServicePrefix + "-" + ServiceCaveat.OnezoneId : null;

    /// <summary>True for a kind of caveat that makes the service reject a token, whatever its value is.</summary>
    public bool Rejects(CaveatKind kind) =>
        ReferenceEquals(kind, InterfaceCaveat.Definition) ? InterfaceCaveats.Count == 0 : Rejected.Contains(kind.Name);

    /// <summary>True if a caveat excludes this use, whatever the rest of the context is.</summary>
    public bool IsExcludedBy(TokenCaveat caveat) => Rejects(caveat.Kind) || caveat switch
    {
        InterfaceCaveat name => !InterfaceCaveats.Contains(name.Interface),
        ServiceCaveat services => !services.AllowsAny(ServicePrefix),
        IdentityScopeCaveat => true,
        _ => false,
    };

    /// <summary>True for a caveat of a kind for which <see cref="IsExcludedBy"/> depends on the value.</summary>
    public static bool DependsOnValue(TokenCaveat caveat) => caveat is InterfaceCaveat or ServiceCaveat;

    /// <summary>Evaluates a caveat for this use.</summary>
    /// <param name="caveat">The caveat.</param>
    /// <param name="context">The rest of the context; its interface is that of the use.</param>
    public CaveatEvaluation Evaluate(TokenCaveat caveat, CaveatContext context)
    {
        if (Rejects(caveat.Kind))
        {
            return caveat.Decide(CaveatOutcome.NotSatisfied, nameof(Messages.CaveatReasonRejected), Name);
        }

        switch (caveat)
        {
            case InterfaceCaveat name:
                return InterfaceCaveats.Contains(name.Interface)
                    ? caveat.Decide(CaveatOutcome.Satisfied, nameof(Messages.CaveatReasonAllowed), name.Interface)
                    : caveat.Decide(CaveatOutcome.NotSatisfied, nameof(Messages.CaveatReasonNotAllowed), Interface);
            case ServiceCaveat services when (context.Service ?? Service) is null:
                return services.EvaluateFor(ServicePrefix);
            case IdentityScopeCaveat:
                return caveat.Decide(CaveatOutcome.NotSatisfied, nameof(Messages.CaveatReasonIdentityScope));
            default:
                return caveat.Evaluate(context with { Interface = Interface, Service = context.Service ?? Service });
        }
    }
}
