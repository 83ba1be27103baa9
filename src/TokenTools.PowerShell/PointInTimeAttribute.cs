using System;
using System.Globalization;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>Lets a parameter of type DateTimeOffset be given as a date or as ISO 8601 text, whatever the culture: the engine would read text by it, and in Thai 2030 is 1487.</summary>
internal sealed class PointInTimeAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss K",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        switch (inputData is PSObject wrapped ? wrapped.BaseObject : inputData)
        {
            case null:
                return null;
            case DateTimeOffset point:
                return point;
            case DateTime date when date.Kind == DateTimeKind.Utc || (date > DateTime.MinValue.AddDays(1) && date < DateTime.MaxValue.AddDays(-1)):
                return new DateTimeOffset(date);
            case string text when DateTimeOffset.TryParseExact(text.Trim(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var read):
                return read;
            default:
                throw new ArgumentTransformationMetadataException(MessageText.Format(nameof(Messages.PointInTimeInvalid)));
        }
    }
}
