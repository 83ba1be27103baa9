using System.Management.Automation;
using System.Security;
using TokenTools.Boomi;
using TokenTools.GoodData;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>The secret of any token or key, or of what a parameter for a secret accepts.</summary>
internal static class SecretValue
{
    /// <summary>The secret.</summary>
    /// <param name="input">A token or a key of any platform, a SecureString, a credential (its password) or text.</param>
    /// <param name="parameterName">The parameter that an error is about.</param>
    /// <exception cref="TokenException">The input has no secret.</exception>
    public static SecureString Of(object? input, string parameterName) => Secret(TokenConverter.Restore(input), parameterName);

    /// <summary>The secret of a token of any platform; null for any other object.</summary>
    public static SecureString? OfToken(object? value) => value switch
    {
        InstallerToken token => Secure(token.Token),
        BootstrapToken token => Secure(token.Token),
        OnedataToken token => Secure(token.Token),
        NamedToken token => Secure(token.Token),
        GoodDataApiToken { Token: { } secret } => Secure(secret),
        GoodDataJwt token => Secure(token.Token),
        _ => null,
    };

    private static SecureString Secure(object secret) => secret as SecureString ?? SecureText.FromString((string)secret);

    private static SecureString Secret(object? value, string parameterName) => value switch
    {
        SecureString secret => secret,
        PSCredential credential => credential.Password,
        SecretArgument argument => SecretArgument.Check(argument, parameterName),
        string { Length: > 0 and <= SecureText.LongestSecret } text => SecureText.FromString(text),
        _ when OfToken(value) is { } token => token,
        GoodDataSigningKey key => Secret(key.PrivateKey, parameterName),
        // Not the value, which may be a secret of another type.
        _ => throw ModuleText.ArgumentError(parameterName, nameof(ModuleMessages.SecretValueUnknown), new SettingName(parameterName)),
    };
}
