using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Core.Tests.Net;

/// <summary>
/// A loopback HTTP server that sends arbitrary bytes, resets or closes the connection, or stays silent, and records all requests.
/// </summary>
internal sealed class RawServer : IDisposable
{
    private static readonly ConcurrentBag<Socket> BoundSockets = [];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _cancellation = new();
    private readonly ConcurrentQueue<RawRequest> _requests = new();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly Func<RawRequest, RawResponse> _respond;
    private readonly X509Certificate2? _certificate;
    private readonly Greeting _greeting;
    private int _connections;
    private int _numbers;

    /// <param name="response">The response to each request.</param>
    /// <param name="certificate">The certificate for TLS; null for plain HTTP.</param>
    /// <param name="greeting">What happens to a connection before it can send a request.</param>
    public RawServer(Func<RawRequest, RawResponse> response, X509Certificate2? certificate = null, Greeting greeting = Greeting.Serve)
    {
        (_respond, _certificate, _greeting) = (response, certificate, greeting);
        _listener.Start(512);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    /// <summary>Sends these responses in turn, then always the last one.</summary>
    public RawServer(params RawResponse[] responses)
        : this(request => responses[Math.Min(request.Number, responses.Length) - 1])
    {
    }

    public int Port { get; }

    public Uri Uri => new((_certificate is null ? "http" : "https") + "://127.0.0.1:" + Port + "/");

    /// <summary>The number of accepted TCP connections.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The complete requests, in order.</summary>
    public IReadOnlyList<RawRequest> Requests => _requests.ToArray();

    /// <summary>A port on which no process listens, nor can listen while this one runs: it is bound.</summary>
    public static int ClosedPort()
    {
        var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        BoundSockets.Add(bound);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)bound.LocalEndPoint!).Port;
    }

    public void Dispose()
    {
        _cancellation.Cancel();
        _listener.Dispose();
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_cancellation.Token);
                _sockets.Add(socket);
                var connection = Interlocked.Increment(ref _connections);
                _ = Task.Run(() => ServeAsync(socket, connection));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server is disposed of.
        }
    }

    private async Task ServeAsync(Socket socket, int connection)
    {
        try
        {
            socket.NoDelay = true;
            if (_greeting == Greeting.Close)
            {
                socket.Dispose();
                return;
            }

            if (_greeting == Greeting.Silence)
            {
                await Task.Delay(Timeout.Infinite, _cancellation.Token);
            }

            Stream stream = new NetworkStream(socket);
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(_certificate);
                stream = tls;
            }

            while (await ReadAsync(stream, connection) is { } request)
            {
                _requests.Enqueue(request);
                var response = _respond(request);
                await stream.WriteAsync(response.Bytes, _cancellation.Token);
                await stream.FlushAsync(_cancellation.Token);
                switch (response.Then)
                {
                    case Then.Close:
                        socket.Shutdown(SocketShutdown.Both);
                        socket.Dispose();
                        return;
                    case Then.Reset:
                        socket.LingerState = new LingerOption(true, 0);
                        socket.Dispose();
                        return;
                    case Then.Silence:
                        await Task.Delay(Timeout.Infinite, _cancellation.Token);
                        return;
                    case Then.KeepOpen:
                        break;
                }
            }

            socket.Dispose();
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
            // The client closed the connection, which the test examines on the client's side.
            socket.Dispose();
        }
    }

    private async Task<RawRequest?> ReadAsync(Stream stream, int connection)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[8192];
        int end;
        while ((end = HeadLength(bytes)) < 0)
        {
            var read = await stream.ReadAsync(buffer, _cancellation.Token);
            if (read == 0)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
        }

        var head = Encoding.Latin1.GetString(bytes.GetBuffer(), 0, end);
        var request = new RawRequest(head, string.Empty, 0, connection);
        var length = int.Parse(request.Header("Content-Length") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        while (bytes.Length < end + length)
        {
            var read = await stream.ReadAsync(buffer, _cancellation.Token);
            if (read == 0)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
        }

        return request with
        {
            Body = Encoding.UTF8.GetString(bytes.GetBuffer(), end, length),
            Number = Interlocked.Increment(ref _numbers),
        };
    }

    private static int HeadLength(MemoryStream bytes)
    {
        var at = bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf("\r\n\r\n"u8);
        return at < 0 ? -1 : at + 4;
    }
}

/// <summary>What happens to a connection before it can send a request.</summary>
internal enum Greeting
{
    Serve,
    Close,
    Silence,
}

/// <summary>What happens to the connection after a response.</summary>
internal enum Then
{
    KeepOpen,
    Close,
    Reset,
    Silence,
}

/// <summary>A request as it was received.</summary>
/// <param name="Head">Request line and headers.</param>
/// <param name="Body">The body, from UTF-8.</param>
/// <param name="Number">1 for the server's first.</param>
/// <param name="Connection">1 for the server's first connection.</param>
internal sealed record RawRequest(string Head, string Body, int Number, int Connection)
{
    public string Line => Head[..Head.IndexOf('\r', StringComparison.Ordinal)];

    public string? Header(string name) => Head.Split("\r\n").Skip(1)
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();
}

/// <summary>The bytes of a response.</summary>
internal sealed record RawResponse(byte[] Bytes, Then Then)
{
    public static RawResponse Reset { get; } = new([], Then.Reset);

    public static RawResponse Close { get; } = new([], Then.Close);

    public static RawResponse Silence { get; } = new([], Then.Silence);

    public static RawResponse Text(string text, Then then = Then.KeepOpen) => new(Encoding.UTF8.GetBytes(text), then);

    /// <summary>A complete response; headers as lines.</summary>
    public static RawResponse Of(int status, string body = "", params string[] headers) => Of(status, Encoding.UTF8.GetBytes(body), headers);

    public static RawResponse Of(int status, byte[] body, params string[] headers)
    {
        var head = new StringBuilder("HTTP/1.1 ").Append(status).Append(" Said\r\n");
        foreach (var header in headers)
        {
            head.Append(header).Append("\r\n");
        }

        if (status is not (204 or 304))
        {
            head.Append("Content-Length: ").Append(body.Length).Append("\r\n");
        }

        return new([.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. status is 204 or 304 ? [] : body], Then.KeepOpen);
    }

    /// <summary>A body shorter than its Content-Length.</summary>
    public static RawResponse Truncated(int status, string body) =>
        Text("HTTP/1.1 " + status + " Said\r\nContent-Length: " + (body.Length + 100) + "\r\n\r\n" + body, Then.Close);
}
