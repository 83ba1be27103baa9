using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Onedata.Purposes;

namespace TokenTools.Cli;

/// <summary>The result of a command that returns a Onedata token.</summary>
internal static class OnedataResult
{
    /// <summary>The fields of Onezone's own examine, followed by those of TokenTools. The token is included if it is plain text.</summary>
    public static CommandResult Of(OnedataToken token)
    {
        var json = JObject.Parse(token.ToString());
        json["version"] = token.Version;
        json["expiresAt"] = JsonDate.Utc(token.ExpiresAt);
        json["signatureVerified"] = token.SignatureVerified is { } verified ? verified : JValue.CreateNull();
        json["warnings"] = new JArray(token.Warnings.Select(
            static warning => new JObject { ["id"] = warning.Id, ["message"] = warning.Message }));
        if (token.Purpose.Count > 0)
        {
            json["purpose"] = new JArray(token.Purpose.Select(Json));
        }

        return new CommandResult(json.ToString(Formatting.None))
        {
            Token = token.Secret.PlainText,
            NewSecrets = token.Secret.PlainText is { } secret ? [secret] : [],
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
                    ? TimeText.WithZone(ends) + " (" + TimeText.Left(token.TimeLeft!.Value) + ")"
                    : "never"),
                ("Session", token.SessionId),
                .. token.Caveats.Select(static caveat => ("Caveat", (string?)Readable(caveat))),
                ("Signature", token.SignatureVerified switch { true => "verified", false => "WRONG", null => "not checked" }),
                .. token.Purpose.Select(static evaluation => ("Purpose", (string?)Text(evaluation))),
                .. token.Warnings.Select(static warning => ("Warning", (string?)warning.Message)),
                ("Token", token.Secret.IsPlainText ? Security.Redactor.Mask : null),
            ],
        };
    }

    /// <summary>The fields of Onezone's own details of a named token. The token is included if it is plain text.</summary>
    public static CommandResult Of(NamedToken token)
    {
        var json = JObject.Parse(token.ToString());
        if (json["metadata"] is JObject metadata)
        {
            metadata["creationTime"] = JsonDate.Utc(token.CreationTime);
        }

        json["expiresAt"] = JsonDate.Utc(token.ExpiresAt);
        json["alreadyExisted"] = token.AlreadyExisted;
        return new CommandResult(json.ToString(Formatting.None))
        {
            Token = token.Decoded.Secret.PlainText,
            NewSecrets = token.Decoded.Secret.PlainText is { } secret ? [secret] : [],
            Rows =
            [
                ("Name", token.Name),
                ("Id", token.Id),
                ("Type", token.Type),
                ("InviteType", token.InviteType),
                ("TargetId", token.TargetId),
                ("Subject", token.Subject?.ToString()),
                ("Created", token.CreationTime is { } created ? TimeText.WithZone(created) : null),
                ("Expires", token.ExpiresAt is { } ends
                    ? TimeText.WithZone(ends) + " (" + TimeText.Left(token.TimeLeft!.Value) + ")"
                    : "never"),
                ("Revoked", token.Revoked ? "yes" : "no"),
                ("UsageLimit", token.UsageCount is null ? null : token.UsageLimit?.ToString(CultureInfo.InvariantCulture) ?? "none"),
                ("UsageCount", token.UsageCount?.ToString(CultureInfo.InvariantCulture)),
                ("Privileges", token.Privileges is null ? null : string.Join(", ", token.Privileges)),
                .. token.Caveats.Select(static caveat => ("Caveat", (string?)Readable(caveat))),
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

    /// <summary>The result of a check without a server.</summary>
    public static CommandResult Of(
        OnedataToken token, CaveatOutcome outcome, IReadOnlyList<CaveatEvaluation> caveats, IReadOnlyList<PurposeEvaluation> purpose) =>
        new(new JObject
        {
            ["id"] = token.Id,
            ["outcome"] = Name(outcome),
            ["caveats"] = new JArray(caveats.Select(Json)),
            ["purpose"] = new JArray(purpose.Select(Json)),
        }.ToString(Formatting.None))
        {
            Rows =
            [
                ("Outcome", Name(outcome)),
                ("Id", token.Id),
                .. purpose.Select(static evaluation => ("Purpose", (string?)Text(evaluation))),
                .. caveats.Select(static evaluation =>
                    ("Caveat", (string?)(Readable(evaluation.Caveat) + ": " + Name(evaluation.Outcome) + ". " + evaluation.Reason))),
            ],
        };

    /// <summary>Caveats, as the API's JSON.</summary>
    public static CommandResult Of(IReadOnlyList<TokenCaveat> caveats) =>
        new(new JArray(caveats.Select(static caveat => caveat.ToJson())).ToString(Formatting.None))
        {
            Rows = [.. caveats.Select(static caveat => ("Caveat", (string?)Readable(caveat)))],
        };

    /// <summary>What a token gives access to.</summary>
    public static CommandResult Of(TokenScope scope)
    {
        var json = JObject.Parse(scope.ToString());
        json["validUntil"] = JsonDate.Utc(scope.ExpiresAt);
        return new CommandResult(json.ToString(Formatting.None))
        {
            Rows =
            [
                ("TokenId", scope.TokenId),
                ("Expires", scope.ExpiresAt is { } ends ? TimeText.WithZone(ends) : "never"),
                ("DataAccess", !scope.HasDataAccess ? "none" : scope.ReadOnly ? "read-only" : "read and write"),
                .. scope.Spaces.Select(static space => ("Space", (string?)space.ToString())),
                .. scope.Providers.Select(static provider =>
                    ("Provider", (string?)(provider + (provider.Online ? string.Empty : ", offline")))),
            ],
        };
    }

    /// <summary>The generation of a subject's temporary tokens.</summary>
    public static CommandResult Of(TemporaryTokenGeneration generation) => new(
        new JObject { ["subject"] = generation.Subject, ["generation"] = generation.Generation }.ToString(Formatting.None))
    {
        Rows = [("Subject", generation.Subject), ("Generation", generation.Generation.ToString(CultureInfo.InvariantCulture))],
    };

    /// <summary>The variables of Oneclient; if they are in a file, its path.</summary>
    public static CommandResult Of(OneclientVariables variables)
    {
        if (variables.Path is { } path)
        {
            return new CommandResult(new JObject { ["path"] = path }.ToString(Formatting.None)) { Rows = [("Path", path)] };
        }

        var json = new JObject();
        foreach (var variable in variables.Values())
        {
            json[variable.Name] = variable.Reveal();
        }

        return new CommandResult(json.ToString(Formatting.None))
        {
            Token = (string?)json[OneclientSpec.TokenVariable],
            Rows = [(OneclientSpec.TokenVariable, Security.Redactor.Mask), (OneclientSpec.HostVariable, variables.Host)],
        };
    }

    /// <summary>The settings of Onepanel that name the file with a registration token.</summary>
    public static CommandResult Of(OneproviderRegistration registration)
    {
        var json = new JObject();
        foreach (var (name, value) in registration.Settings())
        {
            json[name] = value;
        }

        return new CommandResult(json.ToString(Formatting.None))
        {
            Rows = [.. registration.Settings().Select(static setting => (setting.Key, (string?)setting.Value))],
        };
    }

    /// <summary>The result of a verification.</summary>
    public static CommandResult Of(TokenVerification result) => new(new JObject
    {
        ["valid"] = result.Valid,
        ["reason"] = result.Reason,
        ["message"] = result.Message,
        ["advice"] = result.Advice,
        ["type"] = result.Type,
        ["id"] = result.Id,
        ["subject"] = result.Subject is { } subject
            ? new JObject { ["type"] = subject.Type, ["id"] = subject.Id }
            : JValue.CreateNull(),
        ["timeLeftSeconds"] = result.TimeLeft is { } left ? (long)left.TotalSeconds : JValue.CreateNull(),
        ["expiresAt"] = JsonDate.Utc(result.ExpiresAt),
    }.ToString(Formatting.None))
    {
        Rows =
        [
            ("Valid", result.Valid switch { true => "yes", false => "no", null => "undetermined" }),
            ("Reason", result.Reason),
            ("Message", result.Message),
            ("Advice", result.Advice),
            ("Type", result.Type),
            ("Id", result.Id),
            ("Subject", result.Subject?.ToString()),
            ("Expires", result.ExpiresAt is { } ends
                ? TimeText.WithZone(ends) + (result.TimeLeft is { } time ? " (" + TimeText.Left(time) + ")" : null)
                : null),
        ],
    };

    private static JObject Json(CaveatEvaluation evaluation) => new()
    {
        ["number"] = evaluation.Number,
        ["caveat"] = evaluation.Caveat.ToJson(),
        ["outcome"] = Name(evaluation.Outcome),
        ["reason"] = evaluation.Reason,
    };

    private static JObject Json(PurposeEvaluation evaluation) => new()
    {
        ["purpose"] = evaluation.Purpose,
        ["use"] = evaluation.Use,
        ["outcome"] = Name(evaluation.Outcome),
        ["reason"] = evaluation.Reason,
    };

    private static string Text(PurposeEvaluation evaluation) =>
        evaluation.Purpose + ", " + evaluation.Use + ": " + Name(evaluation.Outcome) + ". " + evaluation.Reason;

    private static string Name(CaveatOutcome outcome) => outcome switch
    {
        CaveatOutcome.Satisfied => "satisfied",
        CaveatOutcome.NotSatisfied => "notSatisfied",
        _ => "indeterminate",
    };

    // People do not read dates in seconds since 1970.
    private static string Readable(TokenCaveat caveat) => caveat is TimeCaveat time ? "until " + TimeText.WithZone(time.ExpiresAt) : caveat.Text;
}
