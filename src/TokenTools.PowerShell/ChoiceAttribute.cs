using System;

namespace TokenTools.PowerShell;

/// <summary>
/// Parses the name of a choice as the command line does, so that a wrong name is the same error and shows no .NET type name.
/// </summary>
/// <param name="choices">The enumeration.</param>
/// <param name="key">The setting's key, which is the parameter's name.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ChoiceAttribute(Type choices, string key) : SettingTransformationAttribute
{
    private protected override object? Convert(object? value, object? input) =>
        value is string text ? SettingParser.ParseChoice(choices, text, key) : input;
}
