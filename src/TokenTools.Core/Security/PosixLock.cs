using System;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TokenTools.Security;

/// <summary>Locks of open files and folders on Linux and macOS, which the system releases when a process ends, however it ends.</summary>
/// <remarks>
/// flock(2): a lock belongs to the open file, so that it also works between processes of different containers, whose ids mean nothing to
/// each other. Where a file system has no locks, no process can lock a file, and so none takes it for abandoned.
/// </remarks>
internal static class PosixLock
{
    /// <summary>fcntl.h: a program that is started does not inherit the file.</summary>
    public const int LinuxCloseOnExec = 0x80000, DarwinCloseOnExec = 0x1000000;

    // fcntl.h
    private const int ReadWrite = 2, LinuxNonBlocking = 0x800, DarwinNonBlocking = 4;

    // sys/file.h
    private const int LockShared = 1, LockExclusive = 2, LockNonBlocking = 4, LockRelease = 8;

    // errno.h: EWOULDBLOCK
    private const int LinuxWouldBlock = 11, DarwinWouldBlock = 35;

    private static bool IsLinux => RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    /// <summary>Opens an existing file or folder without waiting; null if that is not possible.</summary>
    public static SafeFileHandle? TryOpen(string path, bool canWrite)
    {
        var flags = (canWrite ? ReadWrite : 0)
            | (IsLinux ? LinuxNonBlocking | LinuxCloseOnExec : DarwinNonBlocking | DarwinCloseOnExec);
        var descriptor = Open(Encoding.UTF8.GetBytes(path + "\0"), flags);
        return descriptor < 0 ? null : new SafeFileHandle((IntPtr)descriptor, ownsHandle: true);
    }

    /// <summary>Locks a file for this process and others; ignored where there are no locks.</summary>
    public static void Share(SafeFileHandle file) => _ = Lock(Descriptor(file), LockShared);

    /// <summary>Locks a file for this process alone: true, false if another one has locked it, null if there are no locks.</summary>
    public static bool? TryTake(SafeFileHandle file) =>
        Lock(Descriptor(file), LockExclusive | LockNonBlocking) == 0 ? true
        : Marshal.GetLastWin32Error() == (IsLinux ? LinuxWouldBlock : DarwinWouldBlock) ? false
        : null;

    /// <summary>Releases a lock. Closing alone does not, while a process that is being started still has a copy of the descriptor.</summary>
    public static void Release(SafeFileHandle file)
    {
        if (!file.IsClosed)
        {
            _ = Lock(Descriptor(file), LockRelease);
        }
    }

    private static int Descriptor(SafeFileHandle file) => (int)file.DangerousGetHandle();

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static extern int Lock(int descriptor, int operation);
}
