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
    private const int KindMask = 0xF000, File = 0x8000, SymbolicLink = 0xA000;

    private const int StructureLength = 256;

    private const int StatxModeOffset = 28, DarwinModeOffset = 4;

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

    private static int Kind(string path) => Mode(path, follow: false) & KindMask;

    // 0 where it can't be determined.
    private static int Mode(string path, bool follow)
    {
        const int AtCurrentFolder = -100, NoFollow = 0x100;
        const uint TypeAndMode = 3;
        var name = Encoding.UTF8.GetBytes(path + "\0");
        var structure = new byte[StructureLength];
        try
        {
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            {
                return Statx(AtCurrentFolder, name, follow ? 0 : NoFollow, TypeAndMode, structure) == 0
                    ? BitConverter.ToUInt16(structure, StatxModeOffset)
                    : 0;
            }

            var result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? LStatX64(name, structure) : LStat(name, structure);
            return result == 0 ? BitConverter.ToUInt16(structure, DarwinModeOffset) : 0;
        }
        catch (EntryPointNotFoundException)
        {
            // glibc before 2.28
            return 0;
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, [Out] byte[] structure);

    [DllImport("libc", EntryPoint = "lstat")]
    private static extern int LStat(byte[] path, [Out] byte[] structure);

    // The variant with inode numbers of 64 bits, which on ARM is the only one.
    [DllImport("libc", EntryPoint = "lstat$INODE64")]
    private static extern int LStatX64(byte[] path, [Out] byte[] structure);
}
