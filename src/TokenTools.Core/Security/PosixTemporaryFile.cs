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
/// (POSIX.1-2024); unlike open, it is not variadic, and the calling convention of variadic functions differs on macOS. A user who may
/// rename files in the folder could then put another file in the place of the new one before it is renamed. That is accepted: such a
/// user may replace the final file as well, at any time, and can read neither.
/// </remarks>
internal sealed class PosixTemporaryFile : TemporaryFile
{
    // errno.h of Linux and of Darwin
    private const int EExist = 17;

    // fcntl.h of Linux and of Darwin
    private const int AtCurrentFolder = -100, AtSymlinkFollow = 0x400;
    private const int LinuxTemporaryFile = 0x400000;

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
        Stream = new FileStream(
            descriptor < 0 ? CreateNamed() : new SafeFileHandle((IntPtr)descriptor, ownsHandle: true), FileAccess.Write, bufferSize: 1);
    }

    /// <inheritdoc/>
    public override FileStream Stream { get; }

    /// <summary>Deletes a temporary file, unless a running process holds it.</summary>
    public static void TryRemoveAbandoned(string path)
    {
        if (PosixFileState.ReadLink(path) is not { IsFile: true })
        {
            return;
        }

        using var file = PosixLock.TryOpen(path, canWrite: true);
        if (file is not null && PosixLock.TryTake(file) == true && IsAt(path, file))
        {
            TryDelete(path);
        }
    }

    /// <inheritdoc/>
    public override bool Publish(string path, bool replace)
    {
        // link fails if the target exists; rename would replace it.
        if (!replace && TryLink(path) is { } isLinked)
        {
            return isLinked;
        }

        if (Name is null)
        {
            LinkToTemporaryName();
        }

        return Rename(Bytes(Name!), Bytes(path)) == 0 ? true : throw new Win32Exception(Marshal.GetLastWin32Error());
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        PosixLock.Release(Stream.SafeFileHandle);
        base.Dispose();
    }

    // False if a file of that name exists; null on a file system without hard links, such as FAT.
    private bool? TryLink(string path)
    {
        if ((Name is null ? LinkDescriptor(path) : Link(Bytes(Name), Bytes(path))) != 0)
        {
            var error = Marshal.GetLastWin32Error();
            return error == EExist || OwnerOnlyFile.Exists(path) ? false
                : Name is null ? throw new Win32Exception(error)
                : null;
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
            // The caller clears the content, which both names lead to. Another process may have replaced the file.
            if (IsAt(path, Stream.SafeFileHandle))
            {
                TryDelete(path);
            }

            throw;
        }
    }

    private void LinkToTemporaryName()
    {
        PosixLock.Share(Stream.SafeFileHandle);
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
        return Open(Bytes(_folder), LinuxTemporaryFile | folder | WriteOnly | PosixLock.LinuxCloseOnExec, OwnerReadWrite);
    }

    private SafeFileHandle CreateNamed()
    {
        while (true)
        {
            var template = Bytes(Path.Combine(_folder, NamePrefix + "XXXXXX"));
            var descriptor = MakeTemporary(template, IsLinux ? PosixLock.LinuxCloseOnExec : PosixLock.DarwinCloseOnExec);
            if (descriptor < 0)
            {
                throw new Win32Exception(Marshal.GetLastWin32Error());
            }

            var file = new SafeFileHandle((IntPtr)descriptor, ownsHandle: true);
            Name = Encoding.UTF8.GetString(template, 0, template.Length - 1);
            // A shared lock, because .NET takes such a lock for reading, and the final file can be read at once.
            PosixLock.Share(file);
            if (OwnerOnlyFile.Exists(Name))
            {
                return file;
            }

            // Another process found it before it was locked.
            file.Dispose();
        }
    }

    // Whether the open file has that name.
    private static bool IsAt(string path, SafeFileHandle file) =>
        PosixFileState.Read(file) is { } state && state.IsSameFile(PosixFileState.ReadLink(path));

    private int Descriptor() => (int)Stream.SafeFileHandle.DangerousGetHandle();

    private int LinkDescriptor(string path) =>
        LinkAt(AtCurrentFolder, Bytes(DescriptorLinks + Descriptor()), AtCurrentFolder, Bytes(path), AtSymlinkFollow);

    private static byte[] Bytes(string path) => Encoding.UTF8.GetBytes(path + "\0");

    [DllImport("libc", EntryPoint = "mkostemp", SetLastError = true)]
    private static extern int MakeTemporary([In, Out] byte[] template, int flags);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags, int mode);

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link(byte[] from, byte[] to);

    [DllImport("libc", EntryPoint = "linkat", SetLastError = true)]
    private static extern int LinkAt(int fromFolder, byte[] from, int toFolder, byte[] to, int flags);

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static extern int Rename(byte[] from, byte[] to);
}
