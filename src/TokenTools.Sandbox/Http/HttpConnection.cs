using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Sandbox.Http;

/// <summary>One connection: reads a request, has it answered, and again.</summary>
internal sealed class HttpConnection
{
    // How much of what a refused client still sends is read away, so that it gets to read the refusal.
    private const int LongestDrain = 1024 * 1024;

    private static readonly TimeSpan DrainTime = TimeSpan.FromMilliseconds(500);

    private readonly Socket _socket;
    private readonly int _number;
    private readonly Func<ReceivedRequest, CancellationToken, Task<Answer>> _handle;

    public HttpConnection(Socket socket, int number, Func<ReceivedRequest, CancellationToken, Task<Answer>> handle)
    {
        _socket = socket;
        _number = number;
        _handle = handle;
    }

    /// <summary>Serves until either side ends it. Never throws.</summary>
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
            // The client went away, or the sandbox was closed: nobody is left to tell.
        }
        finally
        {
            _socket.Dispose();
        }
    }

    /// <summary>Ends it at once; whatever its loop waits for fails.</summary>
    public void Abort()
    {
        try
        {
            // Without lingering the port isn't kept waiting for stragglers, and the client learns of it at once.
            _socket.LingerState = new LingerOption(enable: true, seconds: 0);
            _socket.Dispose();
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Ended by itself.
        }
    }

    private async Task<bool> ServeAsync(RequestReader reader, Stream stream, CancellationToken cancellationToken)
    {
        Answer answer;
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
            answer = await _handle(request, cancellationToken).ConfigureAwait(false);
            answer.Close |= !request.KeepAlive;
        }
        catch (MalformedRequestException error)
        {
            answer = Answer.OfText(error.StatusCode, error.Message, "text/plain; charset=utf-8");
            answer.Close = true;
        }

        if (answer.Reset)
        {
            Abort();
            return false;
        }

        await AnswerWriter.WriteAsync(stream, answer, withBody, cancellationToken).ConfigureAwait(false);
        if (answer.Close || answer.Truncate)
        {
            await EndAsync(stream, cancellationToken).ConfigureAwait(false);
            return false;
        }

        return true;
    }

    // Closing a socket with unread data resets it, and may take the answer away from the client (RFC 9112 §9.6).
    private async Task EndAsync(Stream stream, CancellationToken cancellationToken)
    {
        _socket.Shutdown(SocketShutdown.Send);
        var buffer = new byte[16 * 1024];
        using var timer = new Timer(static connection => ((HttpConnection)connection!).Abort(), this, DrainTime, Timeout.InfiniteTimeSpan);
        for (int total = 0, read; total < LongestDrain; total += read)
        {
            read = await stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }
        }
    }
}
