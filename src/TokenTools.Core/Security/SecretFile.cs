using System;
using System.ComponentModel;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Security;

namespace TokenTools.Security;

/// <summary>A file with a secret for another program to read, which only the user can read, and which is gone when it is disposed of.</summary>
/// <remarks>
/// On Linux the file has no name: the path is that of this process's descriptor, so that nothing is left even if the process is killed.
/// Elsewhere it is a temporary file, which the next one removes if the process was killed.
/// </remarks>
internal sealed class SecretFile : IDisposable
{
    private readonly TemporaryFile? _file;
    private readonly FileStream? _held;

    /// <param name="secret">The content, in UTF-8.</param>
    /// <exception cref="TokenArgumentException">The file cannot be created.</exception>
    public SecretFile(SecureString secret)
        : this(secret, System.IO.Path.GetTempPath())
    {
    }

    /// <param name="secret">The content, in UTF-8.</param>
    /// <param name="folder">The folder for it, if it needs a name.</param>
    /// <exception cref="TokenArgumentException">The file cannot be created.</exception>
    internal SecretFile(SecureString secret, string folder)
    {
        using var content = new SecretBuffer();
        content.AddSecret(secret);
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            Path = System.IO.Path.Combine(folder, TemporaryFile.NamePrefix + Guid.NewGuid().ToString("N").Substring(0, 12));
            new OwnerOnlyFile().Write(Path, replace: false, content.WriteTo);
            // While it is open, no other process takes it for abandoned.
            _held = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return;
        }

        try
        {
            TemporaryFile.RemoveAbandoned(folder);
            _file = new PosixTemporaryFile(folder, allowUnnamed: true);
            content.WriteTo(_file.Stream);
            _file.Stream.Flush();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or Win32Exception)
        {
            Dispose();
            throw new TokenArgumentException("File", nameof(Messages.ChildFileFailed), DisplayText.Cleaned(folder), error.Message);
        }

        // proc(5). Another process of the same user can open it, and no other user's.
        Path = _file.Name ?? string.Format(
            CultureInfo.InvariantCulture, "/proc/{0}/fd/{1}", ProcessId(), _file.Stream.SafeFileHandle.DangerousGetHandle());
    }

    /// <summary>The path under which other programs can open it.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Discard();
        _file?.Dispose();
        if (_held is not null)
        {
            _held.Dispose();
            TryDelete();
        }
    }

    [DllImport("libc", EntryPoint = "getpid")]
    private static extern int ProcessId();

    private void TryDelete()
    {
        try
        {
            File.Delete(Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A program that still runs has it open. The next secret file removes it.
        }
    }
}
