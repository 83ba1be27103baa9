using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace TokenTools.Help;

/// <summary>A cmdlet's syntax in one of its sets, as Get-Command -Syntax writes it.</summary>
internal static class SyntaxLine
{
    public static string Of(CmdletModel cmdlet, string set) => string.Join(" ", Parameters(cmdlet, set)
        .Select(static pair => Parameter(pair.Parameter, pair.In))
        .Prepend(cmdlet.Name)
        .Append("[<CommonParameters>]"));

    /// <summary>Positional ones in their order, then required ones, then the rest.</summary>
    public static IEnumerable<(ParameterModel Parameter, ParameterSetModel In)> Parameters(CmdletModel cmdlet, string set) => cmdlet.Visible
        .Select(parameter => (Parameter: parameter, In: parameter.In(set)!))
        .Where(static pair => pair.In is not null)
        .OrderBy(static pair => pair.In.Position ?? int.MaxValue)
        .ThenBy(static pair => !pair.In.Mandatory)
        .ThenBy(static pair => pair.Parameter.Name is "WhatIf" or "Confirm");

    /// <summary>The line in pieces that stay together.</summary>
    public static IEnumerable<string> Parts(string line) =>
        Regex.Matches(line, @"\[\[?-[^ \]]+\]?(?: <[^>]+>)?\]?|-[A-Za-z]+ <[^>]+>|\S+").Select(static match => match.Value);

    private static string Parameter(ParameterModel parameter, ParameterSetModel set)
    {
        var name = "-" + parameter.Name;
        if (set.Position is not null)
        {
            name = "[" + name + "]";
        }

        var both = parameter.IsSwitch ? name : name + " <" + parameter.SyntaxType + ">";
        return set.Mandatory ? both : "[" + both + "]";
    }
}
