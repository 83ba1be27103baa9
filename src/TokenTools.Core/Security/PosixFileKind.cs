using System;
using System.Runtime.InteropServices;
using System.Text;

namespace TokenTools.Security;

/// <summary>Whether a path is a file, a link, or something else such as a device, on Linux and macOS.</summary>
/// <remarks>
/// netstandard2.0 has no API for it. Of the functions for it, statx has the same structure on every architecture of Linux (statx(2)),
/// and lstat on both of macOS (sys/stat.h).
/// </remarks>
internal static class PosixFileKind
{
    // sys/stat.h
    private const int KindMask = 0xF000, File = 0x8000, Folder = 0x4000, SymbolicLink = 0xA000;

    private const int StructureLength = 256;

    private const int StatxModeOffset = 28, DarwinModeOffset = 4;

    private const int StatxUserOffset = 20, DarwinUserOffset = 16;

    /// <summary>True for a regular file.</summary>
    public static bool IsFile(string path) => Kind(path) == File;

    /// <summary>True for a regular file or a symbolic link, whatever that leads to.</summary>
    public static bool IsFileOrLink(string path) => Kind(path) is File or SymbolicLink;

    /// <summary>
    /// True for a pipe, a device, a socket or a folder, and for a link to one of these on Linux. False where that can't be determined.
    /// </summary>
    public static bool IsSpecial(string path) => (Mode(path, follow: true) & KindMask) is not (0 or File or SymbolicLink);

    /// <summary>
    /// True if the group or other users have access to a file, or to the target of a link on Linux. False where that can't be determined.
    /// </summary>
    public static bool IsAccessibleToOthers(string path)
    {
        const int OthersMask = 0x3F;
        var mode = Mode(path, follow: true);
        return (mode & KindMask) == File && (mode & OthersMask) != 0;
    }

    /// <summary>True for a folder, not a link to one, that belongs to the user of this process.</summary>
    public static bool IsOwnFolder(string path)
    {
        var structure = Read(path, follow: false);
        var isLinux = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);
        return structure is not null
            && (BitConverter.ToUInt16(structure, isLinux ? StatxModeOffset : DarwinModeOffset) & KindMask) == Folder
            && BitConverter.ToUInt32(structure, isLinux ? StatxUserOffset : DarwinUserOffset) == EffectiveUser();
    }

    private static int Kind(string path) => Mode(path, follow: false) & KindMask;

    // 0 where it can't be determined.
    private static int Mode(string path, bool follow) => Read(path, follow) is { } structure
        ? BitConverter.ToUInt16(structure, RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? StatxModeOffset : DarwinModeOffset)
        : 0;

    private static byte[]? Read(string path, bool follow)
    {
        const int AtCurrentFolder = -100, NoFollow = 0x100;
        const uint TypeModeAndUser = 1 | 2 | 8;
        var name = Encoding.UTF8.GetBytes(path + "\0");
        var structure = new byte[StructureLength];
        try
        {
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            {
                return Statx(AtCurrentFolder, name, follow ? 0 : NoFollow, TypeModeAndUser, structure) == 0 ? structure : null;
            }

            var result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? LStatX64(name, structure) : LStat(name, structure);
            return result == 0 ? structure : null;
        }
        catch (EntryPointNotFoundException)
        {
            // glibc before 2.28
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint EffectiveUser();

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, [Out] byte[] structure);

    [DllImport("libc", EntryPoint = "lstat")]
    private static extern int LStat(byte[] path, [Out] byte[] structure);

    // The variant with inode numbers of 64 bits, which on ARM is the only one.
    [DllImport("libc", EntryPoint = "lstat$INODE64")]
    private static extern int LStatX64(byte[] path, [Out] byte[] structure);
}
