using System;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Lets a TimeSpan parameter accept text in the grammar of <see cref="Duration"/>. Rejects a number, which has no unit.</summary>
internal sealed class DurationAttribute : SettingTransformationAttribute
{
    /// <summary>True where zero and a minus sign are valid as well.</summary>
    public bool Signed { get; set; }

    /// <summary>
    /// For a parameter that is bound from rows: invalid text becomes an <see cref="InvalidDuration"/>, which the cmdlet rejects. The
    /// engine's own error would not be one of the module's.
    /// </summary>
    public bool ForRows { get; set; }

    private protected override object? Convert(object? value, object? input)
    {
        try
        {
            return value is null ? null : Parse(value, input);
        }
        catch (TokenFormatException error) when (ForRows)
        {
            return InvalidDuration.Of(error);
        }
    }

    private object Parse(object value, object? input)
    {
        if (value is TimeSpan span)
        {
            return Signed ? span : Duration.Validate(span);
        }

        // Converts the wrapped input: PowerShell parses an unquoted 90s or 7d as a number (Int16, Decimal) but keeps the text as typed.
        var text = LanguagePrimitives.ConvertTo<string>(input);
        return Signed ? Duration.ParseSigned(text) : Duration.Parse(text);
    }
}
