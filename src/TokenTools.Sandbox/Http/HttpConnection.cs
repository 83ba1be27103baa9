using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Sandbox.Http;

/// <summary>One TCP connection: reads requests and writes their responses until it is closed.</summary>
internal sealed class HttpConnection
{
    // A client that is still sending when its request is rejected reads the response only if its data is read as well.
    private const int MaximumDrainBytes = 1024 * 1024;

    private static readonly TimeSpan DrainTimeout = TimeSpan.FromMilliseconds(500);

    private readonly Socket _socket;
    private readonly int _number;
    private readonly Func<Request, CancellationToken, Task<Response>> _handle;
    private readonly Action<int> _onClosed;

    public HttpConnection(Socket socket, int number, Func<Request, CancellationToken, Task<Response>> handle, Action<int> onClosed)
    {
        _onClosed = onClosed;
        _socket = socket;
        _number = number;
        _handle = handle;
    }

    /// <summary>Serves requests until either side closes the connection. Never throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            _socket.NoDelay = true;
            using var stream = new NetworkStream(_socket, ownsSocket: false);
            var reader = new RequestReader(stream);
            while (await ServeAsync(reader, stream, cancellationToken).ConfigureAwait(false))
            {
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client disconnected or the sandbox stopped, so the error cannot be reported to anyone.
        }
        finally
        {
            _socket.Dispose();
            _onClosed(_number);
        }
    }

    /// <summary>Resets the connection. Pending reads and writes fail.</summary>
    public void Abort()
    {
        try
        {
            // A zero linger time sends RST: the client notices immediately, and the port is not left in TIME_WAIT.
            _socket.LingerState = new LingerOption(enable: true, seconds: 0);
            _socket.Dispose();
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Already closed.
        }
    }

    private async Task<bool> ServeAsync(RequestReader reader, Stream stream, CancellationToken cancellationToken)
    {
        Response response;
        var withBody = true;
        try
        {
            var request = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (request is null)
            {
                return false;
            }

            request.Connection = _number;
            request.PeerAddress = (_socket.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? request.PeerAddress;
            withBody = request.Method != "HEAD";
            response = await _handle(request, cancellationToken).ConfigureAwait(false);
            response.Close |= !request.KeepAlive;
        }
        catch (MalformedRequestException error)
        {
            response = Response.Text(error.StatusCode, error.Message, "text/plain; charset=utf-8");
            response.Close = true;
        }

        if (response.Reset)
        {
            Abort();
            return false;
        }

        await ResponseWriter.WriteAsync(stream, response, withBody, cancellationToken).ConfigureAwait(false);
        if (response.Close || response.Truncate)
        {
            await CloseAsync(stream, cancellationToken).ConfigureAwait(false);
            return false;
        }

        return true;
    }

    // Closing a socket with unread data resets the connection, and the client may lose the response (RFC 9112 §9.6).
    private async Task CloseAsync(Stream stream, CancellationToken cancellationToken)
    {
        _socket.Shutdown(SocketShutdown.Send);
        var buffer = new byte[16 * 1024];
        using var timer = new Timer(
            static connection => ((HttpConnection)connection!).Abort(), this, DrainTimeout, Timeout.InfiniteTimeSpan);
        for (int total = 0, read; total < MaximumDrainBytes; total += read)
        {
            read = await stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }
        }
    }
}
