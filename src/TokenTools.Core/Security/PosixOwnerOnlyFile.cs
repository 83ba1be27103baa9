using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TokenTools.Security;

/// <summary>Creates and renames a file of mode 600 on Linux and macOS.</summary>
/// <remarks>
/// netstandard2.0 has no API for it. mkostemp creates a new file of mode 600 (POSIX.1-2024); unlike open, it is not variadic, and
/// the calling convention of variadic functions differs between platforms.
/// </remarks>
internal static class PosixOwnerOnlyFile
{
    // fcntl.h of Linux and of Darwin: child processes do not inherit the file.
    private const int LinuxCloseOnExec = 0x80000, DarwinCloseOnExec = 0x1000000;

    // errno.h of Linux and of Darwin
    private const int EExist = 17;

    /// <summary>Creates a file.</summary>
    /// <param name="prefix">The start of its path.</param>
    /// <param name="created">Its path.</param>
    /// <exception cref="Win32Exception">The file cannot be created.</exception>
    public static FileStream Create(string prefix, out string created)
    {
        var template = Encoding.UTF8.GetBytes(prefix + "XXXXXX\0");
        var descriptor = MakeTemporary(template, RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? DarwinCloseOnExec : LinuxCloseOnExec);
        if (descriptor < 0)
        {
            throw new Win32Exception(Marshal.GetLastWin32Error());
        }

        created = Encoding.UTF8.GetString(template, 0, template.Length - 1);
        return new FileStream(new SafeFileHandle((IntPtr)descriptor, ownsHandle: true), FileAccess.Write, bufferSize: 1);
    }

    /// <summary>Renames a file within its folder.</summary>
    /// <exception cref="TokenArgumentException">A file with the new name exists, and must not be replaced.</exception>
    /// <exception cref="Win32Exception">The file cannot be renamed.</exception>
    public static void Rename(string from, string to, bool replace)
    {
        byte[] source = Encoding.UTF8.GetBytes(from + "\0"), target = Encoding.UTF8.GetBytes(to + "\0");
        if (!replace)
        {
            // link fails if the target exists; rename would replace it.
            if (Link(source, target) == 0)
            {
                try
                {
                    File.Delete(from);
                    return;
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    // Both names refer to the content, which the caller clears.
                    OwnerOnlyFile.TryDelete(to);
                    throw;
                }
            }

            if (Marshal.GetLastWin32Error() == EExist || OwnerOnlyFile.Exists(to))
            {
                throw OwnerOnlyFile.AlreadyExists(to);
            }

            // A file system without hard links.
        }

        if (Rename(source, target) != 0)
        {
            throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }

    [DllImport("libc", EntryPoint = "mkostemp", SetLastError = true)]
    private static extern int MakeTemporary([In, Out] byte[] template, int flags);

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link(byte[] from, byte[] to);

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static extern int Rename(byte[] from, byte[] to);
}
