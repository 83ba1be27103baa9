using System.Management.Automation;
using System.Security;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>Lets a parameter of type SecureString be given as a SecureString, as a credential (its password counts) or as text.</summary>
internal sealed class SecretAttribute : ArgumentTransformationAttribute
{
    // Stands for input that can't be a secret, see Property.
    private static readonly SecureString None = SecureText.FromChars([], 0, 0);

    /// <summary>
    /// For a parameter that takes the pipeline: the property that counts of a bootstrap token, or of a row as a CSV gives it.
    /// Input that can't be a secret is then bound all the same, for <see cref="Check"/> to refuse: the engine's own error
    /// would have the whole of it, and so the secret, as its target.
    /// </summary>
    public string? Property { get; set; }

    /// <summary>The property by which a row is known to be for another parameter set, if there is one.</summary>
    public string? Unless { get; set; }

    /// <summary>Refuses what was bound though it can't be a secret.</summary>
    /// <exception cref="TokenArgumentException">It can't be one.</exception>
    public static SecureString Check(SecureString? bound, string parameterName) => bound is null || ReferenceEquals(bound, None)
        ? throw ModuleText.ArgumentError(parameterName, nameof(ModuleMessages.SecretWrongType))
        : bound;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        if (Property is not null)
        {
            if (value is null)
            {
                // A CSV's empty cell: the cmdlet's own word for an empty secret is better than the engine's for null.
                return new SecureString();
            }

            if (Unless is not null && value is PSObject { Properties: var columns } && columns[Property] is null && columns[Unless] is not null)
            {
                // The one kind of failure after which the engine tries the other sets.
                throw new ArgumentTransformationMetadataException(
                    ModuleText.Format(nameof(ModuleMessages.SecretWrongType)), new PSInvalidCastException());
            }

            value = value switch
            {
                BootstrapToken token => Property == nameof(token.Password) ? token.Password : token.Token,
                PSObject row => row.Properties[Property]?.Value,
                _ => value,
            };
        }

        return (value is PSObject inner ? inner.BaseObject : value) switch
        {
            SecureString secret => secret,
            PSCredential credential => credential.Password,
            string { Length: <= SecureText.LongestSecret } text => SecureText.FromString(text),
            // The engine's word on it would have the whole of it as its target.
            string when Property is null => throw new ArgumentTransformationMetadataException(
                MessageText.Format(nameof(Messages.SecretTooLong), SecureText.LongestSecret)),
            _ when Property is not null => None,
            null => null,
            // Neither the value nor the engine's word on it, which would print it.
            _ => throw new ArgumentTransformationMetadataException(ModuleText.Format(nameof(ModuleMessages.SecretWrongType))),
        };
    }
}
