using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is good for these operations: <c>api = all/get/space.*.*:*</c>.</summary>
/// <remarks>
/// Each is <c>service/operation/entity</c>, the entity <c>type.id.aspect</c> with an optional <c>:scope</c> and <c>*</c> for any part
/// (ctool:src/auth/cv_api.erl, src/graph_sync/gri.erl). The zone checks it when an operation is made, not when the token is verified.
/// </remarks>
public sealed class ApiCaveat : WhitelistCaveat
{
    private ApiCaveat(string[] whitelist)
        : base(CaveatKind.Api, whitelist)
    {
    }

    /// <summary>Good for these operations.</summary>
    /// <exception cref="TokenArgumentException">There is none, or one isn't an operation.</exception>
    public static ApiCaveat Create(IEnumerable<string> operations, string parameterName = "Api") =>
        new(Given(operations, CaveatKind.Api, parameterName, operation => FindProblem(operation, strict: true)));

    internal static TokenCaveat? ReadText(string operation, string value) =>
        Split(operation, value, entry => FindProblem(entry, strict: false)) is { } whitelist ? new ApiCaveat(whitelist) : null;

    internal static TokenCaveat ReadJson(JObject json) =>
        new ApiCaveat(CaveatJson.Texts(json, "api", "whitelist", entry => FindProblem(entry, strict: false)));

    private protected override CaveatProblem? FindElementProblem(string element) => FindProblem(element, strict: true);

    private protected override CaveatEvaluation EvaluateCore(CaveatContext situation) => Indeterminate(nameof(Messages.CaveatVerdictApi));

    // Strict knows the entity types; a zone may know more of them one day.
    private static CaveatProblem? FindProblem(string entry, bool strict)
    {
        var parts = entry.Split('/');
        if (parts.Length != 3)
        {
            return new CaveatProblem(nameof(Messages.CaveatApiParts), DisplayText.Sanitize(entry));
        }

        if (!OnedataVocabulary.ApiServices.Contains(parts[0]))
        {
            return new CaveatProblem(nameof(Messages.CaveatApiService), DisplayText.Sanitize(entry), string.Join(", ", OnedataVocabulary.ApiServices));
        }

        if (!OnedataVocabulary.ApiOperations.Contains(parts[1]))
        {
            return new CaveatProblem(nameof(Messages.CaveatApiOperation), DisplayText.Sanitize(entry), string.Join(", ", OnedataVocabulary.ApiOperations));
        }

        var entity = parts[2].Split('.');
        if (entity.Length != 3 || entity[1].Length == 0 || !entity[1].All(IsPart))
        {
            return new CaveatProblem(nameof(Messages.CaveatApiEntity), DisplayText.Sanitize(entry));
        }

        var type = entity[0];
        if (type.Length == 0 || !type.All(IsPart) || (strict && type != OnedataIds.Any && !OnedataVocabulary.ApiEntityTypes.Contains(type)
            && !OnedataVocabulary.ApiEntityTypePrefixes.Any(prefix => type.Length > prefix.Length && type.StartsWith(prefix, StringComparison.Ordinal))))
        {
            return new CaveatProblem(nameof(Messages.CaveatApiEntityType), DisplayText.Sanitize(entry), string.Join(", ", OnedataVocabulary.ApiEntityTypes));
        }

        var aspect = entity[2].Split(':');
        var aspectParts = aspect[0].Split(',');
        return aspectParts.Length <= 2 && aspectParts.All(part => part.Length > 0 && part.All(IsPart))
            && (aspect.Length == 1 || (aspect.Length == 2 && OnedataVocabulary.ApiScopes.Contains(aspect[1])))
            ? null
            : new CaveatProblem(nameof(Messages.CaveatApiAspect), DisplayText.Sanitize(entry), string.Join(", ", OnedataVocabulary.ApiScopes));
    }

    private static bool IsPart(char c) => c is > ' ' and <= '~' and not '|' and not ',' and not ':';
}
