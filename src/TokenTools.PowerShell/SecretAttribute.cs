using System.Management.Automation;
using System.Security;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>Binds a SecureString, a credential (its password) or text as a <see cref="SecretArgument"/>.</summary>
internal sealed class SecretAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// For a parameter that accepts pipeline input: the property of a token, a key or a row that contains the secret. Input that cannot
    /// be a secret is then bound anyway and rejected by <see cref="SecretArgument.Check"/>, because the target of the engine's own error would be the
    /// input, and therefore the secret.
    /// </summary>
    public string? Property { get; set; }

    /// <summary>Whether a number is a secret as well, such as a one-time password: its text as typed.</summary>
    public bool AcceptsNumber { get; set; }

    /// <summary>Whether a token of any platform is a secret as well. One of another kind than expected is rejected by Core, which names it.</summary>
    public bool AcceptsToken { get; set; }

    /// <summary>A property that marks a row as input for another parameter set; null for none.</summary>
    public string? Unless { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = Unwrapped(inputData);
        if (value is SecretArgument converted)
        {
            // From a proxy function or a restricted endpoint, which converted it without knowing the property.
            inputData = converted.Input!;
            value = Unwrapped(inputData);
            if (value is null)
            {
                return converted;
            }
        }

        if (AcceptsToken && SecretValue.OfToken(value) is { } secretOfToken)
        {
            return new SecretArgument(secretOfToken);
        }

        if (Property is not null)
        {
            if (value is null)
            {
                // An empty cell of a CSV file: the cmdlet's error for an empty secret is better than the engine's for null.
                return new SecretArgument(new SecureString());
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
            SecureString secret => new SecretArgument(secret),
            PSCredential credential => new SecretArgument(credential),
            string { Length: <= SecureText.LongestSecret } text => new SecretArgument(text),
            // The engine's own error would have the secret as its target.
            string when Property is null => throw new ArgumentTransformationMetadataException(
                MessageText.Format(nameof(Messages.SecretTooLong), SecureText.LongestSecret)),
            _ when Property is not null => SecretArgument.None,
            null => null,
            // The wrapped input: PowerShell parses an unquoted 012345 as a number but keeps the text as typed.
            int or long when AcceptsNumber => new SecretArgument(LanguagePrimitives.ConvertTo<string>(inputData)),
            // Not the engine's own error, which would show the value.
            _ => throw new ArgumentTransformationMetadataException(ModuleText.Format(nameof(ModuleMessages.SecretWrongType))),
        };
    }

    private static object? Unwrapped(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
