using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Onedata.Caveats;

/// <summary>The token is good for these files and directories, and what is below them: <c>data.path = L2QxYjM4OGY3Yzc=</c>.</summary>
/// <remarks>
/// Paths are UTF-8 in standard, padded base64. A path starts with a slash and a space's id, and has no slash at its end. The zone
/// takes others, which then never match (ctool:src/auth/data_access_caveats.erl).
/// </remarks>
public sealed class DataPathCaveat : WhitelistCaveat
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private DataPathCaveat(string[] whitelist)
        : base(CaveatKind.DataPath, whitelist)
    {
        var paths = new string[whitelist.Length];
        var harmless = new string[whitelist.Length];
        for (var i = 0; i < paths.Length; i++)
        {
            paths[i] = Decode(whitelist[i], Encoding.UTF8);
            harmless[i] = TerminalText.Clean(paths[i]);
        }

        ExactPaths = paths;
        Paths = Array.AsReadOnly(harmless);
    }

    /// <summary>The paths as plain text, cleaned of what could harm a terminal; <see cref="WhitelistCaveat.Whitelist"/> has them to the letter.</summary>
    public IReadOnlyList<string> Paths { get; }

    internal IReadOnlyList<string> ExactPaths { get; }

    /// <summary>Good for these paths, plain as in <c>/&lt;space id&gt;/dir/file.txt</c>.</summary>
    /// <exception cref="TokenArgumentException">There is none, or one isn't canonical.</exception>
    public static DataPathCaveat Create(IEnumerable<string> paths, string parameterName = "DataPath") => new(
        Given(paths, CaveatKind.DataPath, parameterName, FindPathProblem).Select(path => Convert.ToBase64String(Utf8.GetBytes(path))).ToArray());

    internal static TokenCaveat? ReadText(string operation, string value) =>
        Split(operation, value, Base64Problem) is { } whitelist ? new DataPathCaveat(whitelist) : null;

    internal static TokenCaveat ReadJson(JObject json) => new DataPathCaveat(CaveatJson.Texts(json, "data.path", "whitelist", Base64Problem));

    /// <summary>What is wrong with a plain path; null for a canonical one.</summary>
    internal static CaveatProblem? FindPathProblem(string path)
    {
        var shown = DisplayText.Sanitize(path);
        if (!path.StartsWith("/", StringComparison.Ordinal) || path.Length == 1)
        {
            return new CaveatProblem(nameof(Messages.CaveatPathRelative), shown);
        }

        if (path.Any(char.IsControl))
        {
            return new CaveatProblem(nameof(Messages.CaveatPathControl), shown);
        }

        if (path.EndsWith("/", StringComparison.Ordinal))
        {
            return new CaveatProblem(nameof(Messages.CaveatPathTrailingSlash), shown);
        }

        var elements = path.Substring(1).Split('/');
        if (elements.Any(element => element is "" or "." or ".."))
        {
            return new CaveatProblem(nameof(Messages.CaveatPathElement), shown);
        }

        try
        {
            Utf8.GetByteCount(path);
        }
        catch (EncoderFallbackException)
        {
            return new CaveatProblem(nameof(Messages.CaveatPathControl), shown);
        }

        // Ids are random: one without any digit doesn't occur, while a name usually has none.
        return OnedataIds.IsPlain(elements[0]) && elements[0].Any(c => c is >= '0' and <= '9')
            ? null
            : new CaveatProblem(nameof(Messages.CaveatPathSpaceName), shown);
    }

    private protected override CaveatProblem? FindElementProblem(string element)
    {
        try
        {
            return FindPathProblem(Decode(element, Utf8));
        }
        catch (DecoderFallbackException)
        {
            return new CaveatProblem(nameof(Messages.CaveatPathNotText));
        }
    }

    private protected override CaveatEvaluation EvaluateCore(CaveatContext situation) =>
        situation.DataPath is not { } path ? Indeterminate(nameof(Messages.CaveatVerdictNotGiven), "the data path")
            : ExactPaths.Any(listed => IsWithin(path, listed)) ? Satisfied(nameof(Messages.CaveatVerdictListed), DisplayText.Sanitize(path))
            : ExactPaths.Any(listed => IsWithin(listed, path)) ? Indeterminate(nameof(Messages.CaveatVerdictPathAbove), DisplayText.Sanitize(path))
            : NotSatisfied(nameof(Messages.CaveatVerdictNotListed), DisplayText.Sanitize(path));

    private static CaveatProblem? Base64Problem(string base64)
    {
        try
        {
            // Whatever isn't standard and padded would come out differently, were it written again.
            if (base64.Length > 0 && string.Equals(Convert.ToBase64String(Convert.FromBase64String(base64)), base64, StringComparison.Ordinal))
            {
                return null;
            }
        }
        catch (FormatException)
        {
        }

        return new CaveatProblem(nameof(Messages.CaveatPathNotBase64), DisplayText.Sanitize(base64));
    }

    private static string Decode(string base64, Encoding encoding) => encoding.GetString(Convert.FromBase64String(base64));

    private static bool IsWithin(string path, string directory) =>
        path.StartsWith(directory, StringComparison.Ordinal) && (path.Length == directory.Length || path[directory.Length] == '/');
}
