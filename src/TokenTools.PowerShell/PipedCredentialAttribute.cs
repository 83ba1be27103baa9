using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>What the engine's CredentialAttribute does, for a parameter that takes pipeline input: asks for the password of a user name.</summary>
/// <remarks>The engine's own takes any object for a user name to be asked about, so that a CSV's row never reaches the other parameters.</remarks>
internal sealed class PipedCredentialAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string
            ? new CredentialAttribute().Transform(engineIntrinsics, inputData)
            : inputData;
}
