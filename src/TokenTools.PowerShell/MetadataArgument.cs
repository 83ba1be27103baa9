using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>The value of a parameter for metadata, without PowerShell's wrappers, which Core does not know.</summary>
internal static class MetadataArgument
{
    // Objects that are nested deeper may contain themselves. They are not converted, and Core rejects them.
    private const int MaximumDepth = 16;

    /// <summary>The value, in which each custom object is a dictionary.</summary>
    public static object? ToPlain(object? value) => ToPlain(value, 0);

    private static object? ToPlain(object? value, int depth)
    {
        switch (value)
        {
            case not null when depth > MaximumDepth:
                return value;
            case PSObject { BaseObject: PSCustomObject } custom:
                return custom.Properties.ToDictionary(static property => property.Name, property => ToPlain(property.Value, depth + 1));
            case PSObject wrapped:
                return ToPlain(wrapped.BaseObject, depth);
            case IDictionary dictionary:
                var plain = new Dictionary<string, object?>();
                foreach (DictionaryEntry entry in dictionary)
                {
                    plain[LanguagePrimitives.ConvertTo<string>(entry.Key)] = ToPlain(entry.Value, depth + 1);
                }

                return plain;
            case string:
                return value;
            case IEnumerable list:
                return list.Cast<object?>().Select(element => ToPlain(element, depth + 1)).ToArray();
            default:
                return value;
        }
    }
}
