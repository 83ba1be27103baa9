using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using Shell = System.Management.Automation.PowerShell;

namespace TokenTools.PowerShell.Views;

/// <summary>
/// Colors, with the user's own styles for errors and warnings, in PowerShell 7.2 or later if $PSStyle and the host allow them. Windows
/// PowerShell 5.1 has no $PSStyle and therefore no colors.
/// </summary>
internal static class ViewStyle
{
    /// <summary>The text in the style of errors.</summary>
    public static string Error(string text) => In("Error", text);

    /// <summary>The text in the style of warnings.</summary>
    public static string Warning(string text) => In("Warning", text);

    private static string In(string style, string text)
    {
        try
        {
            using var shell = Shell.Create(RunspaceMode.CurrentRunspace);
            shell.AddCommand("Get-Variable").AddParameter("Name", new[] { "PSStyle", "Host" }).AddParameter("ErrorAction", "Ignore");
            var variables = shell.Invoke<PSVariable>();
            if (Value(variables, "PSStyle") is not { } styles
                || Value(variables, "Host") is not PSHost { UI.SupportsVirtualTerminal: true }
                || Property(styles, "OutputRendering")?.ToString() == "PlainText"
                || Property(styles, "Formatting") is not { } formatting
                || Property(formatting, style) is not string { Length: > 0 } start
                || Property(styles, "Reset") is not string reset)
            {
                return text;
            }

            // The engine removes the colors if the output is redirected to a file or another program.
            return start + text + reset;
        }
        catch (Exception error) when (error is RuntimeException or InvalidOperationException or HostException)
        {
            return text;
        }
    }

    private static object? Value(IEnumerable<PSVariable> variables, string name) =>
        variables.FirstOrDefault(variable => variable.Name == name)?.Value;

    // A variable's value may be wrapped.
    private static object? Property(object of, string name) =>
        PSObject.AsPSObject(of).Properties[name]?.Value is { } value ? PSObject.AsPSObject(value).BaseObject : null;
}
