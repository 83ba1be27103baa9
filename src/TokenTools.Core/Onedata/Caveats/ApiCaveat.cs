using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is valid only for these operations: <c>api = all/get/space.*.*:*</c>.</summary>
/// <remarks>
/// Each is <c>service/operation/entity</c>, the entity <c>type.id.aspect</c> with an optional <c>:scope</c> and <c>*</c> for any part
/// (ctool:src/auth/cv_api.erl, src/graph_sync/gri.erl). The zone checks it when an operation is requested, not when the token is
/// verified.
/// </remarks>
public sealed class ApiCaveat : WhitelistCaveat
{
    private const string Key = "Api";

    internal static readonly CaveatKind Definition = CreateKind<string>(
        "api", SupportedTokens.Access, Parse, static list => new ApiCaveat(list)) with
    {
        Check = CaveatCheck.OnOperation,
        Settings =
        [
            CaveatSetting.TextList(Key, "operation", "Valid only for these operations, as service/operation/entity.", Create),
        ],
    };

    private readonly string[] _entityTypes;

    private ApiCaveat(CaveatList<string> list)
        : base(Definition, list.Texts) => _entityTypes = list.Elements;

    internal override string UnverifiedDescription => "unverified API caveat: this token does not allow this operation";

    private protected override string Preposition => "to do";

    /// <summary>Valid only for these operations.</summary>
    /// <exception cref="TokenArgumentException">There is none, or one is not an operation.</exception>
    internal static ApiCaveat Create(IEnumerable<string> operations) =>
        Validated(new ApiCaveat(CaveatList<string>.FromInput(operations, Definition.Name, Key, Parse)), Key);

    internal override CaveatProblem? FindProblem()
    {
        for (var i = 0; i < _entityTypes.Length; i++)
        {
            if (!IsKnown(_entityTypes[i]))
            {
                return UnknownEntityType(Whitelist[i]);
            }
        }

        return null;
    }

    private protected override CaveatEvaluation EvaluateCore(CaveatContext context) =>
        Indeterminate(nameof(Messages.CaveatReasonOperation));

    // The type of the entity is not fully checked, because a newer zone may have more types.
    private static CaveatProblem? Parse(string text, out string entityType)
    {
        entityType = string.Empty;
        var parts = text.Split('/');
        if (parts.Length != 3)
        {
            return new CaveatProblem(nameof(Messages.CaveatApiParts), DisplayText.Sanitize(text));
        }

        if (!CaveatNames.ApiServices.Contains(parts[0]))
        {
            return new CaveatProblem(
                nameof(Messages.CaveatApiService), DisplayText.Sanitize(text), string.Join(", ", CaveatNames.ApiServices));
        }

        if (!CaveatNames.ApiOperations.Contains(parts[1]))
        {
            return new CaveatProblem(
                nameof(Messages.CaveatApiOperation), DisplayText.Sanitize(text), string.Join(", ", CaveatNames.ApiOperations));
        }

        var entity = parts[2].Split('.');
        if (entity.Length != 3 || !IsName(entity[1]))
        {
            return new CaveatProblem(nameof(Messages.CaveatApiEntity), DisplayText.Sanitize(text));
        }

        entityType = entity[0];
        if (!IsName(entityType))
        {
            return UnknownEntityType(text);
        }

        var aspect = entity[2].Split(':');
        var aspectParts = aspect[0].Split(',');
        return aspectParts.Length <= 2 && aspectParts.All(IsName)
            && (aspect.Length == 1 || (aspect.Length == 2 && CaveatNames.ApiScopes.Contains(aspect[1])))
            ? null
            : new CaveatProblem(
                nameof(Messages.CaveatApiAspect), DisplayText.Sanitize(text), string.Join(", ", CaveatNames.ApiScopes));
    }

    private static bool IsKnown(string entityType) => entityType == OnedataIds.Any
        || CaveatNames.ApiEntityTypes.Contains(entityType)
        || CaveatNames.ApiEntityTypePrefixes.Any(
            prefix => entityType.Length > prefix.Length && entityType.StartsWith(prefix, StringComparison.Ordinal));

    private static CaveatProblem UnknownEntityType(string text) => new(
        nameof(Messages.CaveatApiEntityType), DisplayText.Sanitize(text), string.Join(", ", CaveatNames.ApiEntityTypes));

    private static bool IsName(string text) =>
        text.Length > 0 && text.All(static c => c is > ' ' and <= '~' and not '|' and not ',' and not ':');
}
