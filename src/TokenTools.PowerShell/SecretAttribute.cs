using System.Management.Automation;
using System.Security;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>Lets a parameter of type SecureString be given as a SecureString, as a credential (its password counts) or as text.</summary>
internal sealed class SecretAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            SecureString secret => secret,
            PSCredential credential => credential.Password,
            string text => SecureText.FromString(text),
            null => null,
            // Neither the value nor the engine's word on it, which would print it.
            _ => throw new ArgumentTransformationMetadataException(TokenException.Text(nameof(Messages.SecretWrongType))),
        };
}
