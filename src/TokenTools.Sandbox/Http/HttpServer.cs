using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Sandbox.Http;

/// <summary>A listener on loopback that hands each request to one function. No thread of its own: all waiting is asynchronous.</summary>
/// <remarks>On sockets and not on HttpListener, which can neither reset a connection nor cut a body short.</remarks>
internal sealed class HttpServer : IDisposable
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);

    private readonly TcpListener _listener;
    private readonly Func<ReceivedRequest, CancellationToken, Task<Answer>> _handle;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly ConcurrentDictionary<int, (HttpConnection Connection, Task Running)> _connections = new();
    private readonly Task _accepting;
    private int _accepted;
    private int _disposed;

    public HttpServer(int port, Func<ReceivedRequest, CancellationToken, Task<Answer>> handle)
    {
        _handle = handle;
        _listener = new TcpListener(IPAddress.Loopback, port);
        if (Environment.OSVersion.Platform == PlatformID.Win32NT)
        {
            // Else another process could bind to the same port there and take requests over.
            _listener.ExclusiveAddressUse = true;
        }

        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Connections accepted so far.</summary>
    public int ConnectionCount => Volatile.Read(ref _accepted);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _cancellation.Cancel();
        _listener.Stop();
        Wait(_accepting);
        foreach (var entry in _connections.Values)
        {
            entry.Connection.Abort();
        }

        foreach (var entry in _connections.Values)
        {
            Wait(entry.Running);
        }

        _cancellation.Dispose();
    }

    private static void Wait(Task task) => ((IAsyncResult)task).AsyncWaitHandle.WaitOne(LongestStop);

    private async Task AcceptAsync()
    {
        while (!_cancellation.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync().ConfigureAwait(false);
            }
            catch (SocketException) when (!_cancellation.IsCancellationRequested)
            {
                // A client that was gone before it was accepted; or no handles are left for a moment.
                await Task.Delay(10).ConfigureAwait(false);
                continue;
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            Serve(socket);
        }
    }

    private void Serve(Socket socket)
    {
        var number = Interlocked.Increment(ref _accepted);
        var connection = new HttpConnection(socket, number, _handle);
        var begin = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = RunAsync(connection, number, begin.Task);
        _connections[number] = (connection, running);
        begin.SetResult(true);
    }

    // Begins only once it is in the list, or a short connection would stay in there for good.
    private async Task RunAsync(HttpConnection connection, int number, Task begin)
    {
        await begin.ConfigureAwait(false);
        await connection.RunAsync(_cancellation.Token).ConfigureAwait(false);
        _connections.TryRemove(number, out _);
    }
}
