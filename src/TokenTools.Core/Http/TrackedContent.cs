using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;

namespace TokenTools.Http;

/// <summary>A body that records whether sending it has started. Before that, no connection was established.</summary>
/// <remarks>Works on every runtime. The exceptions of .NET Framework and .NET indicate the progress of a request differently.</remarks>
internal sealed class TrackedContent : HttpContent
{
    private readonly byte[] _body;
    private readonly Action? _onSending;
    private volatile bool _sendingStarted;

    /// <param name="body">The body.</param>
    /// <param name="mediaType">The media type.</param>
    /// <param name="onSending">Called when sending starts; null for no callback.</param>
    public TrackedContent(byte[] body, string mediaType, Action? onSending = null)
    {
        _body = body;
        _onSending = onSending;
        // No charset: JSON is UTF-8 (RFC 8259 §8.1), and Onezone compares the whole header.
        Headers.ContentType = new MediaTypeHeaderValue(mediaType);
    }

    /// <summary>True once the first byte of the body may have been sent.</summary>
    public bool SendingStarted => _sendingStarted;

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        _sendingStarted = true;
        _onSending?.Invoke();
        return stream.WriteAsync(_body, 0, _body.Length);
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
