using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Http;

/// <summary>Reads a response completely, up to a size limit.</summary>
internal static class ResponseReader
{
    /// <summary>The largest body, in bytes.</summary>
    /// <remarks>The largest response contains one token of 1 MiB (ctool:src/auth/tokens.erl, max_token_size).</remarks>
    public const int LongestBody = 2 * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a response.</summary>
    /// <param name="response">The response, of which the headers are read.</param>
    /// <param name="now">The current time, with which a Retry-After date is compared.</param>
    /// <param name="limit">Canceled when the time limit is exceeded, or by the caller.</param>
    /// <param name="cancellationToken">Canceled by the caller.</param>
    public static async Task<ServiceResponse> ReadAsync(
        HttpResponseMessage response, DateTimeOffset now, CancellationToken limit, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var contentType = response.Content.Headers.ContentType;
        var body = string.Empty;
        var cut = false;
        try
        {
            // The streams of .NET Framework ignore a cancellation while they read; disposing of the response ends them.
            using (limit.Register(static state => ((HttpResponseMessage)state!).Dispose(), response))
            using (var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false))
            {
                var text = await ReadTextAsync(stream, contentType?.CharSet, limit).ConfigureAwait(false);
                (body, cut) = (text ?? string.Empty, text is null);
            }
        }
        catch (Exception error) when (status is < 200 or >= 300 && !cancellationToken.IsCancellationRequested && IsReadError(error))
        {
            // The status is sufficient, even if the body of an error response or a redirect is truncated.
        }
        catch (InvalidDataException)
        {
            // The body is not valid gzip.
            throw new IOException();
        }

        return new ServiceResponse(status, (contentType?.MediaType ?? string.Empty).ToLowerInvariant(), body)
        {
            Cut = cut,
            RetryAfter = RetryDelay.FromHeader(response.Headers, now),
            // Times are added to it and subtracted from it, so that it must not be at a limit of the type.
            Date = response.Headers.Date is { Year: > 1 and < 9999 } date ? date : null,
            Received = now,
            Location = response.Headers.Location,
            TraceId = Header(response, "X-GDC-TRACE-ID") ?? Header(response, "X-Request-ID"),
            Challenge = Header(response, "WWW-Authenticate"),
        };
    }

    private static bool IsReadError(Exception error) => error is IOException or HttpRequestException or WebException
        or InvalidDataException or OperationCanceledException or ObjectDisposedException;

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? DecodeHeader(string.Join(", ", values)) : null;

    // .NET reads header values as Latin-1, but services send UTF-8. Undecoded, a redactor would not recognize a secret in them.
    private static string DecodeHeader(string value)
    {
        if (Array.TrueForAll(value.ToCharArray(), static c => c < 0x80) || Array.Exists(value.ToCharArray(), static c => c > 0xFF))
        {
            return value;
        }

        try
        {
            return StrictUtf8.GetString(Array.ConvertAll(value.ToCharArray(), static c => (byte)c));
        }
        catch (DecoderFallbackException)
        {
            return value;
        }
    }

    // Null for a body that is too long.
    private static async Task<string?> ReadTextAsync(Stream stream, string? charSet, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > LongestBody)
            {
                return null;
            }
        }

        bytes.Position = 0;
        using var reader = new StreamReader(bytes, FindEncoding(charSet), detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    private static Encoding FindEncoding(string? charSet)
    {
        try
        {
            return charSet is null ? Encoding.UTF8 : Encoding.GetEncoding(charSet.Trim('"'));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            // An unknown or unsafe (utf-7) charset; JSON is UTF-8 (RFC 8259 §8.1).
            return Encoding.UTF8;
        }
    }
}
