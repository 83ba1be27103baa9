using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Attacks.Tests.Http;

/// <summary>A loopback server whose connections do what a callback says, byte by byte.</summary>
internal sealed class HostileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _cancellation = new();
    private readonly ConcurrentDictionary<Socket, bool> _sockets = new();
    private readonly Func<HostileConnection, Task> _serve;
    private int _connections;

    /// <param name="serve">What happens on each connection; the connection is closed when it returns.</param>
    public HostileServer(Func<HostileConnection, Task> serve)
    {
        _serve = serve;
        _listener.Start(512);
        _ = AcceptAsync();
    }

    /// <summary>A server that answers each request with the bytes that a callback returns.</summary>
    public static HostileServer Answering(Func<HttpRequest, byte[]> answer) => new(async connection =>
    {
        while (await connection.ReadRequestAsync() is { } request)
        {
            await connection.WriteAsync(answer(request));
        }
    });

    public Uri Uri => new("http://127.0.0.1:" + ((IPEndPoint)_listener.LocalEndpoint).Port + "/");

    public void Dispose()
    {
        _cancellation.Cancel();
        _listener.Dispose();
        foreach (var socket in _sockets.Keys)
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
                _sockets[socket] = true;
                var number = Interlocked.Increment(ref _connections);
                _ = Task.Run(() => ServeAsync(socket, number));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server is disposed.
        }
    }

    private async Task ServeAsync(Socket socket, int number)
    {
        try
        {
            socket.NoDelay = true;
            await _serve(new HostileConnection(socket, number, _cancellation.Token));
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The client closed the connection, or this server did.
        }
        finally
        {
            _sockets.TryRemove(socket, out _);
            socket.Dispose();
        }
    }
}

/// <summary>One accepted connection.</summary>
internal sealed class HostileConnection
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly MemoryStream _received = new();

    public HostileConnection(Socket socket, int number, CancellationToken cancellationToken)
    {
        (_socket, Number, CancellationToken) = (socket, number, cancellationToken);
        _stream = new NetworkStream(socket);
    }

    /// <summary>1 for the server's first connection.</summary>
    public int Number { get; }

    /// <summary>Canceled when the server is disposed.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Reads the next whole request; null if the client closed the connection.</summary>
    public async Task<HttpRequest?> ReadRequestAsync()
    {
        int end;
        while ((end = _received.GetBuffer().AsSpan(0, (int)_received.Length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await ReceiveAsync())
            {
                return null;
            }
        }

        var head = Encoding.Latin1.GetString(_received.GetBuffer(), 0, end + 4);
        var length = int.Parse(HttpRequest.Header(head, "Content-Length") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        while (_received.Length < end + 4 + length)
        {
            if (!await ReceiveAsync())
            {
                return null;
            }
        }

        var request = new HttpRequest(head, Encoding.UTF8.GetString(_received.GetBuffer(), end + 4, length));
        var rest = _received.ToArray().AsMemory(end + 4 + length);
        _received.SetLength(0);
        _received.Write(rest.Span);
        return request;
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task WriteAsync(byte[] bytes)
    {
        await _stream.WriteAsync(bytes, CancellationToken);
        await _stream.FlushAsync(CancellationToken);
    }

    /// <summary>Ends the connection with a reset rather than an end of the stream.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    /// <summary>Says nothing more and waits until the client closes the connection.</summary>
    public async Task WaitForCloseAsync()
    {
        while (await ReceiveAsync())
        {
            _received.SetLength(0);
        }
    }

    private async Task<bool> ReceiveAsync()
    {
        var buffer = new byte[8192];
        var read = await _stream.ReadAsync(buffer, CancellationToken);
        _received.Write(buffer, 0, read);
        return read > 0;
    }
}
