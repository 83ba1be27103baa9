using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace TokenTools.Security;

/// <summary>Writes files that only their owner can access, from the moment of their creation.</summary>
/// <remarks>
/// The content goes into a temporary file in the same folder, which is created with the final permissions and gets its name once it
/// is complete. So another user can open the file at no time, a reader never sees half of it, and the permissions of an existing
/// file or the target of a link play no part.
/// </remarks>
internal sealed class OwnerOnlyFile
{
    private const string PathParameter = "Path";

    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    // Half of a surrogate pair would become another character, and so the name of another file.
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    // Paths that differ only in case are the same file on Windows and usually on macOS.
    private readonly HashSet<string> _written = new(
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file may have no name before it is complete, where the system can do that.</summary>
    internal bool AllowUnnamed { get; init; } = true;

    /// <summary>Writes a file. The first one in a folder removes the temporary files that a killed process has left there.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="replace">Whether an existing file or link may be replaced. Nothing else ever is.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="TokenArgumentException">
    /// The file exists already, it was written before by this object, which would replace another secret, or it can't be created.
    /// </exception>
    public void Write(string path, bool replace, Action<Stream> write)
    {
        try
        {
            path = FullPath(path);
            var folder = Path.GetDirectoryName(path);
            if (folder is null || Directory.Exists(path))
            {
                throw new TokenArgumentException(PathParameter, nameof(Messages.InstallerFileIsFolder), Shown(path));
            }

            if (!Directory.Exists(folder))
            {
                throw new TokenArgumentException(PathParameter, nameof(Messages.InstallerFileNoFolder), Shown(folder));
            }

            if (_written.Contains(path))
            {
                throw new TokenArgumentException(PathParameter, nameof(Messages.InstallerFileTwice), Shown(path));
            }

            if (Exists(path))
            {
                EnsureReplaceable(path, replace);
            }

            if (_folders.Add(folder))
            {
                TemporaryFile.RemoveAbandoned(folder);
            }

            Write(folder, path, replace, write);
            _written.Add(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SecurityException or Win32Exception or NotSupportedException)
        {
            throw Failed(path, error.Message);
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

    internal static TokenArgumentException AlreadyExists(string path) =>
        new(PathParameter, nameof(Messages.InstallerFileExists), Shown(path));

    private static TokenArgumentException Failed(string path, object reason) =>
        new(PathParameter, nameof(Messages.InstallerFileFailed), Shown(path), reason is string text ? TerminalText.Clean(text) : reason);

    private static string Shown(string path) => TerminalText.Clean(path);

    private static string FullPath(string path)
    {
        try
        {
            StrictUtf8.GetByteCount(path);
            if (path.IndexOf('\0') >= 0)
            {
                throw Failed(path, new MessageText(nameof(Messages.FileNameHasNull)));
            }

            // .NET Framework rejects invalid characters here.
            var fullPath = Path.GetFullPath(path);
            return IsWindows && (WindowsFileName.IsDevice(path) || WindowsFileName.IsDevice(fullPath))
                ? throw Failed(path, new MessageText(nameof(Messages.FileNameIsDevice)))
                : fullPath;
        }
        catch (EncoderFallbackException)
        {
            throw Failed(path, new MessageText(nameof(Messages.FileNameNotUnicode)));
        }
        catch (ArgumentException error)
        {
            throw Failed(path, error.Message);
        }
    }

    private static void EnsureReplaceable(string path, bool replace)
    {
        if (!IsWindows && !PosixFileKind.IsFileOrLink(path))
        {
            throw new TokenArgumentException(PathParameter, nameof(Messages.InstallerFileNotRegular), Shown(path));
        }

        if (!replace)
        {
            throw AlreadyExists(path);
        }
    }

    private void Write(string folder, string path, bool replace, Action<Stream> write)
    {
        // Held open until the end, also while it is renamed: whatever fails, the content can be cleared.
        using var file = IsWindows ? (TemporaryFile)new WindowsTemporaryFile(folder) : new PosixTemporaryFile(folder, AllowUnnamed);
        try
        {
            write(file.Stream);
            file.Stream.Flush(flushToDisk: true);
            file.Publish(path, replace);
        }
        catch (Exception error)
        {
            if (!file.Discard())
            {
                // The name of the temporary file is random, and must be shown.
                throw new TokenArgumentException(
                    PathParameter,
                    nameof(Messages.InstallerFileRemains),
                    Shown(path),
                    error.Message,
                    DisplayText.Cleaned(file.Name!));
            }

            throw;
        }
    }
}
