using System.Collections.Generic;
using TokenTools.Security;

namespace TokenTools.Onedata;

/// <summary>The reasons why a zone does not accept an invite token, each with an error id of its own.</summary>
/// <remarks>oz:src/logic/tokens/invite_tokens.erl, consume/4, and token_auth.erl; ids: ctool:src/errors.erl</remarks>
internal static class InviteTokenErrors
{
    /// <summary>The message for each of the zone's ids of these errors.</summary>
    public static IReadOnlyDictionary<string, string> MessageNames { get; } = new Dictionary<string, string>
    {
        ["badToken"] = nameof(Messages.InviteTokenUnreadable),
        ["notAnInviteToken"] = nameof(Messages.InviteTokenWrongType),
        ["tokenInvalid"] = nameof(Messages.InviteTokenInvalid),
        ["tokenRevoked"] = nameof(Messages.InviteTokenRevoked),
        ["tokenSubjectInvalid"] = nameof(Messages.InviteTokenInviterUnknown),
        ["tokenCaveatUnverified"] = nameof(Messages.InviteTokenCaveatUnverified),
        ["tokenCaveatUnknown"] = nameof(Messages.InviteTokenCaveatUnknown),
        ["inviteTokenConsumerInvalid"] = nameof(Messages.InviteTokenConsumerInvalid),
        ["inviteTokenUsageLimitReached"] = nameof(Messages.InviteTokenUsageLimitReached),
        ["inviteTokenTargetIdInvalid"] = nameof(Messages.InviteTokenTargetInvalid),
        ["inviteTokenSubjectNotAuthorized"] = nameof(Messages.InviteTokenInviterNotAuthorized),
        ["alreadyExists"] = nameof(Messages.InviteTokenAlreadyMember),
        ["relationAlreadyExists"] = nameof(Messages.InviteTokenAlreadyMember),
    };

    /// <summary>The typed error; null for an error that is not about the token.</summary>
    public static TokenApiException? Typed(TokenApiException error, InviteJoin join, string targetId)
    {
        var serviceError = error.ServiceError;
        // An error about a field of the request: its key indicates whether the field is the token.
        if (serviceError is { Id: "badValueToken", Inner: not null })
        {
            serviceError = serviceError.Inner;
        }

        return error.StatusCode is 400 or 409 && serviceError?.Id is { } id && MessageNames.TryGetValue(id, out var name)
            ? new TokenApiException(
                name,
                ["Onezone", join.Target.Name, DisplayText.Id(targetId), join.Consumer?.Name ?? "user", serviceError.Message ?? id],
                error.StatusCode,
                error.NeverApplied)
            {
                ServiceError = error.ServiceError,
                TraceId = error.TraceId,
            }
            : null;
    }
}
