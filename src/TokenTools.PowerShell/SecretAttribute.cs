using System.Management.Automation;
using System.Security;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>Lets a SecureString parameter accept a SecureString, a credential (its password) or text.</summary>
internal sealed class SecretAttribute : ArgumentTransformationAttribute
{
    // Represents input that cannot be a secret; see Property.
    private static readonly SecureString None = SecureText.FromChars([], 0, 0);

    /// <summary>
    /// For a parameter that accepts pipeline input: the property of a token, a key or a row that contains the secret. Input that cannot
    /// be a secret is then bound anyway and rejected by <see cref="Check"/>, because the target of the engine's own error would be the
    /// input, and therefore the secret.
    /// </summary>
    public string? Property { get; set; }

    /// <summary>A property that marks a row as input for another parameter set; null for none.</summary>
    public string? Unless { get; set; }

    /// <summary>Rejects input that was bound although it cannot be a secret.</summary>
    /// <exception cref="TokenArgumentException">It cannot be a secret.</exception>
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
                // An empty cell of a CSV file: the cmdlet's error for an empty secret is better than the engine's for null.
                return new SecureString();
            }

            if (Unless is not null && value is PSObject { Properties: var columns }
                && columns[Property] is null && columns[Unless] is not null)
            {
                // The only exception after which the engine tries the other parameter sets.
                throw new ArgumentTransformationMetadataException(
                    ModuleText.Format(nameof(ModuleMessages.SecretWrongType)), new PSInvalidCastException());
            }

            value = value switch
            {
                BootstrapToken token => Property == nameof(token.Password) ? token.Password : token.Token,
                GoodDataApiToken token => token.Token,
                GoodDataJwt token => token.Token,
                GoodDataSigningKey key => key.PrivateKey,
                PSObject row => row.Properties[Property]?.Value,
                _ => value,
            };
        }

        return (value is PSObject inner ? inner.BaseObject : value) switch
        {
            SecureString secret => secret,
            PSCredential credential => credential.Password,
            string { Length: <= SecureText.LongestSecret } text => SecureText.FromString(text),
            // The engine's own error would have the secret as its target.
            string when Property is null => throw new ArgumentTransformationMetadataException(
                MessageText.Format(nameof(Messages.SecretTooLong), SecureText.LongestSecret)),
            _ when Property is not null => None,
            null => null,
            // Not the engine's own error, which would show the value.
            _ => throw new ArgumentTransformationMetadataException(ModuleText.Format(nameof(ModuleMessages.SecretWrongType))),
        };
    }
}
