using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TokenTools.Core.Tests.Security;

/// <summary>The descriptors of this process on Linux (proc(5)).</summary>
internal static class OpenDescriptors
{
    // asm-generic/fcntl.h
    public const int AccessMode = 3, NonBlocking = 0x800, CloseOnExec = 0x80000;

    /// <summary>How many lead to a file or folder, also if it has been deleted.</summary>
    public static int CountOf(string path) => Directory.GetFileSystemEntries("/proc/self/fd").Count(descriptor =>
        new FileInfo(descriptor).LinkTarget is { } target && (target == path || target == path + " (deleted)"));

    /// <summary>A copy of the descriptor of a file or folder, as a process that is being started has one.</summary>
    public static SafeFileHandle CopyOf(string path)
    {
        var descriptor = Directory.GetFileSystemEntries("/proc/self/fd").Single(descriptor => new FileInfo(descriptor).LinkTarget == path);
        return CopyOf(int.Parse(Path.GetFileName(descriptor), System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>A copy of a descriptor.</summary>
    public static SafeFileHandle CopyOf(SafeFileHandle file) => CopyOf((int)file.DangerousGetHandle());

    /// <summary>How the file was opened.</summary>
    public static int FlagsOf(SafeFileHandle file)
    {
        const string Label = "flags:";
        var line = File.ReadLines("/proc/self/fdinfo/" + file.DangerousGetHandle()).Single(
            static line => line.StartsWith(Label, StringComparison.Ordinal));
        return Convert.ToInt32(line[Label.Length..].Trim(), 8);
    }

    private static SafeFileHandle CopyOf(int descriptor) => new(Duplicate(descriptor), ownsHandle: true);

    [DllImport("libc", EntryPoint = "dup")]
    private static extern int Duplicate(int descriptor);
}
