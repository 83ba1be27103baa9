using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;
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
/// <param name="pathKey">The key of the setting with a file's path, for messages.</param>
/// <param name="replaceKey">The key of the setting that permits replacing a file, for messages.</param>
internal sealed partial class OwnerOnlyFile(string pathKey = "Path", string replaceKey = "Force")
{
    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    // Half of a surrogate pair would become another character, and so the name of another file.
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly string[] SystemFolders = ["/dev/", "/proc/"];

    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    private readonly HashSet<string> _written = new(PathComparer);

    /// <summary>Compares full paths: those that differ only in case are the same file on Windows and usually on macOS.</summary>
    public static StringComparer PathComparer { get; } =
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>The key of the setting with a file's path.</summary>
    private string PathKey { get; } = pathKey;

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
        using var file = Open(path, replace);
        file.Write(write);
        file.Publish();
        _written.Add(file.Path);
    }

    /// <summary>Checks that a file can be created, before a token for it is requested: that its folder exists does not mean that.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="replace">Whether an existing file or link may be replaced.</param>
    /// <exception cref="TokenArgumentException">The file exists already, or it can't be created.</exception>
    public void EnsureCreatable(string path, bool replace) => Open(path, replace).Dispose();

    /// <summary>Opens a file that gets its name when it is published.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="replace">Whether an existing file or link may be replaced. Nothing else ever is.</param>
    /// <exception cref="TokenArgumentException">The file exists already, or it can't be created.</exception>
    public PendingFile Open(string path, bool replace)
    {
        try
        {
            path = FullPath(path);
            if (_written.Contains(path))
            {
                throw new TokenArgumentException(PathKey, nameof(Messages.InstallerFileTwice), Shown(path), new SettingName(PathKey));
            }

            Check(path, replace);
            var folder = Path.GetDirectoryName(path)!;
            if (_folders.Add(folder))
            {
                TemporaryFile.RemoveAbandoned(folder);
            }

            // Held open until the end, also while it is renamed: whatever fails, the content can be cleared.
            return new PendingFile(
                this, IsWindows ? new WindowsTemporaryFile(folder) : new PosixTemporaryFile(folder, AllowUnnamed), path, replace);
        }
        catch (Exception error) when (IsExpected(error))
        {
            throw Failed(path, error.Message);
        }
    }

    /// <summary>Checks a path without writing anything.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="replace">Whether an existing file or link may be replaced.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="TokenArgumentException">The file exists already, or its folder does not.</exception>
    public string Check(string path, bool replace)
    {
        try
        {
            path = FullPath(path);
            var folder = Path.GetDirectoryName(path);
            if (folder is null || Directory.Exists(path))
            {
                throw new TokenArgumentException(PathKey, nameof(Messages.InstallerFileIsFolder), Shown(path));
            }

            if (!Directory.Exists(folder))
            {
                throw new TokenArgumentException(
                    PathKey, nameof(Messages.InstallerFileNoFolder), Shown(folder), new SettingName(PathKey));
            }

            if (Exists(path))
            {
                EnsureReplaceable(path, replace);
            }

            return path;
        }
        catch (Exception error) when (IsExpected(error))
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

    private TokenArgumentException AlreadyExists(string path) =>
        new(PathKey, nameof(Messages.InstallerFileExists), Shown(path), new SettingName(PathKey), new SettingName(replaceKey));

    private TokenArgumentException Failed(string path, object reason) =>
        new(PathKey, nameof(Messages.InstallerFileFailed), Shown(path), reason is string text ? TerminalText.Clean(text) : reason);

    private static string Shown(string path) => TerminalText.Clean(path);

    private string FullPath(string path)
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

    private void EnsureReplaceable(string path, bool replace)
    {
        if (!IsReplaceable(path))
        {
            throw new TokenArgumentException(PathKey, nameof(Messages.InstallerFileNotRegular), Shown(path));
        }

        if (!replace)
        {
            throw AlreadyExists(path);
        }
    }

    // Not a device or a link to one, nor a link of the system, such as /dev/stdout, whose target may be a file at the moment.
    private static bool IsReplaceable(string path) => IsWindows || (PosixFileState.ReadLink(path) switch
    {
        { IsFile: true } => true,
        { IsLink: true } => PosixFileState.Read(path) is not { IsFile: false }
            && !SystemFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)),
        _ => false,
    });

    private static bool IsExpected(Exception error) =>
        error is IOException or UnauthorizedAccessException or SecurityException or Win32Exception or NotSupportedException;
}
