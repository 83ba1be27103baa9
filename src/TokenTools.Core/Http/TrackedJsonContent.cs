using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;

namespace TokenTools.Http;

/// <summary>A JSON body that knows whether anyone has begun to send it: until then a connection wasn't even established.</summary>
/// <remarks>
/// This works alike on every runtime. What exceptions tell of how far a request came differs between .NET Framework and .NET.
/// </remarks>
internal sealed class TrackedJsonContent : HttpContent
{
    private readonly byte[] _body;
    private readonly Action? _leaving;
    private volatile bool _begun;

    /// <param name="body">The body.</param>
    /// <param name="leaving">Called when it begins to leave; null for nobody to be told.</param>
    public TrackedJsonContent(byte[] body, Action? leaving = null)
    {
        _body = body;
        _leaving = leaving;
        // No charset: JSON is UTF-8 (RFC 8259 §8.1), and Onezone compares the whole header.
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>True once the body's first byte may have left.</summary>
    public bool Begun => _begun;

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        _begun = true;
        _leaving?.Invoke();
        return stream.WriteAsync(_body, 0, _body.Length);
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
