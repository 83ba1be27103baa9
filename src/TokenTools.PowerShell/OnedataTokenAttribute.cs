using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Binds the tokens of a parameter as an <see cref="OnedataTokenArgument"/>, whose text is not a token.</summary>
internal sealed class OnedataTokenAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        new OnedataTokenArgument(OnedataTokenInput.From(inputData));
}
