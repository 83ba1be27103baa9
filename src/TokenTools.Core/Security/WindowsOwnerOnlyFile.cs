using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TokenTools.Security;

/// <summary>Creates and renames a file on Windows, with an access control list that contains only the current user.</summary>
/// <remarks>netstandard2.0 has no API for it.</remarks>
internal static class WindowsOwnerOnlyFile
{
    // winerror.h
    private const int ErrorInvalidName = 123, ErrorAlreadyExists = 183, ErrorNoToken = 1008;

    // FILE_ALL_ACCESS of winnt.h. Its short form FA has another value in some implementations, such as that of Samba 4.17.
    private const string FileAllAccess = "0x1f01ff";

    /// <summary>Creates a file.</summary>
    /// <param name="prefix">The start of its path.</param>
    /// <param name="created">Its path.</param>
    /// <exception cref="Win32Exception">The file cannot be created.</exception>
    public static FileStream Create(string prefix, out string created)
    {
        // https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-createfilew
        const uint GenericWrite = 0x40000000, ShareDelete = 4, CreateNew = 1, NormalAttributes = 0x80;
        created = prefix + Guid.NewGuid().ToString("N");
        // A colon in the name would create an alternate data stream of another file.
        if (created.LastIndexOf(':') > created.LastIndexOf('\\'))
        {
            throw new Win32Exception(ErrorInvalidName);
        }

        if (!ConvertStringSecurityDescriptor(SecurityDescriptor(CurrentUserSid()), 1, out var descriptor, IntPtr.Zero))
        {
            throw new Win32Exception(Marshal.GetLastWin32Error());
        }

        try
        {
            var attributes = new SecurityAttributes { Length = Marshal.SizeOf<SecurityAttributes>(), Descriptor = descriptor };
            // Shared only for deletion, which renaming requires: a second handle cannot read or write.
            var handle = CreateFile(created, GenericWrite, ShareDelete, ref attributes, CreateNew, NormalAttributes, IntPtr.Zero);
            return handle.IsInvalid
                ? throw new Win32Exception(Marshal.GetLastWin32Error())
                : new FileStream(handle, FileAccess.Write, bufferSize: 1);
        }
        finally
        {
            LocalFree(descriptor);
        }
    }

    /// <summary>Renames a file within its folder. Its access control list does not change.</summary>
    /// <exception cref="TokenArgumentException">A file with the new name exists, and must not be replaced.</exception>
    /// <exception cref="Win32Exception">The file cannot be renamed.</exception>
    public static void Rename(string from, string to, bool replace)
    {
        const int ReplaceExisting = 1;
        if (!MoveFile(from, to, replace ? ReplaceExisting : 0))
        {
            var error = Marshal.GetLastWin32Error();
            throw error == ErrorAlreadyExists ? OwnerOnlyFile.AlreadyExists(to) : new Win32Exception(error);
        }
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
