using System;

namespace TokenTools.Sandbox.Http;

/// <summary>What came can't be answered as a request; the connection ends with that status.</summary>
internal sealed class MalformedRequestException : Exception
{
    public MalformedRequestException(int statusCode, string message)
        : base(message) => StatusCode = statusCode;

    public int StatusCode { get; }
}
