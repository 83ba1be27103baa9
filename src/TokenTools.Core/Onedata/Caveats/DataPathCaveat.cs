using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Newtonsoft.Json;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is valid only for these files, and directories with their content: <c>data.path = L2QxYjM4OGY3Yzc=</c>.</summary>
/// <remarks>
/// Paths are UTF-8 in standard, padded base64. A path starts with a slash and the id of a space, and does not end with a slash. The
/// zone accepts others, which then never match (ctool:src/auth/data_access_caveats.erl).
/// </remarks>
public sealed class DataPathCaveat : WhitelistCaveat
{
    private const string Key = "DataPath";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static readonly CaveatKind Definition = CreateKind<DataPath>(
        "data.path", SupportedTokens.Access, ParseBase64, static list => new DataPathCaveat(list)) with
    {
        Check = CaveatCheck.OnDataAccess,
        Settings =
        [
            CaveatSetting.TextList(Key, "path", "Valid only for these files and directories: /SPACEID/directory.", Create),
        ],
    };

    private readonly DataPath[] _paths;

    private DataPathCaveat(CaveatList<DataPath> list)
        : base(Definition, list.Texts)
    {
        _paths = list.Elements;
        Paths = new TextList<string>(Array.ConvertAll(_paths, static path => TerminalText.Clean(path.Text)));
    }

    /// <summary>
    /// The paths as plain text, without characters that could harm a terminal; <see cref="WhitelistCaveat.Whitelist"/> has their
    /// exact bytes.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string> Paths { get; }

    internal override string UnverifiedDescription => DataAccessUnverified;

    private protected override string Preposition => "within";

    /// <summary>Valid only for these paths, in plain text as in <c>/&lt;space id&gt;/directory/file.txt</c>.</summary>
    /// <exception cref="TokenArgumentException">There is none, or one is not canonical.</exception>
    internal static DataPathCaveat Create(IEnumerable<string> paths) => new(CaveatList<DataPath>.FromInput(
        paths, Definition.Name, Key, ParsePlain, static path => Convert.ToBase64String(StrictUtf8.GetBytes(path.Text))));

    /// <summary>The problem with a path in plain text; null for a canonical one.</summary>
    internal static CaveatProblem? FindProblem(string path)
    {
        var shown = DisplayText.Id(path);
        if (!path.StartsWith("/", StringComparison.Ordinal) || path.Length == 1)
        {
            return new CaveatProblem(nameof(Messages.CaveatPathRelative), shown);
        }

        if (path.Any(char.IsControl) || !SecureText.IsUnicode(path.ToCharArray()))
        {
            return new CaveatProblem(nameof(Messages.CaveatPathControl), shown);
        }

        if (path.EndsWith("/", StringComparison.Ordinal))
        {
            return new CaveatProblem(nameof(Messages.CaveatPathTrailingSlash), shown);
        }

        var elements = path.Substring(1).Split('/');
        if (elements.Any(static element => element is "" or "." or ".."))
        {
            return new CaveatProblem(nameof(Messages.CaveatPathElement), shown);
        }

        // Ids are random, so that practically all contain a digit. The name of a space usually contains none.
        return OnedataIds.IsPlain(elements[0]) && elements[0].Any(static c => c is >= '0' and <= '9')
            ? null
            : new CaveatProblem(nameof(Messages.CaveatPathSpaceName), shown);
    }

    /// <inheritdoc/>
    public override string Value => Paths.ToString()!;

    internal override string Describe() => Preposition + " " + string.Join(", ", Paths);

    internal override AllowedSet GetAllowed() => new AllowedPaths(_paths.Select(static path => path.Text));

    internal override CaveatProblem? FindProblem() => _paths
        .Select(static path => path.IsUtf8 ? FindProblem(path.Text) : new CaveatProblem(nameof(Messages.CaveatPathNotText)))
        .FirstOrDefault(static problem => problem is not null);

    internal override void AddWarnings(WarningList warnings, int number)
    {
        foreach (var path in _paths)
        {
            if (path.Text.IndexOfAny(['\n', '\r']) >= 0)
            {
                warnings.Add(nameof(Messages.OnedataWarningPathNewline), number, DisplayText.Id(path.Text));
            }
            else if (path.Text.EndsWith("/", StringComparison.Ordinal))
            {
                warnings.Add(nameof(Messages.OnedataWarningPathTrailingSlash), number, DisplayText.Id(path.Text));
            }
        }
    }

    private protected override CaveatEvaluation EvaluateCore(CaveatContext context) =>
        context.DataPath is not { } path ? Indeterminate(nameof(Messages.CaveatReasonNotSpecified), "data path")
            : Array.Exists(_paths, allowed => IsWithin(path, allowed.Text))
                ? Satisfied(nameof(Messages.CaveatReasonAllowed), DisplayText.Id(path))
            : Array.Exists(_paths, allowed => IsWithin(allowed.Text, path))
                ? Indeterminate(nameof(Messages.CaveatReasonPathAbove), DisplayText.Id(path))
            : NotSatisfied(nameof(Messages.CaveatReasonNotAllowed), DisplayText.Id(path));

    private static CaveatProblem? ParsePlain(string text, out DataPath path)
    {
        path = new DataPath(text, IsUtf8: true);
        return FindProblem(text);
    }

    private static CaveatProblem? ParseBase64(string base64, out DataPath path)
    {
        path = default;
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            bytes = [];
        }

        // FromBase64String is lenient. Text that is not standard, padded base64 differs when it is encoded again.
        if (bytes.Length == 0 || !string.Equals(Convert.ToBase64String(bytes), base64, StringComparison.Ordinal))
        {
            return new CaveatProblem(nameof(Messages.CaveatPathNotBase64), DisplayText.Id(base64));
        }

        try
        {
            path = new DataPath(StrictUtf8.GetString(bytes), IsUtf8: true);
        }
        catch (DecoderFallbackException)
        {
            path = new DataPath(Encoding.UTF8.GetString(bytes), IsUtf8: false);
        }

        return null;
    }

    private static bool IsWithin(string path, string directory) =>
        path.StartsWith(directory, StringComparison.Ordinal) && (path.Length == directory.Length || path[directory.Length] == '/');

    // Invalid UTF-8 is replaced in the text.
    private readonly record struct DataPath(string Text, bool IsUtf8);
}
