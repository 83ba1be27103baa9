using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using TokenTools.Boomi;
using TokenTools.GoodData;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.PowerShell.Views;
using TokenTools.Sandbox;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>
/// Restores tokens and caveats that come from a job, a remote session or Import-Clixml, where they arrive as objects with only properties.
/// TokenTools.types.ps1xml makes it the converter of these types.
/// </summary>
public sealed class TokenConverter : PSTypeConverter
{
    private const string DeserializedPrefix = "Deserialized.";

    // Null if the object lacks what the type requires.
    private static readonly Dictionary<Type, Func<PSObject, object?>> Readers = new()
    {
        [typeof(InstallerToken)] = ReadInstallerToken,
        [typeof(BootstrapToken)] = static source => Secret(source) is { } secret
            ? BootstrapTokenReader.Read(secret.ToSecureString(), asPlainText: secret.IsPlainText)
            : null,
        // An organization shows the secret only once: a token from Get-GoodDataApiToken has none.
        [typeof(GoodDataApiToken)] = static source =>
            Value(source, nameof(GoodDataApiToken.Id)) is string id && Value(source, nameof(GoodDataApiToken.UserId)) is string user
                ? new GoodDataApiToken(id, user, Secret(source))
                : null,
        [typeof(GoodDataJwt)] = static source =>
            Secret(source) is { } secret && Value(source, nameof(SerializedMembers.Document)) is string document
                ? GoodDataJwt.Restore(document, secret)
                : null,
        [typeof(OnedataToken)] = ReadOnedataToken,
        [typeof(NamedToken)] = static source =>
            ReadOnedataToken(source) is { } token && Value(source, nameof(SerializedMembers.Document)) is string document
                ? NamedToken.Restore(document, token, Value(source, nameof(NamedToken.AlreadyExisted)) is true)
                : null,
        [typeof(TokenCaveat)] = static source => Value(source, nameof(TokenCaveat.Text)) is string text ? TokenCaveat.FromText(text) : null,
    };

    private static readonly Dictionary<string, Type> Restorable =
        Readers.Keys.ToDictionary(static type => DeserializedPrefix + type.FullName, StringComparer.Ordinal);

    // What belongs to the process in which it was created.
    private static readonly Dictionary<string, string> BoundToProcess = new(StringComparer.Ordinal)
    {
        [DeserializedPrefix + typeof(BoomiConnection).FullName] = nameof(ModuleMessages.BoomiConnectionOfOtherProcess),
        [DeserializedPrefix + typeof(GoodDataConnection).FullName] = nameof(ModuleMessages.GoodDataConnectionOfOtherProcess),
        [DeserializedPrefix + typeof(OnezoneConnection).FullName] = nameof(ModuleMessages.OnezoneConnectionOfOtherProcess),
        [DeserializedPrefix + typeof(TokenSandbox).FullName] = nameof(ModuleMessages.SandboxOfOtherProcess),
    };

    /// <summary>The token or caveat that an object was before it was serialized; the input's own object for any other input.</summary>
    /// <exception cref="TokenException">It was a token and cannot be restored.</exception>
    internal static object? Restore(object? input)
    {
        if (input is not PSObject { BaseObject: PSCustomObject } bag)
        {
            return input is PSObject wrapped ? wrapped.BaseObject : input;
        }

        return bag.TypeNames.Select(static name => Restorable.TryGetValue(name, out var known) ? known : null)
            .FirstOrDefault(static known => known is not null) is { } type
            ? Readers[type](bag) ?? bag.BaseObject
            : bag.BaseObject;
    }

    /// <summary>The same, and null where <see cref="Restore"/> would throw.</summary>
    internal static object? TryRestore(object? input)
    {
        try
        {
            return Restore(input);
        }
        catch (TokenException)
        {
            return null;
        }
    }

    /// <summary>The error for an object that was a connection or a sandbox in another process; null for any other.</summary>
    internal static TokenArgumentException? Untransferable(string parameterName, object? input) =>
        input is PSObject { BaseObject: PSCustomObject } bag
        && bag.TypeNames.FirstOrDefault(BoundToProcess.ContainsKey) is { } type
            ? ModuleText.ArgumentError(parameterName, BoundToProcess[type])
            : null;

    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        sourceValue is PSObject bag && Readers.ContainsKey(destinationType)
        && bag.TypeNames.Contains(DeserializedPrefix + destinationType.FullName);

    /// <inheritdoc/>
    public override bool CanConvertFrom(PSObject sourceValue, Type destinationType) => CanConvertFrom((object)sourceValue, destinationType);

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        try
        {
            return Readers[destinationType](PSObject.AsPSObject(sourceValue))
                ?? throw new PSInvalidCastException(ModuleText.Format(nameof(ModuleMessages.DeserializedIncomplete), destinationType.Name));
        }
        catch (TokenException error)
        {
            throw new PSInvalidCastException(error.Message);
        }
    }

    /// <inheritdoc/>
    public override object ConvertFrom(PSObject sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        ConvertFrom((object)sourceValue, destinationType, formatProvider, ignoreCase);

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override bool CanConvertTo(PSObject sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new PSInvalidCastException();

    /// <inheritdoc/>
    public override object ConvertTo(PSObject sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new PSInvalidCastException();

    private static InstallerToken? ReadInstallerToken(PSObject source)
    {
        if (Secret(source) is not { } secret || Value(source, nameof(SerializedMembers.Document)) is not string document)
        {
            return null;
        }

        var token = InstallerToken.FromDocument(document, secret, Value(source, nameof(SerializedMembers.ClockOffset)) as TimeSpan?);
        token.Input = source.Properties[nameof(InstallerToken.Input)]?.Value;
        return token;
    }

    private static OnedataToken? ReadOnedataToken(PSObject source) => Secret(source) is { } secret
        ? OnedataToken.Restore(
            secret,
            Value(source, nameof(OnedataToken.ConnectionDomain)) as string,
            Value(source, nameof(OnedataToken.ClockOffset)) as TimeSpan?,
            Value(source, nameof(OnedataToken.SignatureVerified)) as bool?)
        : null;

    private static TokenSecret? Secret(PSObject source) => Value(source, "Token") switch
    {
        SecureString secret => TokenSecret.FromSecureString(secret),
        string text => TokenSecret.FromString(text, asPlainText: true),
        _ => null,
    };

    private static object? Value(PSObject source, string name) => source.Properties[name]?.Value switch
    {
        PSObject { BaseObject: not PSCustomObject } wrapped => wrapped.BaseObject,
        var value => value,
    };
}
