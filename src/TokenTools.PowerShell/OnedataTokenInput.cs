using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using TokenTools.Onedata;

namespace TokenTools.PowerShell;

/// <summary>An Onedata token as a cmdlet was given it: text, SecureString, credential, decoded token, or an object with one of these as its Token.</summary>
/// <remarks>
/// Parameters that take such tokens are of type object. Were they of another, the engine would convert the input, and its own
/// error about what it can't convert has the whole input as its target.
/// </remarks>
internal readonly struct OnedataTokenInput
{
    private const string PropertyName = "Token";

    private readonly object? _value;

    private OnedataTokenInput(object? value) => _value = value;

    /// <summary>Text without anything in it, as a file's last line is.</summary>
    public bool IsBlank => _value is string text && string.IsNullOrWhiteSpace(text);

    /// <summary>One token, or several for an array of them.</summary>
    public static IReadOnlyList<OnedataTokenInput> From(object? bound)
    {
        if (Unwrapped(bound) is not object?[] array)
        {
            return [One(bound)];
        }

        var given = new OnedataTokenInput[array.Length];
        for (var i = 0; i < given.Length; i++)
        {
            given[i] = One(array[i]);
        }

        return given;
    }

    /// <summary>The token, decoded; a decoded one as it is.</summary>
    /// <exception cref="TokenFormatException">It isn't one; the message says where and why.</exception>
    /// <exception cref="TokenArgumentException">It isn't anything that could be one.</exception>
    public OnedataToken Decode(OnedataDecodeOptions options) => _value as OnedataToken ?? DecodeAgain(options);

    /// <summary>The token, decoded once more if it was.</summary>
    /// <exception cref="TokenFormatException">It isn't one; the message says where and why.</exception>
    /// <exception cref="TokenArgumentException">It isn't anything that could be one.</exception>
    public OnedataToken DecodeAgain(OnedataDecodeOptions options) => (_value is OnedataToken decoded ? decoded.Token : _value) switch
    {
        string text => OnedataToken.Decode(text, options),
        SecureString secret => OnedataToken.Decode(secret, options),
        PSCredential credential => OnedataToken.Decode(credential.Password, options),
        var other => throw ModuleText.ArgumentError(PropertyName, nameof(ModuleMessages.OnedataTokenWrongInput), other?.GetType().Name ?? "null"),
    };

    private static OnedataTokenInput One(object? given) => new(Unwrapped(given) switch
    {
        null => null,
        string or SecureString or PSCredential or OnedataToken => Unwrapped(given),
        var other => Unwrapped(PSObject.AsPSObject(given!).Properties[PropertyName]?.Value) ?? other,
    });

    private static object? Unwrapped(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
