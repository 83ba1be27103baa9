using System;
using System.ComponentModel;
using System.Management.Automation;
using System.Security;
using TokenTools.PowerShell.Views;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>The value of a parameter for a secret: a SecureString, a credential (its password) or text.</summary>
/// <remarks>
/// It converts from these without an attribute, which a mock, a proxy function and a restricted endpoint do not have. A bootstrap token and
/// a row are kept as they are: which of their properties is the secret depends on the parameter.
/// </remarks>
[TypeConverter(typeof(ArgumentConverter))]
public sealed class SecretArgument
{
    // Input that cannot be a secret. It is bound anyway, because the target of the engine's own error would be the input.
    internal static readonly SecretArgument None = new((object?)null);

    private SecretArgument(object? input) => Input = input;

    /// <summary>A secret from text.</summary>
    public SecretArgument(string secret)
        : this(FromText(secret ?? throw new ArgumentNullException(nameof(secret))))
    {
    }

    /// <summary>A secret that is already in a SecureString, which is not copied.</summary>
    public SecretArgument(SecureString secret)
        : this((object)(secret ?? throw new ArgumentNullException(nameof(secret))))
    {
    }

    /// <summary>The password of a credential.</summary>
    public SecretArgument(PSCredential credential)
        : this((object)(credential ?? throw new ArgumentNullException(nameof(credential))).Password)
    {
    }

    /// <summary>A SecureString, a bootstrap token, a row, or input that is not a secret, such as text that is too long; may be null.</summary>
    internal object? Input { get; }

    /// <summary>The secret as a SecureString; null for null.</summary>
    /// <exception cref="TokenArgumentException">The input is not a secret.</exception>
    public static implicit operator SecureString?(SecretArgument? secret) => secret?.ToSecureString();

    /// <summary>The secret as a SecureString.</summary>
    /// <exception cref="TokenArgumentException">The input is not a secret.</exception>
    public SecureString ToSecureString() => Check(this, "Secret");

    /// <summary>A mask.</summary>
    public override string ToString() => ViewMembers.Mask;

    /// <summary>
    /// True except for a row that cannot contain a secret: it may be input for another parameter set. What cannot be a secret is kept,
    /// because the engine would otherwise convert its text; the cmdlet rejects it.
    /// </summary>
    internal static bool CanConvert(object? value) => value is not PSObject { BaseObject: PSCustomObject } row
        || (row.Properties["Token"] ?? row.Properties["Password"] ?? row.Properties["PrivateKey"]) is not null;

    /// <summary>Keeps a value; null for null.</summary>
    internal static SecretArgument? From(object? value) => Unwrapped(value) switch
    {
        null => null,
        SecretArgument argument => argument,
        PSCredential credential => new SecretArgument(credential),
        string text => new SecretArgument(text),
        // Wrapped: a number then has its text as typed.
        int or long => new SecretArgument(value),
        var input => new SecretArgument(input),
    };

    /// <summary>The bound secret.</summary>
    /// <exception cref="TokenArgumentException">The input is not a secret.</exception>
    internal static SecureString Check(SecretArgument? bound, string parameterName) => bound?.Input as SecureString
        ?? throw ModuleText.ArgumentError(parameterName, nameof(ModuleMessages.SecretWrongType));

    // Longer text is kept: the cmdlet rejects it.
    private static object FromText(string text) => text.Length <= SecureText.LongestSecret ? SecureText.FromString(text) : text;

    private static object? Unwrapped(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
