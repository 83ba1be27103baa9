using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Converts what a user specifies to the types of the module's parameters, in every function that has such a parameter.</summary>
public sealed class ArgumentConverter : PSTypeConverter
{
    private static readonly Dictionary<Type, (Func<object?, bool> CanConvert, Func<object?, object?> Convert)> Types = new()
    {
        [typeof(DurationArgument)] = (static _ => true, DurationArgument.From),
        [typeof(PointInTimeArgument)] = (static _ => true, PointInTimeArgument.From),
        [typeof(SecretArgument)] = (SecretArgument.CanConvert, SecretArgument.From),
    };

    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        Types.TryGetValue(destinationType, out var type) && type.CanConvert(sourceValue);

    /// <inheritdoc/>
    public override bool CanConvertFrom(PSObject sourceValue, Type destinationType) => CanConvertFrom((object)sourceValue, destinationType);

    /// <inheritdoc/>
    public override object? ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        Types[destinationType].Convert(sourceValue);

    /// <inheritdoc/>
    public override object? ConvertFrom(PSObject sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        Types[destinationType].Convert(sourceValue);

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override bool CanConvertTo(PSObject sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new PSInvalidCastException();

    /// <inheritdoc/>
    public override object ConvertTo(PSObject sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new PSInvalidCastException();
}
