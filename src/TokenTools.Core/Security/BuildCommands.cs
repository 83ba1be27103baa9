using System.Linq;
using System.Text.RegularExpressions;

namespace TokenTools.Security;

/// <summary>
/// Makes untrusted text safe for the log of a build: what looks like a command is executed there, and could change the search path of the
/// steps that follow, or end the masking of secrets.
/// </summary>
internal static class BuildCommands
{
    /// <summary>The text with one character of each command replaced; the same text if there is none.</summary>
    public static string Break(string text)
    {
        if (text.IndexOf('#') >= 0 && text.IndexOf('[') >= 0)
        {
            text = Expressions.Bracket.Replace(text, "$1" + TerminalText.Replacement);
        }

        return HasColons(text) ? Expressions.Colons.Replace(text, "$1" + TerminalText.Replacement) : text;
    }

    // Four, as in ::warning::.
    private static bool HasColons(string text)
    {
        var count = 0;
        for (var i = text.IndexOf(':'); i >= 0 && count < 4; i = text.IndexOf(':', i + 1))
        {
            count++;
        }

        return count == 4;
    }

    // A class of its own, so that they are created only for a text that may contain a command.
    private static class Expressions
    {
        // Both systems compare by culture, which ignores such characters.
        private const string Ignored = @"[\p{M}\p{C}\u115F\u1160\u3164\uFFA0]*";

        // Anywhere in a line: microsoft/azure-pipelines-agent:src/Microsoft.VisualStudio.Services.Agent/Command.cs (##vso[), and
        // actions/runner:src/Runner.Common/ActionCommand.cs, TryParse (##[).
        public static readonly Regex Bracket = new(
            "(" + Spaced("##") + "(?:" + Spaced("vso") + @")?)\[", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

        // At the start of a line: the same file, TryParseV2. An address of IPv6 starts like this, but does not continue like it.
        public static readonly Regex Colons = new(
            @"\A(\s*" + Ignored + "):(?=" + Ignored + ":" + Ignored + @"[a-z][a-z-]{3,}(?:\s.*)?:" + Ignored + ":)",
            // A line end within it is replaced later.
            RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline);

        private static string Spaced(string text) => string.Concat(text.Select(static c => Regex.Escape(c.ToString()) + Ignored));
    }
}
