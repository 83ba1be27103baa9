using System;

namespace TokenTools.Sandbox.Http;

/// <summary>The received bytes are not a valid HTTP request. The connection is closed after a response with the status.</summary>
internal sealed class MalformedRequestException : Exception
{
    public MalformedRequestException(int statusCode, string message)
        : base(message) => StatusCode = statusCode;

    public int StatusCode { get; }
}
