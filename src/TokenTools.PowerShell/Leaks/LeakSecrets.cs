using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using TokenTools.Export;
using TokenTools.GoodData;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.PowerShell.Leaks;

/// <summary>The secrets in a value: a token with its password, text, a SecureString, a credential, a key, or several of them.</summary>
internal static class LeakSecrets
{
    // Of objects in a variable: a sandbox or a row has its secrets in its properties.
    private const int Depth = 2;
    private const int MostElements = 1000;

    /// <summary>The secrets that a user specifies.</summary>
    public static IEnumerable<SecureString> Of(object? value) => Unwrapped(value) switch
    {
        null => [],
        string { Length: > 0 and <= SecureText.LongestSecret } text => [SecureText.FromString(text)],
        SecureString { Length: > 0 } secret => [secret],
        PSCredential credential => [credential.Password],
        SecretArgument argument => [argument.ToSecureString()],
        GoodDataSigningKey key => Of(key.PrivateKey),
        IExportableToken token when token.ToExport() is var export =>
            export.Password is null ? [export.Secret.ToSecureString()] : [export.Secret.ToSecureString(), export.Password],
        IEnumerable several and not (string or IDictionary) => several.Cast<object?>().SelectMany(Of),
        var other => PSObject.AsPSObject(other).Properties["Token"] is { Value: { } token } ? Of(token) : [],
    };

    /// <summary>Whether a value is, or contains, a secret.</summary>
    public static bool Contains(object? value, IReadOnlyList<string> secrets) => Contains(value, secrets, Depth);

    private static bool Contains(object? value, IReadOnlyList<string> secrets, int depth)
    {
        switch (Unwrapped(value))
        {
            case null or ValueType:
                return false;
            case string text:
                return secrets.Any(secret => text.IndexOf(secret, StringComparison.Ordinal) >= 0);
            case SecureString secret:
                return Contains(SecureText.Reveal(secret), secrets, depth);
            case PSCredential credential:
                return Contains(credential.Password, secrets, depth);
            case ServiceConnection connection:
                return secrets.Any(secret => connection.Redactor.Redact(secret) != secret);
            case IDictionary dictionary:
                return dictionary.Values.Cast<object?>().Take(MostElements).Any(element => Contains(element, secrets, depth));
            case IEnumerable several:
                return several.Cast<object?>().Take(MostElements).Any(element => Contains(element, secrets, depth));
            case var other:
                return depth > 0 && PSObject.AsPSObject(other).Properties.Any(property => Contains(Value(property), secrets, depth - 1));
        }
    }

    private static object? Value(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (Exception error) when (error is RuntimeException or NotSupportedException)
        {
            return null;
        }
    }

    private static object? Unwrapped(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
