using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace TokenTools.Security;

/// <summary>A temporary folder that only its owner can access, which is gone when it is disposed of.</summary>
/// <remarks>
/// On Windows, the folder for temporary files is the user's own. What a killed process has left is removed by the next folder: it is not
/// locked any more.
/// </remarks>
internal sealed class OwnerOnlyFolder : IDisposable
{
    private const string NamePrefix = "tokentools-folder-";

    // Read, write and search for the owner: 0700.
    private const uint OwnerOnly = 0x1C0;

    private static readonly Regex NamePattern = new(@"\Atokentools-folder-[0-9a-f]{32}\z", RegexOptions.CultureInvariant);

    private readonly FolderLock _lock;

    /// <exception cref="IOException">The folder cannot be created.</exception>
    public OwnerOnlyFolder()
    {
        var parent = System.IO.Path.GetTempPath();
        foreach (var folder in Directory.GetDirectories(parent, NamePrefix + "*"))
        {
            if (NamePattern.IsMatch(System.IO.Path.GetFileName(folder)))
            {
                FolderLock.TryRemoveAbandoned(folder);
            }
        }

        FolderLock? taken;
        do
        {
            Path = System.IO.Path.Combine(parent, NamePrefix + Guid.NewGuid().ToString("N"));
            Create(Path);
            taken = FolderLock.TryTake(Path);
        }
        while (taken is null);
        _lock = taken;
    }

    /// <summary>The folder's path.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose() => _lock.Delete(Path);

    private static void Create(string path)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            Directory.CreateDirectory(path);
        }
        else if (MakeDirectory(path, OwnerOnly) != 0)
        {
            throw new IOException(new Win32Exception(Marshal.GetLastWin32Error()).Message);
        }
    }

    [DllImport("libc", EntryPoint = "mkdir", SetLastError = true)]
    private static extern int MakeDirectory([MarshalAs(UnmanagedType.LPStr)] string path, uint mode);
}
