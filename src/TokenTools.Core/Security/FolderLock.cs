using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TokenTools.Security;

/// <summary>A lock on a temporary folder, which ends with the process that holds it, however that ends.</summary>
/// <remarks>
/// On Linux and macOS the folder itself is locked. On Windows, which opens no folders that way, it is a file in the folder that no other
/// process can open. The id of the process would not be enough: another container that shares the folder for temporary files has other ids.
/// </remarks>
internal sealed class FolderLock : IDisposable
{
    private const string FileName = ".lock";

    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    private readonly IDisposable _file;

    private FolderLock(IDisposable file) => _file = file;

    /// <summary>Locks a new folder. Null if another process took it for abandoned in the moment before, so that it is gone.</summary>
    /// <exception cref="IOException">The folder cannot be opened.</exception>
    public static FolderLock? TryTake(string folder)
    {
        if (IsWindows)
        {
            try
            {
                return new FolderLock(OpenFile(folder, FileMode.CreateNew));
            }
            catch (DirectoryNotFoundException)
            {
                return null;
            }
        }

        var file = PosixLock.TryOpen(folder, canWrite: false);
        if (file is not null && PosixLock.TryTake(file) != false && Directory.Exists(folder))
        {
            return new FolderLock(file);
        }

        file?.Dispose();
        return file is null && Directory.Exists(folder) ? throw new IOException(folder) : null;
    }

    /// <summary>Deletes a folder, unless a process holds its lock.</summary>
    public static void TryRemoveAbandoned(string folder)
    {
        if (IsWindows)
        {
            try
            {
                OpenFile(folder, FileMode.Open).Dispose();
            }
            catch (FileNotFoundException)
            {
                // It was just created, or its process was killed in that moment: then it is empty.
                TryDelete(folder, recursive: false);
                return;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return;
            }

            TryDelete(folder);
            return;
        }

        // In a folder of another user, what is deleted could be changed while it is.
        if (!PosixFileState.IsOwnFolder(folder))
        {
            return;
        }

        using var file = PosixLock.TryOpen(folder, canWrite: false);
        if (file is not null && PosixLock.TryTake(file) == true)
        {
            TryDelete(folder);
        }
    }

    /// <summary>Deletes the folder, and releases its lock.</summary>
    public void Delete(string folder)
    {
        if (IsWindows)
        {
            // The file in the folder cannot be deleted while it is open.
            Dispose();
        }

        TryDelete(folder);
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_file is SafeFileHandle folder)
        {
            PosixLock.Release(folder);
        }

        _file.Dispose();
    }

    private static FileStream OpenFile(string folder, FileMode mode) =>
        new(Path.Combine(folder, FileName), mode, FileAccess.Write, FileShare.None, bufferSize: 1);

    private static void TryDelete(string folder, bool recursive = true)
    {
        try
        {
            Directory.Delete(folder, recursive);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another user's, or a program that still runs has a file open. The next folder removes it.
        }
    }
}
