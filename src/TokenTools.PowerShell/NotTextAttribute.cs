using System;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>
/// Rejects text for a parameter that takes an object, such as a connection. The engine's own error would repeat the text, which may be a
/// misplaced token. Also rejects the properties of a connection or a sandbox that belongs to another process.
/// </summary>
/// <param name="key">The setting's key, which is the parameter's name.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NotTextAttribute(string key) : ArgumentTransformationAttribute
{
    /// <summary>The name of the message that says what to specify instead.</summary>
    public string MessageName { get; set; } = nameof(ModuleMessages.TextNotAllowed);

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        TokenConverter.Untransferable(key, inputData) is { } error ? throw Rejected(error.Message)
        : (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string
            ? throw Rejected(ModuleText.Format(MessageName, new SettingName(key)))
        : inputData;

    // With the only exception after which the engine tries to bind pipeline input to other parameters.
    private static ArgumentTransformationMetadataException Rejected(string message) => new(message, new PSInvalidCastException());
}
