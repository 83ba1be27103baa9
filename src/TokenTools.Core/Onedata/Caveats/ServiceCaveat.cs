using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is good at these services: <c>service = ozw-onezone|opw-*</c>.</summary>
/// <remarks>
/// Two for Onezone (<c>ozw-onezone</c>, and its panel <c>ozp-onezone</c>), two for each Oneprovider (<c>opw-&lt;id&gt;</c>, and its
/// panel <c>opp-&lt;id&gt;</c>); <c>*</c> for any (ctool:src/auth/aai.erl).
/// </remarks>
public sealed class ServiceCaveat : WhitelistCaveat
{
    private const string OnezoneId = "onezone";

    private ServiceCaveat(string[] whitelist)
        : base(CaveatKind.Service, whitelist)
    {
    }

    /// <summary>Good at these services.</summary>
    /// <exception cref="TokenArgumentException">There is none, or one isn't a service.</exception>
    public static ServiceCaveat Create(IEnumerable<string> services, string parameterName = "Service") =>
        new(Given(services, CaveatKind.Service, parameterName, service => FindProblem(service, strict: true)));

    internal static TokenCaveat? ReadText(string operation, string value) =>
        Split(operation, value, service => FindProblem(service, strict: false)) is { } whitelist ? new ServiceCaveat(whitelist) : null;

    internal static TokenCaveat ReadJson(JObject json) =>
        new ServiceCaveat(CaveatJson.Texts(json, "service", "whitelist", service => FindProblem(service, strict: false)));

    /// <summary>What is wrong with a service; strict knows which ids there can be.</summary>
    internal static CaveatProblem? FindProblem(string service, bool strict)
    {
        var problem = new CaveatProblem(nameof(Messages.CaveatServiceInvalid), DisplayText.Sanitize(service));
        if (!OnedataIds.TrySplit(service, OnedataVocabulary.ServicePrefixes.Keys, out var prefix, out var id))
        {
            return problem;
        }

        return !strict || id == OnedataIds.Any
            || (prefix is "ozw" or "ozp" ? id == OnezoneId : id != OnezoneId && OnedataIds.IsPlain(id)) ? null : problem;
    }

    private protected override CaveatProblem? FindElementProblem(string element) => FindProblem(element, strict: true);

    private protected override CaveatEvaluation EvaluateCore(CaveatContext situation) =>
        situation.Service is not { } service ? Indeterminate(nameof(Messages.CaveatVerdictNotGiven), "the service")
            : Whitelist.Any(listed => listed == service || Covers(listed, service)) ? Satisfied(nameof(Messages.CaveatVerdictListed), service)
            : NotSatisfied(nameof(Messages.CaveatVerdictNotListed), service);

    private static bool Covers(string listed, string service) =>
        listed.EndsWith("-*", StringComparison.Ordinal) && service.StartsWith(listed.Substring(0, listed.Length - 1), StringComparison.Ordinal);
}
