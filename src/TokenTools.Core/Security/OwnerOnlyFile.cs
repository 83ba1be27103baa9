using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Security;
using System.Threading;

namespace TokenTools.Security;

/// <summary>Writes files that only their owner can access, from the moment of their creation.</summary>
/// <remarks>
/// The content is written to a temporary file in the same folder, which is created with the final permissions, and then renamed.
/// Therefore another user can never open the file, a reader never sees an incomplete file, and the permissions of an existing file
/// or the target of a link do not matter.
/// </remarks>
internal static class OwnerOnlyFile
{
    private const string PathParameter = "Path";

    // Windows only: a virus scanner or an indexer may hold a new file open for a moment.
    private const int DeleteAttempts = 5;

    private static readonly TimeSpan DeleteRetryDelay = TimeSpan.FromMilliseconds(50);

    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="replace">Whether an existing file may be replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="TokenArgumentException">The file exists, or cannot be created.</exception>
    public static void Write(string path, bool replace, Action<Stream> write)
    {
        try
        {
            path = FullPath(path);
            var folder = Path.GetDirectoryName(path);
            if (folder is null || Directory.Exists(path))
            {
                throw new TokenArgumentException(PathParameter, nameof(Messages.InstallerFileIsFolder), path);
            }

            if (!Directory.Exists(folder))
            {
                throw new TokenArgumentException(PathParameter, nameof(Messages.InstallerFileNoFolder), folder);
            }

            if (!replace && Exists(path))
            {
                throw AlreadyExists(path);
            }

            WriteAndRename(folder, path, replace, write);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SecurityException or Win32Exception or NotSupportedException)
        {
            throw new TokenArgumentException(PathParameter, nameof(Messages.InstallerFileFailed), path, error.Message);
        }
    }

    /// <summary>Whether there is a file, a folder or a link of that name. Unlike File.Exists, true for a link without a target.</summary>
    internal static bool Exists(string path)
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

    /// <summary>Deletes a file; false if that failed.</summary>
    internal static bool TryDelete(string path)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                File.Delete(path);
                return true;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                if (!IsWindows || attempt == DeleteAttempts)
                {
                    return false;
                }

#pragma warning disable RS0030 // A short wait in a synchronous method, a few times at most.
                Thread.Sleep(DeleteRetryDelay);
#pragma warning restore RS0030
            }
        }
    }

    internal static TokenArgumentException AlreadyExists(string path) => new(PathParameter, nameof(Messages.InstallerFileExists), path);

    // .NET Framework rejects invalid characters here, and .NET rejects a NUL.
    private static string FullPath(string path)
    {
        try
        {
            return Path.GetFullPath(path);
        }
        catch (ArgumentException error)
        {
            throw new TokenArgumentException(PathParameter, nameof(Messages.InstallerFileFailed), path, error.Message);
        }
    }

    private static void WriteAndRename(string folder, string path, bool replace, Action<Stream> write)
    {
        var prefix = Path.Combine(folder, "." + Path.GetFileName(path) + ".");
        // Kept open until the end, even during the renaming, so that the content can be cleared after any failure.
        using var file = IsWindows ? WindowsOwnerOnlyFile.Create(prefix, out var temporary) : PosixOwnerOnlyFile.Create(prefix, out temporary);
        try
        {
            write(file);
            file.Flush(flushToDisk: true);
            if (IsWindows)
            {
                WindowsOwnerOnlyFile.Rename(temporary, path, replace);
            }
            else
            {
                PosixOwnerOnlyFile.Rename(temporary, path, replace);
            }
        }
        catch (Exception error)
        {
            if (!Discard(file, temporary))
            {
                throw new TokenArgumentException(PathParameter, nameof(Messages.InstallerFileRemains), path, error.Message, temporary);
            }

            throw;
        }
    }

    // False if the content may still exist. Does not throw, because the caller's error must be reported.
    private static bool Discard(FileStream file, string temporary)
    {
        var cleared = TryClear(file);
        try
        {
            file.Dispose();
        }
        catch (IOException)
        {
            // Nothing is buffered, and the handle is closed.
        }

        return TryDelete(temporary) || cleared;
    }

    private static bool TryClear(FileStream file)
    {
        try
        {
            var zeros = new byte[4096];
            var length = file.Length;
            file.Position = 0;
            while (file.Position < length)
            {
                file.Write(zeros, 0, (int)Math.Min(zeros.Length, length - file.Position));
            }

            file.Flush(flushToDisk: true);
            file.SetLength(0);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return false;
        }
    }
}
