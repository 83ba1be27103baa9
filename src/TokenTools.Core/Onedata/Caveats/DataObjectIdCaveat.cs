using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Newtonsoft.Json;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>
/// The token is valid only for these files and directories, by their CDMI object ids: <c>data.objectid = 00000000…</c>.
/// </summary>
public sealed class DataObjectIdCaveat : WhitelistCaveat
{
    private const string Key = "DataObjectId";

    internal static readonly CaveatKind Definition = CreateKind<CdmiObjectId>(
        "data.objectid", SupportedTokens.Access, Parse, static list => new DataObjectIdCaveat(list)) with
    {
        Check = CaveatCheck.OnDataAccess,
        Settings = [CaveatSetting.TextList(Key, "id", "Valid only for the files and directories with these CDMI object ids.", Create)],
    };

    private readonly CdmiObjectId[] _objectIds;

    private DataObjectIdCaveat(CaveatList<CdmiObjectId> list)
        : base(Definition, list.Texts)
    {
        _objectIds = list.Elements;
        SpaceIds = new TextList<string>(Array.ConvertAll(_objectIds, static objectId => TerminalText.Clean(objectId.SpaceId)));
    }

    /// <summary>The space of each object, without characters that could harm a terminal.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> SpaceIds { get; }

    internal override string UnverifiedDescription => DataAccessUnverified;

    private protected override string Preposition => "for";

    /// <summary>Valid only for these objects.</summary>
    /// <exception cref="TokenArgumentException">There is none, or one cannot be decoded.</exception>
    internal static DataObjectIdCaveat Create(IEnumerable<string> objectIds) =>
        Validated(new DataObjectIdCaveat(CaveatList<CdmiObjectId>.FromInput(objectIds, Definition.Name, Key, Parse)), Key);

    internal override string Describe() => Whitelist.Count.ToString(CultureInfo.InvariantCulture)
        + (Whitelist.Count == 1 ? " object" : " objects") + ", of spaces " + string.Join(", ", SpaceIds.Distinct());

    internal override CaveatProblem? FindProblem()
    {
        for (var i = 0; i < _objectIds.Length; i++)
        {
            // The server does not check it.
            if (!_objectIds[i].HasValidChecksum)
            {
                return new CaveatProblem(nameof(Messages.CaveatObjectIdChecksum), DisplayText.Id(Whitelist[i]));
            }
        }

        return null;
    }

    private protected override CaveatEvaluation EvaluateCore(CaveatContext context) => Indeterminate(nameof(Messages.CaveatReasonObjectId));

    private static CaveatProblem? Parse(string text, out CdmiObjectId objectId) => CdmiObjectId.TryParse(text, out objectId)
        ? null
        : new CaveatProblem(nameof(Messages.CaveatObjectIdInvalid), DisplayText.Id(text));
}
