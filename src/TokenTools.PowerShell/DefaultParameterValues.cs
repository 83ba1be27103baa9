using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>
/// The parameters of a call whose values come from $PSDefaultParameterValues. The engine does not report them, and binds no value of the
/// pipeline to them: a default for all calls would take precedence over the cell of a row.
/// </summary>
internal sealed class DefaultParameterValues
{
    private readonly HashSet<string> _supplied = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="call">The call, before its first input.</param>
    /// <param name="session">The session with the variable.</param>
    public DefaultParameterValues(InvocationInfo call, SessionState session)
    {
        if (Unwrap(session.PSVariable.GetValue("PSDefaultParameterValues")) is not IDictionary defaults
            || (defaults.Contains("Disabled") && LanguagePrimitives.IsTrue(defaults["Disabled"])))
        {
            return;
        }

        foreach (DictionaryEntry entry in defaults)
        {
            if (entry.Key is string key && key.IndexOf(':') is > 0 and var colon
                && Matches(key.Substring(0, colon), call.MyCommand.Name))
            {
                foreach (var bound in call.BoundParameters)
                {
                    if (Matches(key.Substring(colon + 1), bound.Key) && IsSame(bound.Value, Unwrap(entry.Value)))
                    {
                        _supplied.Add(bound.Key);
                    }
                }
            }
        }
    }

    /// <summary>True if the parameter has its default value. An argument of the same value cannot be distinguished from it.</summary>
    public bool Supplied(string parameter) => _supplied.Contains(parameter);

    // The engine ignores a key that is not a valid pattern.
    private static bool Matches(string pattern, string name)
    {
        try
        {
            return new WildcardPattern(pattern.Trim(' ', '\'', '"'), WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch(name);
        }
        catch (WildcardPatternException)
        {
            return false;
        }
    }

    // The result of a script block is not known here.
    private static bool IsSame(object? bound, object? value) => value is ScriptBlock
        || (bound is DurationArgument duration ? duration.Equals(DurationArgument.From(value)) : Text(bound) == Text(value));

    private static string Text(object? value) => LanguagePrimitives.ConvertTo<string>(value);

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
