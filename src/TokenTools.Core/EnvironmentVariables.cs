using System;
using System.Security;
using TokenTools.Security;

namespace TokenTools;

/// <summary>Reads environment variables.</summary>
internal static class EnvironmentVariables
{
    /// <summary>A variable's value without surrounding white space; null if it is missing or blank.</summary>
    public static string? Text(string name) => Value(name)?.Trim();

    /// <summary>A variable's value as a secret; null if it is missing or blank.</summary>
    public static SecureString? Secret(string name) => Text(name) is { } value ? SecureText.FromString(value) : null;

    /// <summary>A variable's value as a secret, with the white space around it; null if it is missing or blank.</summary>
    public static SecureString? UntrimmedSecret(string name) => Value(name) is { } value ? SecureText.FromString(value) : null;

    /// <summary>A variable's value as it is, to set it again; null if it is missing.</summary>
    public static string? Exact(string name)
    {
#pragma warning disable RS0030 // The one place that reads the environment.
        return Environment.GetEnvironmentVariable(name);
#pragma warning restore RS0030
    }

    private static string? Value(string name)
    {
        var value = Exact(name);
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }
}
