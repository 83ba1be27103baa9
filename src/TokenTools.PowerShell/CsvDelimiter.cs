using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Recognizes the rows of a file that was imported with the wrong delimiter: their only column has the names of all.</summary>
internal static class CsvDelimiter
{
    private static readonly Dictionary<char, string> Arguments = new()
    {
        [';'] = "';'",
        ['\t'] = "\"`t\"",
        [','] = "','",
        ['|'] = "'|'",
    };

    /// <summary>Rejects such a row.</summary>
    /// <exception cref="TokenArgumentException">The row has a single column, and its name contains a delimiter.</exception>
    public static void Validate(PSObject? input)
    {
        var columns = input is { BaseObject: PSCustomObject } ? input.Properties.Take(2).Select(static column => column.Name).ToList() : [];
        if (columns.Count == 1 && Arguments.Keys.FirstOrDefault(delimiter => columns[0].IndexOf(delimiter) >= 0) is not '\0' and var found)
        {
            throw ModuleText.ArgumentError("InputObject", nameof(ModuleMessages.InputDelimiter), Arguments[found]);
        }
    }
}
