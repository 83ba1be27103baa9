using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using Shell = System.Management.Automation.PowerShell;

namespace TokenTools.PowerShell.Views;

/// <summary>
/// Colours, where there is somebody to see them: PowerShell 7.2 or later, whose $PSStyle allows them, at a host that knows
/// them. They are the user's own for errors and warnings. Windows PowerShell 5.1 has no $PSStyle, and gets none.
/// </summary>
internal static class ViewStyle
{
    /// <summary>In the colour of errors.</summary>
    public static string Error(string text) => In("Error", text);

    /// <summary>In the colour of warnings.</summary>
    public static string Warning(string text) => In("Warning", text);

    private static string In(string style, string text)
    {
        try
        {
            using var shell = Shell.Create(RunspaceMode.CurrentRunspace);
            shell.AddCommand("Get-Variable").AddParameter("Name", new[] { "PSStyle", "Host" }).AddParameter("ErrorAction", "Ignore");
            var variables = shell.Invoke<PSVariable>();
            if (variables.FirstOrDefault(static variable => variable.Name == "PSStyle")?.Value is not { } colours
                || variables.FirstOrDefault(static variable => variable.Name == "Host")?.Value is not PSHost { UI.SupportsVirtualTerminal: true }
                || Property(colours, "OutputRendering")?.ToString() == "PlainText"
                || Property(colours, "Formatting") is not { } formatting
                || Property(formatting, style) is not string { Length: > 0 } start
                || Property(colours, "Reset") is not string reset)
            {
                return text;
            }

            // Where the output goes to a file or another program, the engine takes them off again.
            return start + text + reset;
        }
        catch (Exception error) when (error is RuntimeException or InvalidOperationException or HostException)
        {
            return text;
        }
    }

    // A variable's value may come wrapped.
    private static object? Property(object of, string name) =>
        PSObject.AsPSObject(of).Properties[name]?.Value is { } value ? PSObject.AsPSObject(value).BaseObject : null;
}
