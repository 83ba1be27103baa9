using System.Globalization;
using System.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.GoodData;

namespace TokenTools.Cli;

/// <summary>Converts GoodData.CN objects to results of a command. No result contains a token or a password.</summary>
internal static class GoodDataResult
{
    /// <summary>The decoded parts of a bootstrap token.</summary>
    public static CommandResult Of(BootstrapToken token) => new(new JObject
    {
        ["userId"] = token.UserName,
        ["tokenId"] = token.TokenId,
        ["warnings"] = new JArray(token.Warnings.Select(
            static warning => new JObject { ["id"] = warning.Id, ["message"] = warning.Message })),
    }.ToString(Formatting.None))
    {
        Rows =
        [
            ("UserName", token.UserName),
            ("TokenId", token.TokenId),
            .. token.Warnings.Select(static warning => ("Warning", (string?)warning.Message)),
        ],
    };

    /// <summary>The result of a check.</summary>
    public static CommandResult Of(BootstrapTokenCheck check) => new(new JObject
    {
        ["accepted"] = check.Accepted,
        ["reason"] = check.Reason,
        ["reasonId"] = check.ReasonId,
        ["advice"] = check.Advice,
        ["organizationId"] = check.OrganizationId,
        ["organizationName"] = check.OrganizationName,
        ["userId"] = check.UserId,
        ["permissions"] = new JArray(check.Permissions),
        ["canManage"] = check.CanManage,
        ["statusCode"] = check.StatusCode,
        ["attempts"] = check.Attempts,
    }.ToString(Formatting.None))
    {
        Rows =
        [
            ("Accepted", check.Accepted ? "yes" : "no"),
            ("Reason", check.Reason),
            ("Advice", check.Advice),
            ("Organization", check.OrganizationName is null
                ? check.OrganizationId
                : check.OrganizationName + " (" + check.OrganizationId + ")"),
            ("User", check.UserId),
            ("Permissions", string.Join(", ", check.Permissions)),
            ("Attempts", check.Attempts.ToString(CultureInfo.InvariantCulture)),
        ],
    };
}
