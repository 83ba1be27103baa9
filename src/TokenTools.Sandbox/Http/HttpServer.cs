using System;
using System.Collections.Generic;
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
    private readonly Dictionary<int, OpenConnection> _connections = [];
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
        List<OpenConnection> open;
        lock (_connections)
        {
            open = [.. _connections.Values];
        }

        open.ForEach(static entry => entry.Connection.Abort());
        open.ForEach(static entry => Wait(entry.Completion));
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
        var open = new OpenConnection(new HttpConnection(socket, number, _handle, Remove));
        // Before it starts; a short connection would otherwise never be removed.
        lock (_connections)
        {
            _connections.Add(number, open);
        }

        var cancellationToken = _cancellation.Token;
        open.Completion = Task.Run(() => open.Connection.RunAsync(cancellationToken));
    }

    private void Remove(int number)
    {
        lock (_connections)
        {
            _connections.Remove(number);
        }
    }

    private sealed class OpenConnection(HttpConnection connection)
    {
        public HttpConnection Connection => connection;

        // Set in the loop that accepts connections, which has ended when it is read.
        public Task Completion { get; set; } = Task.CompletedTask;
    }
}
