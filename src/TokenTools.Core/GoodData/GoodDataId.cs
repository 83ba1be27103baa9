using System.Text.RegularExpressions;

namespace TokenTools.GoodData;

/// <summary>The ids of GoodData.CN's users, user groups and API tokens.</summary>
internal static class GoodDataId
{
    // gooddata/gooddata-python-sdk:schemas/gooddata-metadata-client.json, JsonApiUserIn.id
    private static readonly Regex Pattern = new(@"\A(?!\.)[.A-Za-z0-9_-]{1,255}\z", RegexOptions.CultureInvariant);

    /// <summary>True for 1 to 255 letters, digits, dots, underscores and dashes without a leading dot.</summary>
    public static bool IsValid(string? text) => text is not null && Pattern.IsMatch(text);
}
