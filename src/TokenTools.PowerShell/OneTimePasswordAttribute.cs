using System.Management.Automation;
using System.Security;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>Lets a SecureString parameter accept a code: a SecureString, a credential, text, or a number as typed.</summary>
internal sealed class OneTimePasswordAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            null => null,
            SecureString code => code,
            PSCredential credential => credential.Password,
            // The wrapped input: PowerShell parses an unquoted 012345 as a number but keeps the text as typed.
            string or int or long => SecureText.FromString(LanguagePrimitives.ConvertTo<string>(inputData)),
            _ => throw new ArgumentTransformationMetadataException(ModuleText.Format(nameof(ModuleMessages.SecretWrongType))),
        };
}
