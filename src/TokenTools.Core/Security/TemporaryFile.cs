using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Threading;

namespace TokenTools.Security;

/// <summary>A new file that only its owner can read, until it gets its final name or is discarded.</summary>
internal abstract class TemporaryFile : IDisposable
{
    /// <summary>The start of the name of every temporary file; random letters and digits follow.</summary>
    /// <remarks>Not the name of the final file, with which the whole could be longer than a name may be.</remarks>
    public const string NamePrefix = ".tokentools-tmp-";

    // Windows only: a virus scanner or an indexer may hold a new file open for a moment.
    private const int DeleteAttempts = 5;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    private static readonly Regex NamePattern = new(@"\A\.tokentools-tmp-[A-Za-z0-9]{6,12}\z", RegexOptions.CultureInvariant);

    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>The open file.</summary>
    public abstract FileStream Stream { get; }

    /// <summary>The temporary path; null while the file has no name.</summary>
    public string? Name { get; protected set; }

    /// <summary>Deletes temporary files that a killed process has left in a folder. Ignores those of running processes.</summary>
    public static void RemoveAbandoned(string folder)
    {
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, NamePrefix + "*"))
            {
                if (!NamePattern.IsMatch(Path.GetFileName(path)))
                {
                    continue;
                }

                if (IsWindows)
                {
                    WindowsTemporaryFile.TryRemoveAbandoned(path);
                }
                else
                {
                    PosixTemporaryFile.TryRemoveAbandoned(path);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that may be written to but not be listed.
        }
    }

    /// <summary>Gives the file its final name.</summary>
    /// <returns>False if a file of that name exists, and must not be replaced.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">The file can't be renamed.</exception>
    public abstract bool Publish(string path, bool replace);

    /// <summary>Clears and deletes the file. Never throws: the caller's error is the one to report.</summary>
    /// <returns>False if the content may still be there.</returns>
    public bool Discard()
    {
        var cleared = TryClear();
        try
        {
            Stream.Dispose();
        }
        catch (IOException)
        {
            // Nothing is buffered any more, and the handle is closed.
        }

        return Name is null || TryDelete(Name) || cleared;
    }

    /// <inheritdoc/>
    public virtual void Dispose() => Stream.Dispose();

    /// <summary>Deletes a file; false if that failed.</summary>
    protected static bool TryDelete(string path)
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

                WaitToRetry();
            }
        }
    }

    /// <summary>Waits until another program may have closed a file.</summary>
    protected static void WaitToRetry()
    {
#pragma warning disable RS0030 // A short wait in a synchronous method, a few times at most.
        Thread.Sleep(RetryDelay);
#pragma warning restore RS0030
    }

    /// <summary>Random letters and digits.</summary>
    public static string RandomSuffix() => Guid.NewGuid().ToString("N").Substring(0, 12);

    private bool TryClear()
    {
        try
        {
            var zeros = new byte[4096];
            var length = Stream.Length;
            Stream.Position = 0;
            while (Stream.Position < length)
            {
                Stream.Write(zeros, 0, (int)Math.Min(zeros.Length, length - Stream.Position));
            }

            Stream.Flush(flushToDisk: true);
            Stream.SetLength(0);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return false;
        }
    }
}
