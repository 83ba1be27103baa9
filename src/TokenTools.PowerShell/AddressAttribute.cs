using System;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>
/// Converts text to an address. Text that is not one, such as http://[, becomes an empty address, which Core rejects: the engine's own
/// error would not be one of the module's.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddressAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not string text ? inputData
        : Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var address) ? address
        : new Uri(string.Empty, UriKind.Relative);
}
