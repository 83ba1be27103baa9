using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is good for these users, members of these groups or Oneproviders: <c>consumer = usr-&lt;id&gt;|grp-&lt;id&gt;|prv-*</c>.</summary>
/// <remarks>Source: ctool:src/auth/aai.erl. <c>nobody</c> can't be listed.</remarks>
public sealed class ConsumerCaveat : WhitelistCaveat
{
    private ConsumerCaveat(string[] whitelist)
        : base(CaveatKind.Consumer, whitelist)
    {
    }

    /// <summary>Good for these consumers.</summary>
    /// <exception cref="TokenArgumentException">There is none, or one isn't a consumer.</exception>
    public static ConsumerCaveat Create(IEnumerable<string> consumers, string parameterName = "Consumer") =>
        new(Given(consumers, CaveatKind.Consumer, parameterName, consumer => FindProblem(consumer, strict: true)));

    internal static TokenCaveat? ReadText(string operation, string value) =>
        Split(operation, value, consumer => FindProblem(consumer, strict: false)) is { } whitelist ? new ConsumerCaveat(whitelist) : null;

    internal static TokenCaveat ReadJson(JObject json) =>
        new ConsumerCaveat(CaveatJson.Texts(json, "consumer", "whitelist", consumer => FindProblem(consumer, strict: false)));

    /// <summary>What is wrong with a consumer; strict knows which ids there can be.</summary>
    internal static CaveatProblem? FindProblem(string consumer, bool strict) =>
        OnedataIds.TrySplit(consumer, OnedataVocabulary.ConsumerPrefixes.Keys, out _, out var id) && (!strict || id == OnedataIds.Any || OnedataIds.IsPlain(id))
            ? null
            : new CaveatProblem(nameof(Messages.CaveatConsumerInvalid), DisplayText.Sanitize(consumer));

    private protected override CaveatProblem? FindElementProblem(string element) => FindProblem(element, strict: true);

    private protected override CaveatEvaluation EvaluateCore(CaveatContext situation)
    {
        if (situation.Consumer is not { } consumer)
        {
            return Indeterminate(nameof(Messages.CaveatVerdictNotGiven), "the consumer");
        }

        return Whitelist.Any(listed => listed == consumer || listed == consumer.Split('-')[0] + "-" + OnedataIds.Any)
            ? Satisfied(nameof(Messages.CaveatVerdictListed), consumer)
            : consumer.StartsWith("usr-", StringComparison.Ordinal) && Whitelist.Any(listed => listed.StartsWith("grp-", StringComparison.Ordinal))
                ? Indeterminate(nameof(Messages.CaveatVerdictGroup), consumer)
                : NotSatisfied(nameof(Messages.CaveatVerdictNotListed), consumer);
    }
}
