using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TokenTools.Security;

/// <summary>Writes files that only their owner can read, from the moment they exist.</summary>
/// <remarks>
/// A file is made under a name of its own beside its place, already closed to others, is filled, and then takes its place whole.
/// So there is no moment at which another user could open it, none at which it is half there, and an existing file's or link's
/// own permissions don't count. netstandard2.0 can't say any of this itself: mkostemp makes a file of mode 600 that wasn't there
/// (POSIX.1-2024; unlike open, it takes no variable arguments, which differ from platform to platform), and CreateFile takes
/// an access list.
/// </remarks>
internal static class OwnerOnlyFile
{
    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Writes a file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="replace">Whether a file that is there may be replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="TokenArgumentException">There is a file already, or none can be made there.</exception>
    public static void Write(string path, bool replace, Action<Stream> write)
    {
        path = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(path);
        if (folder is null || Directory.Exists(path))
        {
            throw new TokenArgumentException("Path", nameof(Messages.InstallerFileIsFolder), path);
        }

        if (!Directory.Exists(folder))
        {
            throw new TokenArgumentException("Path", nameof(Messages.InstallerFileNoFolder), folder);
        }

        if (!replace && Exists(path))
        {
            throw new TokenArgumentException("Path", nameof(Messages.InstallerFileExists), path);
        }

        string? made = null;
        try
        {
            using (var file = Create(Path.Combine(folder, "." + Path.GetFileName(path) + "."), out made))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            if (IsWindows)
            {
                MoveOnWindows(made, path, replace);
            }
            else
            {
                MoveOnPosix(made, path, replace);
            }

            made = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or Win32Exception or NotSupportedException)
        {
            throw new TokenArgumentException("Path", nameof(Messages.InstallerFileFailed), path, error.Message);
        }
        finally
        {
            if (made is not null)
            {
                File.Delete(made);
            }
        }
    }

    // Also a link to nowhere, of which File.Exists knows nothing.
    private static bool Exists(string path)
    {
        try
        {
            File.GetAttributes(path);
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static FileStream Create(string prefix, out string made) => IsWindows ? CreateOnWindows(prefix, out made) : CreateOnPosix(prefix, out made);

    private static FileStream CreateOnPosix(string prefix, out string made)
    {
        var template = Encoding.UTF8.GetBytes(prefix + "XXXXXX\0");
        // Closed in child processes (O_CLOEXEC): fcntl.h of Linux and of Darwin.
        var descriptor = Posix.MakeTemporary(template, RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? 0x1000000 : 0x80000);
        if (descriptor < 0)
        {
            throw new Win32Exception(Marshal.GetLastWin32Error());
        }

        made = Encoding.UTF8.GetString(template, 0, template.Length - 1);
        return new FileStream(new SafeFileHandle((IntPtr)descriptor, ownsHandle: true), FileAccess.Write, bufferSize: 1);
    }

    private static void MoveOnPosix(string made, string path, bool replace)
    {
        const int Exists = 17;
        byte[] from = Encoding.UTF8.GetBytes(made + "\0"), to = Encoding.UTF8.GetBytes(path + "\0");
        if (!replace)
        {
            // Fails where there is a file by now; renaming would replace it.
            if (Posix.Link(from, to) == 0)
            {
                File.Delete(made);
                return;
            }

            if (Marshal.GetLastWin32Error() == Exists || OwnerOnlyFile.Exists(path))
            {
                throw new TokenArgumentException("Path", nameof(Messages.InstallerFileExists), path);
            }

            // A file system without hard links.
        }

        if (Posix.Rename(from, to) != 0)
        {
            throw new Win32Exception(Marshal.GetLastWin32Error());
        }
    }

    private static FileStream CreateOnWindows(string prefix, out string made)
    {
        // Nothing is inherited (P), and the owner's rights (OW) are the only ones:
        // https://learn.microsoft.com/windows/win32/secauthz/security-descriptor-string-format
        if (!Windows.ConvertStringSecurityDescriptor("D:P(A;;FA;;;OW)", 1, out var descriptor, IntPtr.Zero))
        {
            throw new Win32Exception(Marshal.GetLastWin32Error());
        }

        try
        {
            const uint GenericWrite = 0x40000000, CreateNew = 1, Normal = 0x80;
            var attributes = new Windows.SecurityAttributes { Length = Marshal.SizeOf<Windows.SecurityAttributes>(), Descriptor = descriptor };
            made = prefix + Guid.NewGuid().ToString("N");
            var handle = Windows.CreateFile(made, GenericWrite, 0, ref attributes, CreateNew, Normal, IntPtr.Zero);
            return handle.IsInvalid
                ? throw new Win32Exception(Marshal.GetLastWin32Error())
                : new FileStream(handle, FileAccess.Write, bufferSize: 1);
        }
        finally
        {
            Windows.LocalFree(descriptor);
        }
    }

    private static void MoveOnWindows(string made, string path, bool replace)
    {
        // Moved within a folder, a file keeps its own access list.
        const int AlreadyExists = 183;
        if (!Windows.MoveFile(made, path, replace ? 1 : 0))
        {
            var error = Marshal.GetLastWin32Error();
            throw error == AlreadyExists
                ? new TokenArgumentException("Path", nameof(Messages.InstallerFileExists), path)
                : new Win32Exception(error);
        }
    }

    private static class Posix
    {
        [DllImport("libc", EntryPoint = "mkostemp", SetLastError = true)]
        public static extern int MakeTemporary([In, Out] byte[] template, int flags);

        [DllImport("libc", EntryPoint = "link", SetLastError = true)]
        public static extern int Link(byte[] from, byte[] to);

        [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
        public static extern int Rename(byte[] from, byte[] to);
    }

    private static class Windows
    {
        [DllImport("advapi32", EntryPoint = "ConvertStringSecurityDescriptorToSecurityDescriptorW", CharSet = CharSet.Unicode, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool ConvertStringSecurityDescriptor(string text, uint revision, out IntPtr descriptor, IntPtr size);

        [DllImport("kernel32", EntryPoint = "CreateFileW", CharSet = CharSet.Unicode, SetLastError = true)]
        public static extern SafeFileHandle CreateFile(
            string path, uint access, uint share, ref SecurityAttributes attributes, uint disposition, uint flags, IntPtr template);

        [DllImport("kernel32", EntryPoint = "MoveFileExW", CharSet = CharSet.Unicode, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool MoveFile(string from, string to, int flags);

        [DllImport("kernel32")]
        public static extern IntPtr LocalFree(IntPtr memory);

        [StructLayout(LayoutKind.Sequential)]
        public struct SecurityAttributes
        {
            public int Length;
            public IntPtr Descriptor;
            public int InheritHandle;
        }
    }
}
