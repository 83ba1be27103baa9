using System;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Onedata;

// What a token needs in another process besides its text, and the token in another form.
public sealed partial class OnedataToken
{
    /// <summary>The time of the clock that determines whether it has expired.</summary>
    internal DateTimeOffset Now => _now();

    /// <summary>How far that clock is ahead of this machine's; null if it is this machine's.</summary>
    internal TimeSpan? ClockOffset => HasOwnClock ? _now() - SystemClock.Instance.UtcNow : null;

    /// <summary>The domain of the Onezone to which it will be sent; null for none.</summary>
    internal string? ConnectionDomain => _connectionDomain;

    private bool HasOwnClock { get; }

    /// <summary>A token that was decoded before, perhaps in another process, from its text and from what the text does not contain.</summary>
    /// <param name="secret">The token.</param>
    /// <param name="connectionDomain">The value of <see cref="ConnectionDomain"/>.</param>
    /// <param name="clockOffset">The value of <see cref="ClockOffset"/>.</param>
    /// <param name="signatureVerified">The value of <see cref="SignatureVerified"/>.</param>
    /// <exception cref="TokenFormatException">It is not a token; the message describes the position and the problem.</exception>
    internal static OnedataToken Restore(TokenSecret secret, string? connectionDomain, TimeSpan? clockOffset, bool? signatureVerified)
    {
        Func<DateTimeOffset>? now = clockOffset is { } offset ? () => SystemClock.Instance.UtcNow + offset : null;
        return DecodeAndClear(
            secret.WithChars(Macaroon.Parse),
            macaroon => new OnedataToken(macaroon, secret.IsPlainText, connectionDomain, now, signatureVerified));
    }

    /// <summary>The same token as a SecureString.</summary>
    internal OnedataToken Secured() => Secret.IsPlainText
        ? new OnedataToken(Secret.WithChars(Macaroon.Parse), asPlainText: false, _connectionDomain, HasOwnClock ? _now : null, SignatureVerified)
        : this;
}
