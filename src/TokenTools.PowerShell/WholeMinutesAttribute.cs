using System.Globalization;
using System.Management.Automation;
using TokenTools.Boomi;

namespace TokenTools.PowerShell;

/// <summary>
/// Converts a number of minutes with Core's own parser, so that 30.5 is rejected rather than rounded. Its parameter is a decimal for the
/// same reason: a proxy function and a mock have its type without this attribute. An empty cell becomes null, and
/// invalid text <see cref="InstallerTokenSpec.InvalidMinutes"/>, which the spec rejects: the engine's own error would repeat the text,
/// which may be a misplaced token.
/// </summary>
internal sealed class WholeMinutesAttribute : SettingTransformationAttribute
{
    private protected override object? Convert(object? value, object? input)
    {
        // Without the zeros of 60.0.
        var text = value is decimal number
            ? number.ToString("G29", CultureInfo.InvariantCulture)
            : LanguagePrimitives.ConvertTo<string>(value);
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        try
        {
            return InstallerTokenSpec.ParseMinutes(text);
        }
        catch (TokenArgumentException)
        {
            return InstallerTokenSpec.InvalidMinutes;
        }
    }
}
