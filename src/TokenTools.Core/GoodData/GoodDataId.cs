using System.Text.RegularExpressions;

namespace TokenTools.GoodData;

/// <summary>The ids of GoodData.CN's users, user groups and API tokens.</summary>
internal static class GoodDataId
{
    // gooddata/gooddata-python-sdk:schemas/gooddata-metadata-client.json, JsonApiUserIn.id
    private static readonly Regex Pattern = new(@"\A(?!\.)[.A-Za-z0-9_-]{1,255}\z", RegexOptions.CultureInvariant);

    /// <summary>True for 1 to 255 letters, digits, dots, underscores and dashes without a leading dot.</summary>
    public static bool IsValid(string? text) => text is not null && Pattern.IsMatch(text);

    /// <summary>The user id that the vendor's own script derives from an e-mail address.</summary>
    /// <remarks>gooddata/gooddata-cn-terraform:scripts/create-user.sh, sanitize_user_id</remarks>
    public static string FromEmail(string email) =>
        Regex.Replace(email.Replace("@", ".at."), "[^A-Za-z0-9._-]", "-", RegexOptions.CultureInvariant);
}
