using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>
/// The token is valid only for these users, members of these groups or Oneproviders:
/// <c>consumer = usr-&lt;id&gt;|grp-&lt;id&gt;|prv-*</c>.
/// </summary>
/// <remarks>Source: ctool:src/auth/aai.erl. <c>nobody</c> cannot be listed.</remarks>
public sealed class ConsumerCaveat : WhitelistCaveat
{
    private const string Key = "Consumer";
    private const string User = "usr";
    private const string Group = "grp";

    internal static readonly CaveatKind Definition = CreateKind<PrefixedId>(
        "consumer", SupportedTokens.All, Parse, static list => new ConsumerCaveat(list)) with
    {
        Settings =
        [
            CaveatSetting.TextList(
                Key,
                "consumer",
                "Valid only for these consumers: usr-ID, grp-ID, prv-*.",
                Create,
                CaveatNames.ConsumerPrefixes.ToDictionary(
                    static prefix => prefix.Key + "-" + OnedataIds.Any, static prefix => prefix.Value)),
        ],
    };

    private readonly PrefixedId[] _consumers;

    private ConsumerCaveat(CaveatList<PrefixedId> list)
        : base(Definition, list.Texts) => _consumers = list.Elements;

    internal override string UnverifiedDescription =>
        "unverified consumer caveat: the consumer of this token must authenticate as " + string.Join(" or ", Whitelist);

    private protected override string Preposition => "used by";

    /// <summary>Valid only for these consumers.</summary>
    /// <exception cref="TokenArgumentException">There is none, or one is not a consumer.</exception>
    internal static ConsumerCaveat Create(IEnumerable<string> consumers) =>
        Validated(new ConsumerCaveat(CaveatList<PrefixedId>.FromInput(consumers, Definition.Name, Key, Parse)), Key);

    /// <summary>The problem with the consumer that uses a token; null for one user or Oneprovider.</summary>
    internal static CaveatProblem? FindProblem(string consumer) => Parse(consumer, out var id) ?? FindProblem(consumer, id)
        ?? (id.IsAny ? new CaveatProblem(nameof(Messages.CaveatContextWildcard), "consumer")
            : id.Prefix == Group ? new CaveatProblem(nameof(Messages.CaveatContextGroup))
            : null);

    // Any user may be a member of any group, so a list with a group may allow every user.
    internal override AllowedSet GetAllowed() => new AllowedIds(
        _consumers.Select(static consumer => consumer.Prefix == Group ? new PrefixedId(User, OnedataIds.Any) : consumer));

    internal override CaveatProblem? FindProblem() =>
        Whitelist.Select((text, index) => FindProblem(text, _consumers[index])).FirstOrDefault(static problem => problem is not null);

    private protected override CaveatEvaluation EvaluateCore(CaveatContext context) =>
        context.Consumer is not { } text || Parse(text, out var consumer) is not null
            ? Indeterminate(nameof(Messages.CaveatReasonNotSpecified), "consumer")
            : Array.Exists(_consumers, allowed => allowed.Covers(consumer)) ? Satisfied(nameof(Messages.CaveatReasonAllowed), text)
            : consumer.Prefix == User && Array.Exists(_consumers, static allowed => allowed.Prefix == Group)
                ? Indeterminate(nameof(Messages.CaveatReasonGroup), text)
            : NotSatisfied(nameof(Messages.CaveatReasonNotAllowed), text);

    private static CaveatProblem? Parse(string text, out PrefixedId consumer) =>
        PrefixedId.TryParse(text, CaveatNames.ConsumerPrefixes, out consumer) ? null : Problem(text);

    // The zone accepts any id; these are the ones that exist.
    private static CaveatProblem? FindProblem(string text, PrefixedId consumer) =>
        consumer.IsAny || OnedataIds.IsPlain(consumer.Id) ? null : Problem(text);

    private static CaveatProblem Problem(string text) => new(nameof(Messages.CaveatConsumerInvalid), DisplayText.Id(text));
}
