using System.Text.RegularExpressions;

namespace TokenTools.GoodData;

/// <summary>The ids of GoodData.CN's users, user groups and API tokens.</summary>
internal static class GoodDataId
{
    private const int MaximumLength = 255;

    /// <summary>True for 1 to 255 letters, digits, dots, underscores and dashes without a leading dot.</summary>
    /// <remarks>gooddata/gooddata-python-sdk:schemas/gooddata-metadata-client.json, JsonApiUserIn.id</remarks>
    public static bool IsValid(string? text)
    {
        if (text is not { Length: > 0 and <= MaximumLength } || text[0] == '.')
        {
            return false;
        }

        foreach (var c in text)
        {
            if (c is not (>= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '.' or '_' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The user id that the vendor's own script derives from an e-mail address.</summary>
    /// <remarks>gooddata/gooddata-cn-terraform:scripts/create-user.sh, sanitize_user_id</remarks>
    public static string FromEmail(string email) =>
        Regex.Replace(email.Replace("@", ".at."), "[^A-Za-z0-9._-]", "-", RegexOptions.CultureInvariant);
}
