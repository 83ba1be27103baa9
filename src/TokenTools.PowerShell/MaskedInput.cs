using System.Management.Automation;
using TokenTools.PowerShell.Views;

namespace TokenTools.PowerShell;

/// <summary>The value of a parameter that accepts secrets of many types, or a script block that returns them.</summary>
/// <param name="input">The bound object.</param>
internal sealed class MaskedInput(object input)
{
    /// <summary>The bound object without its wrapper.</summary>
    public static object? Value(object? bound) => bound is MaskedInput masked ? masked.Unwrapped : bound;

    private object? Unwrapped => input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input;

    /// <summary>A mask: module logging writes the text of each bound value.</summary>
    public override string ToString() => ViewMembers.Mask;
}

/// <summary>Binds any object as a <see cref="MaskedInput"/>, whose text is a mask.</summary>
internal sealed class MaskedInputAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is null or MaskedInput ? inputData : new MaskedInput(inputData);
}
