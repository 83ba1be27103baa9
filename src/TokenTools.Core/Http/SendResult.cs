using System;

namespace TokenTools.Http;

/// <summary>The result of one attempt to send a request: a response, no response, or a cancellation.</summary>
internal abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>A complete response arrived.</summary>
    /// <param name="Response">The response, with any status.</param>
    internal sealed record Received(ServiceResponse Response) : SendResult;

    /// <summary>No complete response arrived.</summary>
    /// <param name="Error">The exception of HttpClient.</param>
    /// <param name="SendingStarted">Whether sending the body started; null for a request without a body.</param>
    /// <param name="RequestSent">Whether the service may have received the request.</param>
    /// <param name="TimedOut">Whether the time limit was exceeded.</param>
    internal sealed record Failed(Exception Error, bool? SendingStarted, bool RequestSent, bool TimedOut) : SendResult;

    /// <summary>The caller canceled the attempt.</summary>
    /// <param name="RequestSent">Whether the service may have received the request.</param>
    internal sealed record Canceled(bool RequestSent) : SendResult;
}
