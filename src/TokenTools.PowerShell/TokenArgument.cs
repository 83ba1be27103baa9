using System.Management.Automation;
using System.Security;
using TokenTools.Export;
using TokenTools.PowerShell.Views;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>The value of a parameter for a token of any kind.</summary>
/// <param name="input">The bound object.</param>
internal sealed class TokenArgument(object input)
{
    private const string TokenProperty = "Token";

    /// <summary>The token, or any other object that was bound.</summary>
    /// <exception cref="TokenException">It was a token in another session and cannot be restored.</exception>
    public object? Value => TokenConverter.Restore(input);

    /// <summary>The name of the token's type, or of the object's; null for nothing.</summary>
    public string? Kind => TokenConverter.TryRestore(input)?.GetType().Name;

    /// <summary>
    /// The target of an error: a token without its text, so that it is not lost; otherwise the type, because the input may be a secret.
    /// </summary>
    public object? Target => SecuredInputAttribute.Secured(TokenConverter.TryRestore(input)) ?? Kind;

    /// <summary>What an export of the token can contain.</summary>
    /// <param name="argument">The bound value; null for nothing.</param>
    /// <exception cref="TokenException">The input is not a token, or its secret is not known.</exception>
    public static TokenExport ToExport(TokenArgument? argument) => argument?.ToExport() ?? throw NoToken();

    /// <summary>A mask: module logging writes the text of each bound value, which for a token with plain text contains it.</summary>
    public override string ToString() => ViewMembers.Mask;

    private TokenExport? ToExport() => Value is IExportableToken token
        ? token.ToExport()
        : FromSecret(Unwrapped(input)) ?? FromSecret(Unwrapped(PSObject.AsPSObject(input).Properties[TokenProperty]?.Value));

    private static TokenExport? FromSecret(object? value) => value switch
    {
        string { Length: <= SecureText.LongestSecret } text => TokenText.Read(SecureText.FromString(text)),
        SecureString secret => TokenText.Read(secret),
        PSCredential credential => TokenText.Read(credential.Password),
        _ => null,
    };

    private static TokenArgumentException NoToken() => new(TokenExport.InputKey, nameof(Messages.ExportNoToken));

    private static object? Unwrapped(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
