using System.Collections.Generic;

namespace TokenTools.Onedata;

/// <summary>The paths of a subject's tokens below /api/v3/onezone (oz:src/http/rest/routes/token_routes.erl).</summary>
internal static class SubjectPath
{
    private const string Key = "For";
    private const string User = "usr";

    private static readonly Dictionary<string, string> Collections = new() { [User] = "users/", ["prv"] = "providers/" };

    /// <summary>The path of a subject: <c>user</c>, <c>provider</c>, <c>users/id</c> or <c>providers/id</c>.</summary>
    /// <param name="subject">
    /// <c>user</c> or <c>provider</c> for the connection's own subject, <c>usr-ID</c> or <c>prv-ID</c> for another one; null for the
    /// connection's own.
    /// </param>
    /// <param name="connectionSubject">The connection's own subject; null if it is unknown.</param>
    /// <exception cref="TokenArgumentException">The subject is invalid, or unknown.</exception>
    public static string Of(string? subject, OnedataSubject? connectionSubject)
    {
        var trimmed = subject?.Trim() ?? connectionSubject?.Type switch
        {
            "user" => "user",
            "oneprovider" => "provider",
            _ => throw new TokenArgumentException(Key, nameof(Messages.OnedataSubjectUnknown)),
        };
        if (trimmed.ToLowerInvariant() is var own and ("user" or "provider"))
        {
            return own;
        }

        return Parse(trimmed) is { } other
            ? Collections[other.Prefix] + other.Id
            : throw new TokenArgumentException(Key, nameof(Messages.OnedataForInvalid));
    }

    /// <summary>The id of the user in <c>usr-ID</c>; null for other text.</summary>
    public static string? UserId(string? subject) => Parse(subject?.Trim() ?? string.Empty) is { Prefix: User } user ? user.Id : null;

    private static PrefixedId? Parse(string text) =>
        PrefixedId.TryParse(text, Collections, out var subject) && OnedataIds.IsPlain(subject.Id) ? subject : null;
}
