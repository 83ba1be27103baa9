using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace TokenTools.CommandPages;

/// <summary>Pages as Markdown, for GitHub and for docfx.</summary>
internal static class CommandPage
{
    /// <summary>The page that lists the commands.</summary>
    public static string Index(CommandReference reference)
    {
        var page = new StringBuilder("# tokentools\n\n").Append(Text(reference.Root.Description)).Append("\n\n")
            .Append("Results are written as JSON to standard output, messages to standard error.\n\n");
        Code(page, "text", [reference.Root.Usage]);
        Table(page, "Commands", "Command", reference.Commands.Select(static command =>
            (Link(command.Name), Text(command.Description))));
        Options(page, "Common options", reference.Root.Options);
        page.Append("The page of a command lists those that it accepts. `tokentools --version` shows the version.\n\n");
        Table(page, "Environment variables", "Variable", reference.Variables.Select(static use =>
            ("`" + use.Variable + "`", "Read by " + string.Join(", ", use.Commands.Select(Link)) + ".")));
        Table(page, "Exit codes", "Code", CommandReference.ExitCodes.Select(static code => (code.Code + string.Empty, code.Meaning)));
        page.Append("`tokentools sandbox -- COMMAND` and `tokentools run -- COMMAND` exit with the code of COMMAND, with 127 if it is\n")
            .Append("not found, or with 126 if it cannot be started. `tokentools sandbox` without COMMAND runs until Ctrl-C and ends with 0.\n\n")
            .Append("After a signal, what was or may have been created and was not written is reported on standard error, and the process ends\n")
            .Append("within two seconds, or at a second signal. While COMMAND runs, SIGTERM, SIGHUP (as SIGTERM) and SIGQUIT are forwarded to it,\n")
            .Append("and the process ends after COMMAND. If a signal arrives before COMMAND is started, it is not started.\n\n");
        page.Append("## Examples\n\n");
        Code(page, "sh", reference.Root.Examples);
        page.Append("## Manual page\n\n")
            .Append("The package contains these pages as `tokentools.1`. `dotnet tool install` does not add it to the paths that `man`\n")
            .Append("searches, so `man` needs its path. For a tool that was installed with `--global`:\n\n");
        Code(page, "sh", ["man \"$(find ~/.dotnet/tools/.store/tokentools.cli -name tokentools.1 | tail -n 1)\""]);
        return page.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>The page of one command.</summary>
    public static string Render(CommandModel command)
    {
        var page = new StringBuilder("# tokentools ").Append(command.Name).Append("\n\n").Append(Text(command.Description)).Append("\n\n");
        Code(page, "text", [command.Usage]);
        Options(page, "Arguments", command.Arguments);
        Options(page, "Options", command.Options);
        page.Append("[Common options](tokentools.md#common-options): ")
            .AppendJoin(", ", command.CommonOptions.Select(static name => "`" + name + "`")).Append(".\n\n## Examples\n\n");
        Code(page, "sh", command.Examples);
        page.Append("See also: [exit codes](tokentools.md#exit-codes), [environment variables](tokentools.md#environment-variables).\n");
        return page.ToString();
    }

    private static string Link(string command) => "[" + command + "](" + command + ".md)";

    private static void Options(StringBuilder page, string title, IReadOnlyList<OptionModel> options)
    {
        if (options.Count > 0)
        {
            Table(page, title, title == "Arguments" ? "Argument" : "Option", options.Select(static option =>
                ("`" + option.Label.Replace("|", "\\|", System.StringComparison.Ordinal) + "`", Text(option.Description))));
        }
    }

    private static void Table(StringBuilder page, string title, string key, IEnumerable<(string Key, string Text)> rows)
    {
        page.Append("## ").Append(title).Append("\n\n| ").Append(key).Append(" | Meaning |\n|---|---|\n");
        foreach (var (name, text) in rows)
        {
            page.Append("| ").Append(name).Append(" | ").Append(text).Append(" |\n");
        }

        page.Append('\n');
    }

    private static void Code(StringBuilder page, string language, IEnumerable<string> lines)
    {
        page.Append("```").Append(language).Append('\n');
        foreach (var line in lines)
        {
            page.Append(line).Append('\n');
        }

        page.Append("```\n\n");
    }

    // Descriptions are plain text.
    private static string Text(string plain) => Regex.Replace(plain, @"[\\`*<|\[]", @"\$0");
}
