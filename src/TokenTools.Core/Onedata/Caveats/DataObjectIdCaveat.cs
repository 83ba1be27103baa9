using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is good for these files and directories by their CDMI object ids: <c>data.objectid = 00000000…</c>.</summary>
public sealed class DataObjectIdCaveat : WhitelistCaveat
{
    private DataObjectIdCaveat(string[] whitelist)
        : base(CaveatKind.DataObjectId, whitelist) => SpaceIds = Array.AsReadOnly(whitelist.Select(SpaceId).ToArray());

    /// <summary>The spaces that the objects are in, one for each, cleaned of what could harm a terminal.</summary>
    public IReadOnlyList<string> SpaceIds { get; }

    /// <summary>Good for these objects.</summary>
    /// <exception cref="TokenArgumentException">There is none, or one doesn't decode.</exception>
    public static DataObjectIdCaveat Create(IEnumerable<string> objectIds, string parameterName = "DataObjectId") =>
        new(Given(objectIds, CaveatKind.DataObjectId, parameterName, objectId => CdmiObjectId.FindProblem(objectId, strict: true)));

    internal static TokenCaveat? ReadText(string operation, string value) =>
        Split(operation, value, objectId => CdmiObjectId.FindProblem(objectId, strict: false)) is { } whitelist ? new DataObjectIdCaveat(whitelist) : null;

    internal static TokenCaveat ReadJson(JObject json) => new DataObjectIdCaveat(
        CaveatJson.Texts(json, "data.objectid", "whitelist", objectId => CdmiObjectId.FindProblem(objectId, strict: false)));

    private protected override CaveatProblem? FindElementProblem(string element) => CdmiObjectId.FindProblem(element, strict: true);

    private protected override CaveatEvaluation EvaluateCore(CaveatContext situation) => Indeterminate(nameof(Messages.CaveatVerdictObjectId));

    private static string SpaceId(string objectId) => CdmiObjectId.TryDecode(objectId, out var decoded, out _) ? TerminalText.Clean(decoded.SpaceId) : string.Empty;
}
