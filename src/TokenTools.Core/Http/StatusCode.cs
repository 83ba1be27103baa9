namespace TokenTools.Http;

/// <summary>What an HTTP status says about a request.</summary>
internal static class StatusCode
{
    /// <summary>
    /// True where the service certainly did not apply the request, so that it can be sent again. For any other error status, and any
    /// status that is not known, it may have applied it.
    /// </summary>
    /// <remarks>
    /// RFC 9110 §15, RFC 6585. Not in the list, although they are errors: 302 and 303, which are common responses to a POST that was
    /// applied; 406, which a framework may send after it has applied the request; 408; and 499, 500, 502, 504 and other statuses of
    /// gateways, which may have passed the request on.
    /// </remarks>
    public static bool IsNeverApplied(int status) => status is
        301 or 307 or 308 // Moved; Boomi's API has 301 and 308 for retired objects.
        or 400 or 401 or 403 or 404 or 405 or 407 or 409 or 410 or 411 or 413 or 414 or 415
        or 421 or 422 or 425 or 428 or 429 or 431 or 451
        or 501 or 503 or 505
        or 511; // A gateway that asks for a sign-in to the network; never from the service itself.

    /// <summary>True for a status that may be another one shortly afterwards.</summary>
    public static bool IsTransient(int status) => status is 429 or 502 or 503 or 504;
}
