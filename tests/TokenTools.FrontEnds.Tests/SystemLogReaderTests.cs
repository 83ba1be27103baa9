using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using TokenTools.PowerShell.Leaks;
using Xunit;

namespace TokenTools.FrontEnds.Tests;

/// <summary>The reader of the system's log, on a socket of its own.</summary>
public sealed class SystemLogReaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokentools-");
    private readonly LeakRecorder _recorder = new();

    private string SocketPath => Path.Combine(_folder.FullName, "log");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void TryStart_MessageOfThisProcess_IsRecordedAndTheSocketIsGoneAtTheEnd()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using (SystemLogReader.TryStart(_recorder, SocketPath))
        {
            using var sender = NewSocket();
            sender.Connect(new UnixDomainSocketEndPoint(SocketPath));
            sender.Send(Encoding.UTF8.GetBytes("<134>Nov 28 09:39:53 powershell[" + Environment.ProcessId + "]: own"));
            sender.Send(Encoding.UTF8.GetBytes("<134>Nov 28 09:39:53 powershell[1]: another"));
        }

        Assert.EndsWith(": own", Encoding.UTF8.GetString(Assert.Single(_recorder.Records).Content), StringComparison.Ordinal);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void Dispose_AnotherProgramHasReplacedTheSocket_LeavesItThere()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var other = NewSocket();
        using (var reader = SystemLogReader.TryStart(_recorder, SocketPath))
        {
            Assert.NotNull(reader);
            File.Delete(SocketPath);
            other.Bind(new UnixDomainSocketEndPoint(SocketPath));
        }

        Assert.True(File.Exists(SocketPath));
    }

    [Fact]
    public void TryStart_AnotherProgramReceives_IsNullAndLeavesItThere()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var other = NewSocket();
        other.Bind(new UnixDomainSocketEndPoint(SocketPath));

        Assert.Null(SystemLogReader.TryStart(_recorder, SocketPath));
        Assert.True(File.Exists(SocketPath));
    }

    [Fact]
    public void TryStart_FileOfThatName_IsNullAndLeavesItThere()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        File.WriteAllText(SocketPath, "kept");

        Assert.Null(SystemLogReader.TryStart(_recorder, SocketPath));
        Assert.Equal("kept", File.ReadAllText(SocketPath));
    }

    [Fact]
    public void TryStart_SocketOfAKilledProgram_IsReplaced()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // A name that .NET does not remove when the socket is closed.
        using (var other = NewSocket())
        {
            other.Bind(new UnixDomainSocketEndPoint(SocketPath + ".1"));
            File.Move(SocketPath + ".1", SocketPath);
        }

        using var reader = SystemLogReader.TryStart(_recorder, SocketPath);
        Assert.NotNull(reader);
        Assert.Single(_folder.GetFileSystemInfos(), static file => file.Name == "log");
    }

    private static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
}
