using System;

namespace TokenTools.Onedata;

/// <summary>A request for a temporary token.</summary>
internal sealed class TemporaryTokenRequest : TokenRequest
{
    /// <summary>The default lifetime. The service has no default; it requires a time caveat.</summary>
    public static readonly TimeSpan DefaultValidFor = TimeSpan.FromHours(1);

    private protected override TimeSpan? DefaultLifetime => DefaultValidFor;

    /// <summary>The path below /api/v3/onezone for the temporary tokens of a subject.</summary>
    /// <param name="subject">The subject, in the form of <see cref="TokenRequest.For"/>.</param>
    /// <param name="connectionSubject">The connection's own subject.</param>
    /// <exception cref="TokenArgumentException">The subject is invalid, or unknown.</exception>
    public static string Path(string? subject, OnedataSubject? connectionSubject) =>
        SubjectPath.Of(subject, connectionSubject) + "/tokens/temporary";
}
