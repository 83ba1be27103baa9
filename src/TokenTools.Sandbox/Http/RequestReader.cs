using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Sandbox.Http;

/// <summary>Reads HTTP/1.1 requests from a stream (RFC 9112). Strict: rejects everything that the standard calls ambiguous.</summary>
internal sealed class RequestReader
{
    // Each service has its own, shorter limit for a header.
    private const int MaximumHeadBytes = 64 * 1024;

    // A body can contain a token of 1 MiB (ctool:src/auth/tokens.erl, max_token_size) with every character escaped.
    private const int MaximumBodyBytes = 8 * 1024 * 1024;

    private const int MaximumHeaderCount = 200;

    private static readonly Encoding Latin1 = Encoding.GetEncoding("iso-8859-1");

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private int _remainingHeadBytes;

    public RequestReader(Stream stream) => _stream = stream;

    /// <summary>Reads the next request; null if the client closed the connection before it.</summary>
    /// <exception cref="MalformedRequestException">The bytes are not a valid request.</exception>
    /// <exception cref="EndOfStreamException">The stream ended within the request.</exception>
    public async Task<Request?> ReadAsync(CancellationToken cancellationToken)
    {
        _remainingHeadBytes = MaximumHeadBytes;
        string? line;
        do
        {
            // RFC 9112 §2.2: empty lines before a request are ignored.
            line = await ReadLineAsync(atStart: true, cancellationToken).ConfigureAwait(false);
            if (line is null)
            {
                return null;
            }
        }
        while (line.Length == 0);

        var (method, target, http10) = ReadRequestLine(line);
        var headers = await ReadHeadersAsync(cancellationToken).ConfigureAwait(false);
        var framing = RequestFraming.Parse(headers, http10);
        if (framing.ExpectsContinue)
        {
            var interim = Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\n");
            await _stream.WriteAsync(interim, 0, interim.Length, cancellationToken).ConfigureAwait(false);
        }

        var body = framing.Chunked ? await ReadChunksAsync(cancellationToken).ConfigureAwait(false)
            : await ReadBodyAsync(framing.Length, cancellationToken).ConfigureAwait(false);
        return new Request(method, target, headers, body) { KeepAlive = framing.KeepAlive };
    }

    private static (string Method, string Target, bool Http10) ReadRequestLine(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 3 || !IsToken(parts[0]))
        {
            throw new MalformedRequestException(400, "The request line is not METHOD target HTTP/1.1.");
        }

        if (parts[2] is not ("HTTP/1.1" or "HTTP/1.0"))
        {
            throw parts[2].StartsWith("HTTP/", StringComparison.Ordinal)
                ? new MalformedRequestException(505, "Only HTTP/1.1 and HTTP/1.0 are supported.")
                : new MalformedRequestException(400, "The request line is not METHOD target HTTP/1.1.");
        }

        var target = parts[1];
        if (target.Length > 0 && target[0] == '/')
        {
            return (parts[0], target, parts[2] == "HTTP/1.0");
        }

        // The absolute form, as sent to proxies. RFC 9112 §3.2.2 requires servers to accept it.
        if (target.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(target, UriKind.Absolute, out var uri))
        {
            return (parts[0], uri.PathAndQuery, parts[2] == "HTTP/1.0");
        }

        throw new MalformedRequestException(400, "The request target is not a path.");
    }

    private static bool IsToken(string text)
    {
        foreach (var c in text)
        {
            if (c is <= ' ' or >= '\x7F' || "\"(),/:;<=>?@[\\]{}".IndexOf(c) >= 0)
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    private async Task<List<KeyValuePair<string, string>>> ReadHeadersAsync(CancellationToken cancellationToken)
    {
        var headers = new List<KeyValuePair<string, string>>();
        while (true)
        {
            var line = await ReadLineAsync(atStart: false, cancellationToken).ConfigureAwait(false);
            if (line!.Length == 0)
            {
                return headers;
            }

            var colon = line.IndexOf(':');
            // Also rejects line folding (RFC 9112 §5.2) and white space before the colon (§5.1).
            if (colon < 1 || !IsToken(line.Substring(0, colon)))
            {
                throw new MalformedRequestException(400, "A header line is not Name: value.");
            }

            if (headers.Count == MaximumHeaderCount)
            {
                throw new MalformedRequestException(431, "There are too many headers.");
            }

            var value = line.Substring(colon + 1).Trim(' ', '\t');
            if (value.IndexOfAny(['\0', '\r']) >= 0)
            {
                throw new MalformedRequestException(400, "A header contains a control character.");
            }

            headers.Add(new KeyValuePair<string, string>(line.Substring(0, colon), value));
        }
    }

    private async Task<byte[]> ReadBodyAsync(long length, CancellationToken cancellationToken)
    {
        if (length > MaximumBodyBytes)
        {
            throw new MalformedRequestException(413, "The body is too large.");
        }

        // The buffer grows with the received data: Content-Length alone must not allocate memory.
        using var body = new MemoryStream();
        await CopyAsync(body, length, cancellationToken).ConfigureAwait(false);
        return body.ToArray();
    }

    private async Task<byte[]> ReadChunksAsync(CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        while (true)
        {
            _remainingHeadBytes = MaximumHeadBytes;
            var line = (await ReadLineAsync(atStart: false, cancellationToken).ConfigureAwait(false))!;
            var extension = line.IndexOf(';');
            var digits = (extension < 0 ? line : line.Substring(0, extension)).TrimEnd(' ', '\t');
            if (digits.Length is 0 or > 8
                || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size))
            {
                throw new MalformedRequestException(400, "A chunk size is not valid.");
            }

            if (body.Length + size > MaximumBodyBytes)
            {
                throw new MalformedRequestException(413, "The body is too large.");
            }

            if (size == 0)
            {
                await ReadHeadersAsync(cancellationToken).ConfigureAwait(false);
                return body.ToArray();
            }

            await CopyAsync(body, size, cancellationToken).ConfigureAwait(false);
            if ((await ReadLineAsync(atStart: false, cancellationToken).ConfigureAwait(false))!.Length > 0)
            {
                throw new MalformedRequestException(400, "A chunk is longer than its size.");
            }
        }
    }

    private async Task CopyAsync(MemoryStream body, long length, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await FillAsync(cancellationToken).ConfigureAwait(false));
                if (_end == 0)
                {
                    throw new EndOfStreamException();
                }
            }

            var count = (int)Math.Min(length, _end - _start);
            body.Write(_buffer, _start, count);
            _start += count;
            length -= count;
        }
    }

    private async Task<string?> ReadLineAsync(bool atStart, CancellationToken cancellationToken)
    {
        var line = new MemoryStream();
        while (true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await FillAsync(cancellationToken).ConfigureAwait(false));
                if (_end == 0)
                {
                    return atStart && line.Length == 0 ? null : throw new EndOfStreamException();
                }
            }

            var newline = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            var count = (newline < 0 ? _end : newline) - _start;
            _remainingHeadBytes -= count + 1;
            if (_remainingHeadBytes < 0)
            {
                throw new MalformedRequestException(431, "The header section is too large.");
            }

            line.Write(_buffer, _start, count);
            _start += newline < 0 ? count : count + 1;
            if (newline >= 0)
            {
                var text = Latin1.GetString(line.GetBuffer(), 0, (int)line.Length);
                return text.EndsWith("\r", StringComparison.Ordinal) ? text.Substring(0, text.Length - 1) : text;
            }
        }
    }

    private Task<int> FillAsync(CancellationToken cancellationToken) =>
        _stream.ReadAsync(_buffer, 0, _buffer.Length, cancellationToken);
}
