using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Onedata.Purposes;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is valid only at these services: <c>service = ozw-onezone|opw-*</c>.</summary>
/// <remarks>
/// Onezone has two (<c>ozw-onezone</c> and its panel <c>ozp-onezone</c>), and so does each Oneprovider (<c>opw-&lt;id&gt;</c> and its
/// panel <c>opp-&lt;id&gt;</c>); <c>*</c> is any id (ctool:src/auth/aai.erl).
/// </remarks>
public sealed class ServiceCaveat : WhitelistCaveat
{
    private const string Key = "Service";
    internal const string OnezoneId = "onezone";

    internal static readonly CaveatKind Definition = CreateKind<PrefixedId>(
        "service", SupportedTokens.Access, Parse, static list => new ServiceCaveat(list)) with
    {
        Settings =
        [
            CaveatSetting.TextList(
                Key,
                "service",
                "Valid only at these services: ozw-onezone, opw-ID, opp-*.",
                Create,
                CaveatNames.ServicePrefixes.ToDictionary(
                    static prefix => prefix.Key + "-" + (IsOnezone(prefix.Key) ? OnezoneId : OnedataIds.Any),
                    static prefix => prefix.Value)),
        ],
    };

    private readonly PrefixedId[] _services;

    private ServiceCaveat(CaveatList<PrefixedId> list)
        : base(Definition, list.Texts) => _services = list.Elements;

    internal override string UnverifiedDescription => "unverified service caveat: the service using this token must authenticate as "
        + string.Join(" or ", Whitelist) + " (use the x-onedata-service-token header)";

    private protected override string Preposition => "at";

    /// <summary>Valid only at these services.</summary>
    /// <exception cref="TokenArgumentException">There is none, or one is not a service.</exception>
    internal static ServiceCaveat Create(IEnumerable<string> services) =>
        Validated(new ServiceCaveat(CaveatList<PrefixedId>.FromInput(services, Definition.Name, Key, Parse)), Key);

    /// <summary>The problem with the service at which a token is used; null for one service.</summary>
    internal static CaveatProblem? FindProblem(string service) => Parse(service, out var id) ?? FindProblem(service, id)
        ?? (id.IsAny ? new CaveatProblem(nameof(Messages.CaveatContextWildcard), "service") : null);

    /// <summary>True if it allows at least one service with the prefix.</summary>
    internal bool AllowsAny(string prefix) => Array.Exists(_services, service => service.Prefix == prefix);

    /// <summary>True if it allows no services other than those with the prefixes.</summary>
    internal bool AllowsOnly(params string[] prefixes) => Array.TrueForAll(_services, service => prefixes.Contains(service.Prefix));

    /// <summary>True if it allows every service of a use.</summary>
    internal bool AllowsEvery(TokenUse use) =>
        Array.Exists(_services, service => service.Prefix == use.ServicePrefix && (service.IsAny || service.Id == use.Service?.Substring(4)));

    /// <summary>The evaluation at a service of which only the prefix is known.</summary>
    internal CaveatEvaluation EvaluateFor(string prefix)
    {
        var services = Array.FindAll(_services, service => service.Prefix == prefix);
        return services.Length == 0 ? NotSatisfied(nameof(Messages.CaveatReasonNotAllowed), CaveatNames.ServicePrefixes[prefix])
            : Array.Exists(services, static service => service.IsAny) ? Satisfied(nameof(Messages.CaveatReasonAllowed), prefix + "-*")
            : Indeterminate(
                nameof(Messages.CaveatReasonOnlyAt),
                DisplayText.Id(string.Join(", ", services.Select(static service => service.Prefix + "-" + service.Id))));
    }

    internal override AllowedSet GetAllowed() => new AllowedIds(_services);

    internal override CaveatProblem? FindProblem() =>
        Whitelist.Select((text, index) => FindProblem(text, _services[index])).FirstOrDefault(static problem => problem is not null);

    private protected override CaveatEvaluation EvaluateCore(CaveatContext context) =>
        context.Service is not { } text || Parse(text, out var service) is not null
            ? Indeterminate(nameof(Messages.CaveatReasonNotSpecified), "service")
            : Array.Exists(_services, allowed => allowed.Covers(service)) ? Satisfied(nameof(Messages.CaveatReasonAllowed), text)
            : NotSatisfied(nameof(Messages.CaveatReasonNotAllowed), text);

    private static CaveatProblem? Parse(string text, out PrefixedId service) =>
        PrefixedId.TryParse(text, CaveatNames.ServicePrefixes, out service) ? null : Problem(text);

    // The zone accepts any id; these are the ones that exist.
    private static CaveatProblem? FindProblem(string text, PrefixedId service) => service.IsAny
        || (IsOnezone(service.Prefix) ? service.Id == OnezoneId : service.Id != OnezoneId && OnedataIds.IsPlain(service.Id))
            ? null
            : Problem(text);

    private static CaveatProblem Problem(string text) => new(nameof(Messages.CaveatServiceInvalid), DisplayText.Id(text));

    /// <summary>True for the prefix of one of Onezone's two services.</summary>
    internal static bool IsOnezone(string prefix) => prefix is "ozw" or "ozp";
}
