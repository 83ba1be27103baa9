namespace TokenTools.PowerShell;

/// <summary>Converts blank text, such as an empty cell of a CSV file, to null. PowerShell would convert it to 0.</summary>
internal sealed class BlankIsNullAttribute : SettingTransformationAttribute
{
    private protected override object? Convert(object? value, object? input) =>
        value is string text && string.IsNullOrWhiteSpace(text) ? null : input;
}
