using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TokenTools.Security;

/// <summary>A file of mode 600 on Linux and macOS.</summary>
/// <remarks>
/// netstandard2.0 has no API for it. On Linux, the file has no name until it is complete (O_TMPFILE), so that a killed process leaves
/// nothing, if the file system supports that; NFS, for example, does not. Elsewhere, mkostemp creates a new file of mode 600
/// (POSIX.1-2024); unlike open, it is not variadic, and the calling convention of variadic functions differs on macOS.
/// </remarks>
internal sealed class PosixTemporaryFile : TemporaryFile
{
    // errno.h of Linux and of Darwin
    private const int EExist = 17;

    // fcntl.h of Linux and of Darwin
    private const int AtCurrentFolder = -100, AtSymlinkFollow = 0x400;
    private const int LinuxCloseOnExec = 0x80000, LinuxNonBlocking = 0x800, LinuxTemporaryFile = 0x400000;
    private const int DarwinCloseOnExec = 0x1000000, DarwinNonBlocking = 4;

    // sys/file.h. The writer's lock is a shared one, because .NET takes such a lock for reading, and the final file can be read at once.
    private const int LockShared = 1, LockExclusive = 2, LockNonBlocking = 4, Unlock = 8;

    // Each links to the open file of a descriptor (proc(5)).
    private const string DescriptorLinks = "/proc/self/fd/";

    private static readonly bool IsLinux = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    private readonly string _folder;

    /// <summary>Creates a file.</summary>
    /// <param name="folder">The folder of the final file.</param>
    /// <param name="allowUnnamed">Whether it may have no name, where that is possible.</param>
    /// <exception cref="Win32Exception">It can't be created.</exception>
    public PosixTemporaryFile(string folder, bool allowUnnamed)
    {
        _folder = folder;
        var descriptor = allowUnnamed && IsLinux && Directory.Exists(DescriptorLinks) ? OpenUnnamed() : -1;
        Stream = new FileStream(new SafeFileHandle((IntPtr)(descriptor < 0 ? CreateNamed() : descriptor), ownsHandle: true), FileAccess.Write, bufferSize: 1);
    }

    /// <inheritdoc/>
    public override FileStream Stream { get; }

    /// <summary>Deletes a temporary file, unless a running process holds it.</summary>
    public static void TryRemoveAbandoned(string path)
    {
        const int ReadWrite = 2;
        if (!PosixFileKind.IsFile(path))
        {
            return;
        }

        var descriptor = Open(Bytes(path), ReadWrite | (IsLinux ? LinuxNonBlocking | LinuxCloseOnExec : DarwinNonBlocking | DarwinCloseOnExec));
        if (descriptor < 0)
        {
            return;
        }

        using var handle = new SafeFileHandle((IntPtr)descriptor, ownsHandle: true);
        if (Lock(descriptor, LockExclusive | LockNonBlocking) == 0)
        {
            TryDelete(path);
        }
    }

    /// <inheritdoc/>
    public override void Publish(string path, bool replace)
    {
        // link fails if the target exists; rename would replace it.
        if (!replace && TryLink(path))
        {
            return;
        }

        if (Name is null)
        {
            LinkToTemporaryName();
        }

        if (Rename(Bytes(Name!), Bytes(path)) != 0)
        {
            throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Not by closing alone: a process that is being started may still have a copy of the descriptor.
        if (!Stream.SafeFileHandle.IsClosed)
        {
            Lock(Descriptor(), Unlock);
        }

        base.Dispose();
    }

    // False on a file system without hard links, such as FAT.
    private bool TryLink(string path)
    {
        if ((Name is null ? LinkDescriptor(path) : Link(Bytes(Name), Bytes(path))) != 0)
        {
            var error = Marshal.GetLastWin32Error();
            return error == EExist || OwnerOnlyFile.Exists(path) ? throw OwnerOnlyFile.AlreadyExists(path)
                : Name is null ? throw new Win32Exception(error)
                : false;
        }

        try
        {
            if (Name is not null)
            {
                File.Delete(Name);
            }

            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The caller clears the content, which both names lead to.
            TryDelete(path);
            throw;
        }
    }

    private void LinkToTemporaryName()
    {
        Lock(Descriptor(), LockShared);
        string name;
        do
        {
            name = Path.Combine(_folder, NamePrefix + RandomSuffix());
            if (LinkDescriptor(name) == 0)
            {
                Name = name;
                return;
            }
        }
        while (Marshal.GetLastWin32Error() == EExist);
        throw new Win32Exception(Marshal.GetLastWin32Error());
    }

    private int OpenUnnamed()
    {
        const int WriteOnly = 1, OwnerReadWrite = 0x180;
        // fcntl.h: O_DIRECTORY, which O_TMPFILE includes, has another value on ARM. Variadic, but on Linux without consequence.
        var folder = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x4000 : 0x10000;
        return Open(Bytes(_folder), LinuxTemporaryFile | folder | WriteOnly | LinuxCloseOnExec, OwnerReadWrite);
    }

    private int CreateNamed()
    {
        while (true)
        {
            var template = Bytes(Path.Combine(_folder, NamePrefix + "XXXXXX"));
            var descriptor = MakeTemporary(template, IsLinux ? LinuxCloseOnExec : DarwinCloseOnExec);
            if (descriptor < 0)
            {
                throw new Win32Exception(Marshal.GetLastWin32Error());
            }

            Name = Encoding.UTF8.GetString(template, 0, template.Length - 1);
            // Where there are no locks, no other process can lock it either, and so none takes it for abandoned.
            Lock(descriptor, LockShared);
            if (OwnerOnlyFile.Exists(Name))
            {
                return descriptor;
            }

            // Another process found it before it was locked.
            new SafeFileHandle((IntPtr)descriptor, ownsHandle: true).Dispose();
        }
    }

    private int Descriptor() => (int)Stream.SafeFileHandle.DangerousGetHandle();

    private int LinkDescriptor(string path) =>
        LinkAt(AtCurrentFolder, Bytes(DescriptorLinks + Descriptor()), AtCurrentFolder, Bytes(path), AtSymlinkFollow);

    private static byte[] Bytes(string path) => Encoding.UTF8.GetBytes(path + "\0");

    [DllImport("libc", EntryPoint = "mkostemp", SetLastError = true)]
    private static extern int MakeTemporary([In, Out] byte[] template, int flags);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags, int mode);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static extern int Lock(int descriptor, int operation);

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link(byte[] from, byte[] to);

    [DllImport("libc", EntryPoint = "linkat", SetLastError = true)]
    private static extern int LinkAt(int fromFolder, byte[] from, int toFolder, byte[] to, int flags);

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static extern int Rename(byte[] from, byte[] to);
}
