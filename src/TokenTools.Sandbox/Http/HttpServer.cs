using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace TokenTools.Sandbox.Http;

/// <summary>An HTTP/1.1 server on the loopback address. It is entirely asynchronous and needs no dedicated thread.</summary>
/// <remarks>Built on sockets because HttpListener can neither reset a connection nor truncate a body.</remarks>
internal sealed class HttpServer : IDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly TcpListener _listener;
    private readonly Func<Request, CancellationToken, Task<Response>> _handle;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly ConcurrentDictionary<int, (HttpConnection Connection, Task Completion)> _connections = new();
    private readonly Task _accepting;
    private int _accepted;
    private int _disposed;

    public HttpServer(int port, Func<Request, CancellationToken, Task<Response>> handle)
    {
        _handle = handle;
        _listener = new TcpListener(IPAddress.Loopback, port);
        if (Environment.OSVersion.Platform == PlatformID.Win32NT)
        {
            // Otherwise another process could bind to the same port on Windows and receive the requests.
            _listener.ExclusiveAddressUse = true;
        }

        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>The number of accepted connections.</summary>
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
            Wait(entry.Completion);
        }

        _cancellation.Dispose();
    }

    private static void Wait(Task task) => ((IAsyncResult)task).AsyncWaitHandle.WaitOne(StopTimeout);

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
                // The client disconnected before it was accepted, or the process is out of handles.
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
        var registered = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var completion = RunAsync(connection, number, registered.Task);
        _connections[number] = (connection, completion);
        registered.SetResult(true);
    }

    // Starts only after the connection is registered; a short connection would otherwise never be removed.
    private async Task RunAsync(HttpConnection connection, int number, Task registered)
    {
        await registered.ConfigureAwait(false);
        await connection.RunAsync(_cancellation.Token).ConfigureAwait(false);
        _connections.TryRemove(number, out _);
    }
}
