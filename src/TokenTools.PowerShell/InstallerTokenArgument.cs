using System;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using System.Xml;
using TokenTools.Boomi;
using TokenTools.PowerShell.Views;
using TokenTools.Rows;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>
/// An installer token as input of a cmdlet: one that New-InstallerToken returned, text, a SecureString, a credential, the service's
/// document as text or as an object, or such an object from a job or a file.
/// </summary>
/// <param name="input">The input.</param>
internal sealed class InstallerTokenArgument(object input)
{
    private const string InputProperty = "Input";

    private readonly object _value = input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input;

    /// <summary>The input as the target of an error: a token without its text, otherwise the type, because the input may be a secret.</summary>
    public object Target => _value is InstallerToken token ? token.Secured() : TypeName;

    private string TypeName => _value.GetType().Name;

    /// <summary>The token.</summary>
    /// <param name="installType">What it installs; null if the input says it.</param>
    /// <exception cref="TokenArgumentException">The input is not an installer token.</exception>
    public InstallerTokenInput Read(string? installType) => _value switch
    {
        InstallerToken token => InstallerTokenInput.From(token),
        string { Length: <= SecureText.LongestSecret } text => InstallerTokenInput.FromText(SecureText.FromString(text), installType),
        SecureString secret => InstallerTokenInput.FromText(secret, installType),
        PSCredential credential => InstallerTokenInput.FromText(credential.Password, installType),
        XmlNode node => InstallerTokenInput.FromText(SecureText.FromString(node.OuterXml), installType),
        _ => FromObject(installType),
    };

    /// <summary>The row that the token was created for, and the object's own properties.</summary>
    /// <param name="reader">Identifies the columns.</param>
    /// <exception cref="TokenArgumentException">A column looks like a setting but is not one.</exception>
    public Row ReadRow(RowReader reader)
    {
        if (_value is InstallerToken token)
        {
            return PipelineRow.Read(reader, token.Input is null ? null : PSObject.AsPSObject(token.Input));
        }

        if (_value is string or SecureString or PSCredential or XmlNode)
        {
            return _value switch
            {
                string { Length: <= SecureText.LongestSecret } text => InstallerTokenInput.ReadRow(SecureText.FromString(text)),
                SecureString text => InstallerTokenInput.ReadRow(text),
                _ => Row.Empty,
            };
        }

        var instance = PSObject.AsPSObject(input);
        return instance.Properties[InputProperty]?.Value is { } row
            ? PipelineRow.Read(reader, PSObject.AsPSObject(row))
            : PipelineRow.Read(reader, instance);
    }

    /// <summary>A mask: module logging writes the text of each bound value.</summary>
    public override string ToString() => ViewMembers.Mask;

    private InstallerTokenInput FromObject(string? installType)
    {
        var token = Field("token") switch
        {
            SecureString secret => secret,
            PSCredential credential => credential.Password,
            string { Length: > 0 and <= SecureText.LongestSecret } text => SecureText.FromString(text),
            _ => throw new TokenArgumentException(InstallerTokenInput.Key, nameof(Messages.InstallerInputNoToken), "Token"),
        };
        return InstallerTokenInput.Create(
            token, Field("installType")?.ToString(), installType, Date(Field("expiration")), Field("accountId")?.ToString());
    }

    // Members of objects and keys of dictionaries, in any case.
    private object? Field(string name)
    {
        if (_value is IDictionary dictionary)
        {
            foreach (DictionaryEntry entry in dictionary)
            {
                if (entry.Key is string key && key.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return Unwrap(entry.Value);
                }
            }

            return null;
        }

        return Unwrap(PSObject.AsPSObject(input).Properties[name]?.Value);
    }

    private static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    // PowerShell 7 reads dates in JSON as DateTime; a DateTimeOffset comes back from a job as an object with its properties.
    private static DateTimeOffset? Date(object? value) => value switch
    {
        DateTimeOffset date => date,
        DateTime date => new DateTimeOffset(DateTime.SpecifyKind(
            date.Kind == DateTimeKind.Local ? date.ToUniversalTime() : date, DateTimeKind.Utc)),
        string text => BoomiDate.Parse(text)
            ?? (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null),
        PSObject copy => Date(copy.Properties["UtcDateTime"]?.Value),
        _ => null,
    };
}
