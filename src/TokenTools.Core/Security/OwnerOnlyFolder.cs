using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace TokenTools.Security;

/// <summary>A temporary folder that only its owner can access, which is gone when it is disposed of.</summary>
/// <remarks>
/// On Windows, the folder for temporary files is the user's own. What a killed process has left is removed by the next folder.
/// </remarks>
internal sealed class OwnerOnlyFolder : IDisposable
{
    private const string NamePrefix = "tokentools-folder-";

    // Read, write and search for the owner: 0700.
    private const uint OwnerOnly = 0x1C0;

    private static readonly Regex NamePattern = new(
        @"\Atokentools-folder-(?<process>[0-9]{1,9})-[0-9a-f]{32}\z", RegexOptions.CultureInvariant);

    /// <exception cref="IOException">The folder cannot be created.</exception>
    public OwnerOnlyFolder()
    {
        var parent = System.IO.Path.GetTempPath();
        RemoveAbandoned(parent);
        Path = System.IO.Path.Combine(
            parent, NamePrefix + CurrentProcess().ToString(CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N"));
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            Directory.CreateDirectory(Path);
        }
        else if (MakeDirectory(Path, OwnerOnly) != 0)
        {
            throw new IOException(new Win32Exception(Marshal.GetLastWin32Error()).Message);
        }
    }

    /// <summary>The folder's path.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose() => TryDelete(Path);

    [DllImport("libc", EntryPoint = "mkdir", SetLastError = true)]
    private static extern int MakeDirectory([MarshalAs(UnmanagedType.LPStr)] string path, uint mode);

    private static void RemoveAbandoned(string parent)
    {
        foreach (var folder in Directory.GetDirectories(parent, NamePrefix + "*"))
        {
            if (NamePattern.Match(System.IO.Path.GetFileName(folder)) is { Success: true } match
                && !IsRunning(int.Parse(match.Groups["process"].Value, CultureInfo.InvariantCulture))
                // Another user could change what is deleted, while it is.
                && (RuntimeInformation.IsOSPlatform(OSPlatform.Windows) || PosixFileKind.IsOwnFolder(folder)))
            {
                TryDelete(folder);
            }
        }
    }

#pragma warning disable RS0030 // Only ids of processes, and none is started.
    private static int CurrentProcess()
    {
        using var process = Process.GetCurrentProcess();
        return process.Id;
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
#pragma warning restore RS0030

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another user's, or a program that still runs has a file open. The next folder removes it.
        }
    }
}
