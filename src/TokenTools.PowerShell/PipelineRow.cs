using System.Collections;
using System.Linq;
using System.Management.Automation;
using TokenTools.Rows;

namespace TokenTools.PowerShell;

/// <summary>Reads an object from the pipeline, such as one of Import-Csv, as a row.</summary>
/// <remarks>
/// The engine binds a property only to a parameter of the same name, and only one of two parameters in different sets. A row also has the
/// platform's own names, and an error for a column that would be ignored by mistake.
/// </remarks>
internal static class PipelineRow
{
    /// <summary>Reads the properties of an object. Text, a dictionary, and null have none.</summary>
    /// <param name="reader">Identifies the properties.</param>
    /// <param name="input">The object.</param>
    /// <exception cref="TokenArgumentException">A property looks like a setting but is not one.</exception>
    public static Row Read(RowReader reader, PSObject? input) => input?.BaseObject is null or string or IDictionary
        ? Row.Empty
        : reader.Read(input.Properties.Select(static property => property.Name), column => Value(input, column));

    // A property of an object can have a getter that throws, or be null.
    private static object? Value(PSObject input, string column)
    {
        try
        {
            return input.Properties[column]?.Value switch
            {
                PSObject value => value.BaseObject is PSCustomObject ? value.ToString() : value.BaseObject,
                var value => value,
            };
        }
        catch (GetValueException)
        {
            return null;
        }
    }
}
