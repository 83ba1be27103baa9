using System;

namespace TokenTools.PowerShell;

/// <summary>
/// Parses the name of a choice like the command line, so that an invalid name causes the same error, without a .NET type name.
/// </summary>
/// <param name="choices">The enumeration.</param>
/// <param name="key">The setting's key, which is the parameter's name.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ChoiceAttribute(Type choices, string key) : SettingTransformationAttribute
{
    private protected override object? Convert(object? value, object? input) =>
        value is string text ? SettingParser.ParseChoice(choices, text, key) : input;
}
