using System;

namespace TokenTools.PowerShell;

/// <summary>Lets a DateTimeOffset parameter accept a DateTime, or text in the grammar of <see cref="PointInTime"/>.</summary>
internal sealed class PointInTimeAttribute : SettingTransformationAttribute
{
    private protected override object? Convert(object? value, object? input) => value switch
    {
        null => null,
        DateTimeOffset time => time,
        DateTime date => PointInTime.From(date),
        var other => PointInTime.Parse(other as string),
    };
}
