using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using TokenTools.Onedata;

namespace TokenTools.PowerShell;

/// <summary>
/// A Onedata token as input of a cmdlet: text, SecureString, credential, decoded token, or an object with one of these as its
/// <c>Token</c>.
/// </summary>
/// <remarks>
/// The parameters for such tokens have the type object. For another type, the engine would convert the input, and the target of its
/// error about input that it cannot convert would be the whole input, including the token.
/// </remarks>
internal readonly struct OnedataTokenInput
{
    private const string PropertyName = "Token";

    private readonly object? _value;

    private OnedataTokenInput(object? value) => _value = value;

    /// <summary>True for empty text, such as the last line of a file.</summary>
    public bool IsBlank => _value is string text && string.IsNullOrWhiteSpace(text);

    /// <summary>The tokens that were bound: one, or several for an array.</summary>
    public static IReadOnlyList<OnedataTokenInput> From(object? bound)
    {
        if (Unwrapped(bound) is not object?[] array)
        {
            return [One(bound)];
        }

        var tokens = new OnedataTokenInput[array.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = One(array[i]);
        }

        return tokens;
    }

    /// <summary>The decoded token; one that was already decoded is returned unchanged.</summary>
    /// <exception cref="TokenFormatException">It is not a token; the message describes the position and the problem.</exception>
    /// <exception cref="TokenArgumentException">The input has another type.</exception>
    public OnedataToken Decode(OnedataDecodeOptions options) => _value as OnedataToken ?? DecodeAgain(options);

    /// <summary>The token, decoded again if it was already decoded.</summary>
    /// <exception cref="TokenFormatException">It is not a token; the message describes the position and the problem.</exception>
    /// <exception cref="TokenArgumentException">The input has another type.</exception>
    public OnedataToken DecodeAgain(OnedataDecodeOptions options) => _value switch
    {
        OnedataToken decoded => OnedataToken.Decode(decoded.Secret, options),
        string text => OnedataToken.Decode(text, options),
        SecureString secret => OnedataToken.Decode(secret, options),
        PSCredential credential => OnedataToken.Decode(credential.Password, options),
        _ => throw ModuleText.ArgumentError(PropertyName, nameof(ModuleMessages.OnedataTokenWrongInput)),
    };

    private static OnedataTokenInput One(object? input) => new(Unwrapped(input) switch
    {
        null => null,
        string or SecureString or PSCredential => Unwrapped(input),
        _ when Decoded(input) is { } token => token,
        var other => Unwrapped(PSObject.AsPSObject(input!).Properties[PropertyName]?.Value) ?? other,
    });

    private static OnedataToken? Decoded(object? input) => TokenConverter.TryRestore(input) switch
    {
        OnedataToken token => token,
        NamedToken token => token.Decoded,
        _ => null,
    };

    private static object? Unwrapped(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
