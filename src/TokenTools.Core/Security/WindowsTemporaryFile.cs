using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TokenTools.Security;

/// <summary>A file with an access list of the current user alone on Windows.</summary>
/// <remarks>netstandard2.0 has no API for it.</remarks>
internal sealed class WindowsTemporaryFile : TemporaryFile
{
    // winerror.h
    private const int ErrorAccessDenied = 5, ErrorSharingViolation = 32, ErrorInvalidName = 123, ErrorAlreadyExists = 183,
        ErrorNoToken = 1008;

    // About a second.
    private const int MoveAttempts = 20;

    // FILE_ALL_ACCESS of winnt.h. Its short form FA has another value in some implementations, such as that of Samba 4.17.
    private const string FileAllAccess = "0x1f01ff";

    /// <summary>Creates a file.</summary>
    /// <param name="folder">The folder of the final file.</param>
    /// <exception cref="Win32Exception">It can't be created.</exception>
    public WindowsTemporaryFile(string folder)
    {
        // https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-createfilew
        const uint GenericWrite = 0x40000000, ShareDelete = 4, CreateNew = 1, NormalAttributes = 0x80;
        Name = Path.Combine(folder, NamePrefix + RandomSuffix());
        if (!ConvertStringSecurityDescriptor(SecurityDescriptor(CurrentUserSid()), 1, out var descriptor, IntPtr.Zero))
        {
            throw new Win32Exception(Marshal.GetLastWin32Error());
        }

        try
        {
            var attributes = new SecurityAttributes { Length = Marshal.SizeOf<SecurityAttributes>(), Descriptor = descriptor };
            // Shared for deletion alone, which renaming needs: it can't be read or written by a second handle.
            var handle = CreateFile(Extended(Name), GenericWrite, ShareDelete, ref attributes, CreateNew, NormalAttributes, IntPtr.Zero);
            Stream = handle.IsInvalid
                ? throw new Win32Exception(Marshal.GetLastWin32Error())
                : new FileStream(handle, FileAccess.Write, bufferSize: 1);
        }
        finally
        {
            LocalFree(descriptor);
        }
    }

    /// <inheritdoc/>
    public override FileStream Stream { get; }

    /// <summary>Deletes a temporary file, unless a running process holds it.</summary>
    public static void TryRemoveAbandoned(string path)
    {
        try
        {
            // Writing is shared by no handle that a running process has for it.
            new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is in use, or another user's.
        }
    }

    /// <summary>Renames the file within its folder. It keeps its own access list.</summary>
    /// <returns>False if a file of the new name exists, and must not be replaced.</returns>
    /// <exception cref="Win32Exception">The file can't be renamed.</exception>
    public override bool Publish(string path, bool replace)
    {
        const int ReplaceExisting = 1;
        // A colon in the name would create an alternate data stream of another file.
        if (path.LastIndexOf(':') > path.LastIndexOf('\\'))
        {
            throw new Win32Exception(ErrorInvalidName);
        }

        for (var attempt = 1; !MoveFile(Extended(Name!), Extended(path), replace ? ReplaceExisting : 0); attempt++)
        {
            var error = Marshal.GetLastWin32Error();
            if (error == ErrorAlreadyExists)
            {
                return false;
            }

            // An open file cannot be replaced: another process or thread has just written it, or a virus scanner reads it.
            if (attempt == MoveAttempts || error is not (ErrorAccessDenied or ErrorSharingViolation))
            {
                throw new Win32Exception(error);
            }

            WaitToRetry();
        }

        return true;
    }

