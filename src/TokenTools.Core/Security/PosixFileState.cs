using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TokenTools.Security;

/// <summary>What the system knows about a file on Linux and macOS: its kind and permissions, its owner, and which file it is.</summary>
/// <param name="Mode">The kind and the permissions (sys/stat.h).</param>
/// <param name="User">The id of the owner.</param>
/// <param name="Device">The file system that it is on.</param>
/// <param name="Inode">Its number there.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="ModifiedSeconds">When its content was changed last, in seconds since 1970.</param>
/// <param name="ModifiedNanoseconds">The nanoseconds of that time.</param>
/// <remarks>
/// netstandard2.0 has no API for it. Of the functions for it, statx has the same structure on every architecture of Linux (statx(2)),
/// and stat, lstat and fstat on both of macOS (sys/stat.h).
/// </remarks>
internal readonly record struct PosixFileState(
    int Mode, uint User, ulong Device, ulong Inode, long Length, long ModifiedSeconds, uint ModifiedNanoseconds)
{
    // sys/stat.h
    private const int KindMask = 0xF000, FileKind = 0x8000, FolderKind = 0x4000, LinkKind = 0xA000, SocketKind = 0xC000, OthersMask = 0x3F;

    private const int StructureLength = 256, LongestPath = 4096;

    // linux/stat.h: STATX_TYPE, STATX_MODE, STATX_UID, STATX_MTIME, STATX_INO and STATX_SIZE
    private const uint Fields = 1 | 2 | 8 | 0x40 | 0x100 | 0x200;

    /// <summary>True for a regular file.</summary>
    public bool IsFile => (Mode & KindMask) == FileKind;

    /// <summary>True for a folder.</summary>
    public bool IsFolder => (Mode & KindMask) == FolderKind;

    /// <summary>True for a symbolic link, which is only read as such by its path.</summary>
    public bool IsLink => (Mode & KindMask) == LinkKind;

    /// <summary>True for a socket.</summary>
    public bool IsSocket => (Mode & KindMask) == SocketKind;

    /// <summary>True for a regular file to which neither the group nor other users have access.</summary>
    public bool IsPrivateFile => IsFile && (Mode & OthersMask) == 0;

    /// <summary>The state of the file of that name, or of the target of a link; null if it can't be determined.</summary>
    public static PosixFileState? Read(string path) => Read(path, follow: true);

    /// <summary>The state of the file of that name, which may be a link; null if it can't be determined.</summary>
    public static PosixFileState? ReadLink(string path) => Read(path, follow: false);

    /// <summary>The state of an open file; null if it can't be determined.</summary>
    public static PosixFileState? Read(SafeFileHandle file)
    {
        const int EmptyPath = 0x1000;
        var descriptor = (int)file.DangerousGetHandle();
        var state = Call(structure => IsLinux ? Statx(descriptor, [0], EmptyPath, Fields, structure)
            : HasInode64Names ? FStatX64(descriptor, structure) : FStat(descriptor, structure));
        GC.KeepAlive(file);
        return state;
    }

    /// <summary>
    /// True for a pipe, a device, a socket or a folder, or a link to one of these, and for a file whose kind can't be determined: to open
    /// it may wait forever.
    /// </summary>
    public static bool IsSpecial(string path) => Read(path) is { } state ? !state.IsFile : ReadLink(path) is null && File.Exists(path);

    /// <summary>What a symbolic link leads to, as text; null for anything else.</summary>
    public static string? TargetOf(string path)
    {
        var target = new byte[LongestPath];
        var length = (int)ReadLink(Encoding.UTF8.GetBytes(path + "\0"), target, (IntPtr)target.Length);
        return length < 0 ? null : Encoding.UTF8.GetString(target, 0, length);
    }

    /// <summary>True for a folder, not a link to one, that belongs to the user of this process.</summary>
    public static bool IsOwnFolder(string path) =>
        ReadLink(path) is { IsFolder: true } folder && folder.User == EffectiveUser();

    /// <summary>Whether both are the same file, whatever its names are.</summary>
    public bool IsSameFile(PosixFileState? other) => other is { } known && known.Device == Device && known.Inode == Inode;

    /// <summary>Reads a struct statx; null if the system does not know the kind and the permissions.</summary>
    internal static PosixFileState? FromLinux(byte[] structure)
    {
        const uint Required = 1 | 2;
        return (BitConverter.ToUInt32(structure, 0) & Required) != Required ? null : new PosixFileState(
            BitConverter.ToUInt16(structure, 28),
            BitConverter.ToUInt32(structure, 20),
            ((ulong)BitConverter.ToUInt32(structure, 136) << 32) | BitConverter.ToUInt32(structure, 140),
            BitConverter.ToUInt64(structure, 32),
            BitConverter.ToInt64(structure, 40),
            BitConverter.ToInt64(structure, 112),
            BitConverter.ToUInt32(structure, 120));
    }

    /// <summary>Reads a struct stat of macOS, in the variant with inode numbers of 64 bits.</summary>
    internal static PosixFileState FromDarwin(byte[] structure) => new(
        BitConverter.ToUInt16(structure, 4),
        BitConverter.ToUInt32(structure, 16),
        BitConverter.ToUInt32(structure, 0),
        BitConverter.ToUInt64(structure, 8),
        BitConverter.ToInt64(structure, 96),
        BitConverter.ToInt64(structure, 48),
        (uint)BitConverter.ToInt64(structure, 56));

    private static bool IsLinux => RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    // The functions for inode numbers of 64 bits, which on ARM are the only ones.
    private static bool HasInode64Names => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    private static PosixFileState? Read(string path, bool follow)
    {
        const int AtCurrentFolder = -100, NoFollow = 0x100;
        var name = Encoding.UTF8.GetBytes(path + "\0");
        return Call(structure => IsLinux ? Statx(AtCurrentFolder, name, follow ? 0 : NoFollow, Fields, structure)
            : (follow, HasInode64Names) switch
            {
                (true, true) => StatX64(name, structure),
                (true, false) => Stat(name, structure),
                (false, true) => LStatX64(name, structure),
                (false, false) => LStat(name, structure),
            });
    }

    private static PosixFileState? Call(Func<byte[], int> read)
    {
        var structure = new byte[StructureLength];
        try
        {
            return read(structure) != 0 ? null : IsLinux ? FromLinux(structure) : FromDarwin(structure);
        }
        catch (EntryPointNotFoundException)
        {
            // glibc before 2.28, musl before 1.2.5
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint EffectiveUser();

    [DllImport("libc", EntryPoint = "readlink")]
    private static extern IntPtr ReadLink(byte[] path, [Out] byte[] target, IntPtr length);

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, [Out] byte[] structure);

    [DllImport("libc", EntryPoint = "stat")]
    private static extern int Stat(byte[] path, [Out] byte[] structure);

    [DllImport("libc", EntryPoint = "stat$INODE64")]
    private static extern int StatX64(byte[] path, [Out] byte[] structure);

    [DllImport("libc", EntryPoint = "lstat")]
    private static extern int LStat(byte[] path, [Out] byte[] structure);

    [DllImport("libc", EntryPoint = "lstat$INODE64")]
    private static extern int LStatX64(byte[] path, [Out] byte[] structure);

    [DllImport("libc", EntryPoint = "fstat")]
    private static extern int FStat(int descriptor, [Out] byte[] structure);

    [DllImport("libc", EntryPoint = "fstat$INODE64")]
    private static extern int FStatX64(int descriptor, [Out] byte[] structure);
}
