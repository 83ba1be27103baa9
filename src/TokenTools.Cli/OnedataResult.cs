using System.Globalization;
using System.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;

namespace TokenTools.Cli;

/// <summary>The result of a command that returns a Onedata token.</summary>
internal static class OnedataResult
{
    /// <summary>The fields of Onezone's own examine, followed by those of TokenTools. The token is included if it is plain text.</summary>
    public static CommandResult Of(OnedataToken token)
    {
        var json = JObject.Parse(token.ToString());
        json["version"] = token.Version;
        json["expiresAt"] = token.ExpiresAt is { } expiry ? expiry.ToUnixTimeSeconds() : JValue.CreateNull();
        json["signatureVerified"] = token.SignatureVerified is { } verified ? verified : JValue.CreateNull();
        json["warnings"] = new JArray(token.Warnings.Select(
            static warning => new JObject { ["id"] = warning.Id, ["message"] = warning.Message }));
        return new CommandResult(json.ToString(Formatting.None))
        {
            Token = token.Secret.PlainText,
            Rows =
            [
                ("Type", token.Type),
                ("InviteType", token.InviteType),
                ("TargetId", token.TargetId),
                ("Subject", token.Subject?.ToString()),
                ("OnezoneDomain", token.OnezoneDomain),
                ("Id", token.Id),
                ("Persistence", token.Generation is { } generation
                    ? token.Persistence + " (generation " + generation.ToString(CultureInfo.InvariantCulture) + ")"
                    : token.Persistence),
                ("Expires", token.ExpiresAt is { } ends
                    ? TimeText.Local(ends) + " (" + TimeText.Left(token.TimeLeft!.Value) + ")"
                    : "never"),
                .. token.Caveats.Select(static caveat => ("Caveat", (string?)caveat.Text)),
                ("Signature", token.SignatureVerified switch { true => "verified", false => "WRONG", null => "not checked" }),
                .. token.Warnings.Select(static warning => ("Warning", (string?)warning.Message)),
                ("Token", token.Secret.IsPlainText ? Security.Redactor.Mask : null),
            ],
        };
    }

    /// <summary>The fields of Onezone's own details of a named token. The token is included if it is plain text.</summary>
    public static CommandResult Of(NamedToken token)
    {
        var json = JObject.Parse(token.ToString());
        json["expiresAt"] = token.ExpiresAt is { } expiry ? expiry.ToUnixTimeSeconds() : JValue.CreateNull();
        json["alreadyExisted"] = token.AlreadyExisted;
        return new CommandResult(json.ToString(Formatting.None))
        {
            Token = token.Decoded.Secret.PlainText,
            Rows =
            [
                ("Name", token.Name),
                ("Id", token.Id),
                ("Type", token.Type),
                ("InviteType", token.InviteType),
                ("TargetId", token.TargetId),
                ("Subject", token.Subject?.ToString()),
                ("Created", token.CreationTime is { } created ? TimeText.Local(created) : null),
                ("Expires", token.ExpiresAt is { } ends
                    ? TimeText.Local(ends) + " (" + TimeText.Left(token.TimeLeft!.Value) + ")"
                    : "never"),
                ("Revoked", token.Revoked ? "yes" : "no"),
                ("UsageLimit", token.UsageCount is null ? null : token.UsageLimit?.ToString(CultureInfo.InvariantCulture) ?? "none"),
                ("UsageCount", token.UsageCount?.ToString(CultureInfo.InvariantCulture)),
                ("Privileges", token.Privileges is null ? null : string.Join(", ", token.Privileges)),
                .. token.Caveats.Select(static caveat => ("Caveat", (string?)caveat.Text)),
                .. token.Warnings.Select(static warning => ("Warning", (string?)warning.Message)),
                ("Token", token.Decoded.Secret.IsPlainText ? Security.Redactor.Mask : null),
            ],
        };
    }

    /// <summary>The result of the use of an invite token.</summary>
    public static CommandResult Of(OnezoneMembership membership) => new(membership.ToString())
    {
        Rows =
        [
            ("Type", membership.Type),
            ("Id", membership.Id),
            ("MemberType", membership.MemberType),
            ("MemberId", membership.MemberId),
            ("InviteType", membership.InviteType),
        ],
    };

    /// <summary>The result of a verification.</summary>
    public static CommandResult Of(TokenVerification result) => new(new JObject
    {
        ["valid"] = result.Valid,
        ["reason"] = result.Reason,
        ["message"] = result.Message,
        ["type"] = result.Type,
        ["id"] = result.Id,
        ["subject"] = result.Subject is { } subject
            ? new JObject { ["type"] = subject.Type, ["id"] = subject.Id }
            : JValue.CreateNull(),
        ["timeLeft"] = result.TimeLeft is { } left ? (long)left.TotalSeconds : JValue.CreateNull(),
        ["expiresAt"] = result.ExpiresAt is { } expiry ? expiry.ToUnixTimeSeconds() : JValue.CreateNull(),
    }.ToString(Formatting.None))
    {
        Rows =
        [
            ("Valid", result.Valid ? "yes" : "no"),
            ("Reason", result.Reason),
            ("Message", result.Message),
            ("Type", result.Type),
            ("Id", result.Id),
            ("Subject", result.Subject?.ToString()),
            ("Expires", result.ExpiresAt is { } ends
                ? TimeText.Local(ends) + (result.TimeLeft is { } time ? " (" + TimeText.Left(time) + ")" : null)
                : null),
        ],
    };
}
