using System;

namespace TokenTools.PowerShell;

/// <summary>
/// Converts text to an address. Text that is not one, such as http://[, becomes an empty address, which Core rejects: the engine's own
/// error would not be one of the module's.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddressAttribute : SettingTransformationAttribute
{
    private protected override object? Convert(object? value, object? input) => value is not string text ? input
        : Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var address) ? address
        : new Uri(string.Empty, UriKind.Relative);
}
