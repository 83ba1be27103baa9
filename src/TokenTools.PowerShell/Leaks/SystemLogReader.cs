using System;
using System.Net;
using System.Net.Sockets;
using System.IO;
using System.Text;
using System.Threading;
using TokenTools.Security;

namespace TokenTools.PowerShell.Leaks;

/// <summary>Receives what is written to the system's log, which includes module logging, where no other program receives it.</summary>
/// <remarks>
/// On Linux, PowerShell logs to syslog: datagrams to the socket /dev/log (https://man7.org/linux/man-pages/man3/syslog.3.html).
/// </remarks>
internal sealed class SystemLogReader : IDisposable
{
    private const string SystemLog = "/dev/log";
    private const int LongestMessage = 256 * 1024;
    private const int PollMicroseconds = 20_000;
    private const int LongestHeader = 64;

    private readonly LeakRecorder _recorder;
    private readonly string _path;
    private readonly Socket _socket;
    private readonly PosixFileState? _file;
    private readonly Thread _thread;
    // How the messages of this process start: "<134>Nov 28 09:39:53 powershell[5200]: ".
    private readonly string _sender = "[" + File.ReadAllText("/proc/self/stat").Split(' ')[0] + "]: ";
    private volatile bool _isEnded;

    private SystemLogReader(LeakRecorder recorder, string path, Socket socket)
    {
        _recorder = recorder;
        _path = path;
        _socket = socket;
        _file = PosixFileState.ReadLink(path);
        _thread = new Thread(Receive) { IsBackground = true, Name = "TokenTools log reader" };
        _thread.Start();
    }

    /// <summary>Starts to receive; null where the system has another log, or another program receives it.</summary>
    /// <param name="recorder">Records the messages of this process.</param>
    /// <param name="path">The socket of the log.</param>
    public static SystemLogReader? TryStart(LeakRecorder recorder, string path = SystemLog)
    {
        if (!Directory.Exists("/proc/self") || IsReceived(path))
        {
            return null;
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixEndPoint(path));
            return new SystemLogReader(recorder, path, socket);
        }
        catch (Exception error) when (error is SocketException or UnauthorizedAccessException)
        {
            socket.Dispose();
            return null;
        }
    }

    // The socket of a program that was killed is removed.
    private static bool IsReceived(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        var file = PosixFileState.ReadLink(path);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixEndPoint(path));
            return true;
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return !TryDelete(path, file);
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isEnded = true;
        _thread.Join();
        // Before the socket is closed: until then, no other file has its number.
        TryDelete(_path, _file);
        _socket.Dispose();
    }

    // Not the socket of another program, which has replaced the file, and not what only has that name.
    private static bool TryDelete(string path, PosixFileState? file)
    {
        if (file is not { IsSocket: true } known || !known.IsSameFile(PosixFileState.ReadLink(path)))
        {
            return false;
        }

        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Receive()
    {
        var buffer = new byte[LongestMessage];
        // Until nothing is left: a full socket blocks the sender.
        bool isReceived;
        while ((isReceived = _socket.Poll(PollMicroseconds, SelectMode.SelectRead)) || !_isEnded)
        {
            if (isReceived)
            {
                // Also a message without content, which would otherwise stay the next one.
                var count = _socket.Receive(buffer);
                var message = Encoding.UTF8.GetString(buffer, 0, count);
                // Other processes write to the system's log as well.
                if (message.IndexOf(_sender, 0, Math.Min(message.Length, LongestHeader), StringComparison.Ordinal) >= 0)
                {
                    _recorder.Add("Module log", message);
                }
            }
        }
    }

    // netstandard2.0 has no class for it.
    private sealed class UnixEndPoint(string path) : EndPoint
    {
        private const int FamilyLength = 2;

        public override AddressFamily AddressFamily => AddressFamily.Unix;

        public override SocketAddress Serialize()
        {
            var bytes = Encoding.UTF8.GetBytes(path + "\0");
            var address = new SocketAddress(AddressFamily.Unix, FamilyLength + bytes.Length);
            for (var i = 0; i < bytes.Length; i++)
            {
                address[FamilyLength + i] = bytes[i];
            }

            return address;
        }

        public override EndPoint Create(SocketAddress socketAddress) => this;
    }
}