    /// <summary>A full path in the form that may be longer than MAX_PATH, if it is long.</summary>
    /// <remarks>https://learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation</remarks>
    internal static string Extended(string path)
    {
        const int AlwaysShortEnough = 240;
        return path.Length < AlwaysShortEnough || path.StartsWith(@"\\?\", StringComparison.Ordinal) ? path
            : path.StartsWith(@"\\", StringComparison.Ordinal) ? @"\\?\UNC" + path.Substring(1)
            : @"\\?\" + path;
    }

    /// <summary>
    /// The security descriptor of a file that belongs to a user (O) and inherits nothing (P), and to which that user has all access.
    /// </summary>
    /// <remarks>
    /// The format is https://learn.microsoft.com/windows/win32/secauthz/security-descriptor-string-format. Owner rights (OW) instead of
    /// the user's SID would be wrong: the default owner of a file that an elevated process creates is Administrators, so that every
    /// administrator could read it, and the user's non-elevated processes could not.
    /// </remarks>
    internal static string SecurityDescriptor(string sid) => "O:" + sid + "D:P(A;;" + FileAllAccess + ";;;" + sid + ")";

    /// <summary>The SID of the user of this thread, in text form.</summary>
    internal static string CurrentUserSid()
    {
        const uint Query = 8;
        // A thread that impersonates a user creates files as that user.
        if (!OpenThreadToken(GetCurrentThread(), Query, true, out var token))
        {
            var error = Marshal.GetLastWin32Error();
            if (error != ErrorNoToken || !OpenProcessToken(GetCurrentProcess(), Query, out token))
            {
                throw new Win32Exception(error != ErrorNoToken ? error : Marshal.GetLastWin32Error());
            }
        }

        try
        {
            return UserSid(token);
        }
        finally
        {
            CloseHandle(token);
        }
    }

    private static string UserSid(IntPtr token)
    {
        const int TokenUser = 1;
        GetTokenInformation(token, TokenUser, IntPtr.Zero, 0, out var length);
        var user = Marshal.AllocHGlobal(length);
        var text = IntPtr.Zero;
        try
        {
            // A TOKEN_USER begins with the pointer to the SID.
            if (!GetTokenInformation(token, TokenUser, user, length, out _) || !ConvertSidToStringSid(Marshal.ReadIntPtr(user), out text))
            {
                throw new Win32Exception(Marshal.GetLastWin32Error());
            }

            return Marshal.PtrToStringUni(text)!;
        }
        finally
        {
            LocalFree(text);
            Marshal.FreeHGlobal(user);
        }
    }

    [DllImport("advapi32", EntryPoint = "ConvertStringSecurityDescriptorToSecurityDescriptorW", CharSet = CharSet.Unicode, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool ConvertStringSecurityDescriptor(string text, uint revision, out IntPtr descriptor, IntPtr size);

    [DllImport("kernel32", EntryPoint = "CreateFileW", CharSet = CharSet.Unicode, SetLastError = true)]
    private static extern SafeFileHandle CreateFile(
        string path, uint access, uint share, ref SecurityAttributes attributes, uint disposition, uint flags, IntPtr template);

    [DllImport("kernel32", EntryPoint = "MoveFileExW", CharSet = CharSet.Unicode, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool MoveFile(string from, string to, int flags);

    [DllImport("advapi32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool OpenThreadToken(IntPtr thread, uint access, [MarshalAs(UnmanagedType.Bool)] bool openAsSelf, out IntPtr token);

    [DllImport("advapi32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool OpenProcessToken(IntPtr process, uint access, out IntPtr token);

    [DllImport("advapi32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetTokenInformation(IntPtr token, int kind, IntPtr information, int length, out int needed);

    [DllImport("advapi32", EntryPoint = "ConvertSidToStringSidW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool ConvertSidToStringSid(IntPtr sid, out IntPtr text);

    [DllImport("kernel32")]
    private static extern IntPtr GetCurrentProcess();

    [DllImport("kernel32")]
    private static extern IntPtr GetCurrentThread();

    [DllImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CloseHandle(IntPtr handle);

    [DllImport("kernel32")]
    private static extern IntPtr LocalFree(IntPtr memory);

    [StructLayout(LayoutKind.Sequential)]
    private struct SecurityAttributes
    {
        public int Length;
        public IntPtr Descriptor;
        public int InheritHandle;
    }
}
