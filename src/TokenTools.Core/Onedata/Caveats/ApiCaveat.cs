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

    internal static readonly CaveatKind Definition = CreateKind<ApiOperation>(
        "api", SupportedTokens.Access, Parse, static list => new ApiCaveat(list)) with
    {
        Check = CaveatCheck.OnOperation,
        Settings =
        [
            CaveatSetting.TextList(
                Key, "operation", "Valid only for these operations, as service/operation/entity: all/get/space.*.*:*.", Create),
        ],
    };

    private const string FileType = "file";

    private readonly ApiOperation[] _operations;

    private ApiCaveat(CaveatList<ApiOperation> list)
        : base(Definition, list.Texts) => _operations = list.Elements;

    /// <summary>True if it allows no operation on files, the only ones that a data access caveat leaves in a Oneprovider.</summary>
    /// <remarks>ctool:src/auth/data_access_caveats.erl, to_allowed_api/2.</remarks>
    internal bool ExcludesFiles => !Array.Exists(_operations, static operation =>
        operation is { Service: "all" or "opw", EntityType: OnedataIds.Any or FileType });

    internal override string UnverifiedDescription => "unverified API caveat: this token does not allow this operation";

    private protected override string Preposition => "to do";

    /// <summary>Valid only for these operations.</summary>
    /// <exception cref="TokenArgumentException">There is none, or one is not an operation.</exception>
    internal static ApiCaveat Create(IEnumerable<string> operations) =>
        Validated(new ApiCaveat(CaveatList<ApiOperation>.FromInput(operations, Definition.Name, Key, Parse)), Key);

    internal override CaveatProblem? FindProblem()
    {
        for (var i = 0; i < _operations.Length; i++)
        {
            if (!IsKnown(_operations[i].EntityType))
            {
                return UnknownEntityType(Whitelist[i], _operations[i].EntityType);
            }
        }

        return null;
    }

    internal override void AddWarnings(WarningList warnings, int number)
    {
        foreach (var operation in _operations)
        {
            if (!IsKnown(operation.EntityType))
            {
                warnings.Add(
                    nameof(Messages.OnedataWarningApiEntityType), number, DisplayText.Id(operation.EntityType), Suggest(operation.EntityType));
            }
        }
    }

    private protected override CaveatEvaluation EvaluateCore(CaveatContext context) => Array.TrueForAll(_operations, static operation =>
        IsKnown(operation.EntityType))
            ? Indeterminate(nameof(Messages.CaveatReasonOperation))
            : Indeterminate(nameof(Messages.CaveatReasonUnknown));

    // A zone that does not know the type of an entity rejects the whole token. A newer zone may know more types.
    private static CaveatProblem? Parse(string text, out ApiOperation operation)
    {
        operation = default;
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

        operation = new ApiOperation(parts[0], entity[0]);
        if (!IsName(entity[0]))
        {
            return UnknownEntityType(text, entity[0]);
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
        || CaveatNames.ApiEntityTypes.Contains(entityType);

    private static CaveatProblem UnknownEntityType(string text, string entityType) => new(
        nameof(Messages.CaveatApiEntityType),
        DisplayText.Sanitize(text),
        Suggest(entityType),
        string.Join(", ", CaveatNames.ApiEntityTypes));

    // The zone's types of files and of its own entities have no op_ or onp_.
    private static object Suggest(string entityType)
    {
        if (CaveatNames.FormerApiEntityTypes.Contains(entityType))
        {
            return new MessageText(nameof(Messages.CaveatApiEntityTypeFormer));
        }

        var bare = entityType.Substring(entityType.IndexOf('_') + 1);
        var nearest = entityType.StartsWith("op_", StringComparison.Ordinal) && CaveatNames.ApiEntityTypes.Contains(bare)
            ? bare
            : NearestName.Find(entityType, CaveatNames.ApiEntityTypes);
        return nearest is null ? string.Empty : new MessageText(nameof(Messages.CaveatApiEntityTypeNearest), nearest);
    }

    private static bool IsName(string text) =>
        text.Length > 0 && text.All(static c => c is > ' ' and <= '~' and not '|' and not ',' and not ':');

    private readonly record struct ApiOperation(string Service, string EntityType);
}
