using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>A parameter whose value is a script block, which the engine evaluates for each input.</summary>
internal static class ScriptBlockParameter
{
    /// <summary>
    /// Whether a parameter is specified in that way, in BeginProcessing. If it is specified in no way, the engine leaves it to a property of
    /// the input, which may be a token that is then created for nothing.
    /// </summary>
    public static bool IsSpecified(InvocationInfo invocation, string parameterName, object? value) =>
        value is null && invocation.BoundParameters.ContainsKey(parameterName);
}
