using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using TokenTools.Security;

namespace TokenTools.PowerShell.Leaks;

/// <summary>Records the files in a folder that are created or changed during a run, also those that are deleted before its end.</summary>
/// <remarks>
/// On Linux and macOS, a symbolic link in the folder is recorded as well: the name of its target, and the target's content at the end of the
/// run if the link is new, or if its target is another file or was changed. If it leads to a folder, that is true for the files there.
/// </remarks>
internal sealed class FolderWatcher : IDisposable
{
    // What is searched for is short, and what a test writes is as well.
    private const long LargestFile = 64 * 1024 * 1024;

    // Much longer than an event takes, also on a busy machine. An event may be lost: the system's buffer is limited.
    private static readonly TimeSpan EventTimeout = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly ManualResetEventSlim _areEventsHandled = new();
    private readonly LeakRecorder _recorder;
    private readonly string _folder;
    private readonly string? _lastFile;
    private readonly Func<string, bool> _isIgnored;
    private readonly FolderScan _earlier;
    private readonly FileSystemWatcher? _watcher;
    private readonly Dictionary<string, byte[]> _contents = new(StringComparer.Ordinal);
    private bool _isComplete;

    /// <param name="recorder">Records the files.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="isIgnored">Whether a file is not recorded.</param>
    /// <param name="isOwn">Whether the folder is the run's own, so that a file may be created there.</param>
    /// <exception cref="TokenArgumentException">The folder has too many files.</exception>
    public FolderWatcher(LeakRecorder recorder, string folder, Func<string, bool> isIgnored, bool isOwn)
    {
        _recorder = recorder;
        _folder = folder;
        _lastFile = isOwn ? Path.Combine(folder, Path.GetRandomFileName()) : null;
        _isIgnored = isIgnored;
        _earlier = new FolderScan(folder);
        if (_earlier.HasTooManyFiles)
        {
            throw ModuleText.ArgumentError(
                nameof(Path), nameof(ModuleMessages.LeakTooManyFiles), DisplayText.Sanitize(folder), FolderScan.MostFiles);
        }

        try
        {
            _watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
            _watcher.Created += (_, change) => RecordChange(change.FullPath);
            _watcher.Changed += (_, change) => RecordChange(change.FullPath);
            _watcher.Renamed += (_, change) => RecordChange(change.FullPath);
            // More events than the system keeps, or no more watches for new folders.
            _watcher.Error += (_, _) => HasMissedChanges = true;
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception error) when (error is IOException or ArgumentException)
        {
            // No more watches are available: the files that are there at the end are recorded.
            _watcher = null;
            HasMissedChanges = true;
        }
    }

    /// <summary>Whether links lead to more files than are recorded.</summary>
    public bool HasMoreLinkedFiles { get; private set; }

    /// <summary>
    /// Whether changes may have been missed: what was created and deleted during the run is not recorded then, and of a file that was changed
    /// several times, only the last content.
    /// </summary>
    public bool HasMissedChanges { get; private set; }

    /// <summary>Records what was created or changed and is still there.</summary>
    public void Complete()
    {
        if (_watcher is not null)
        {
            WaitForEvents();
            _watcher.EnableRaisingEvents = false;
            // Disabling the events does not wait for a handler that is running.
            lock (_gate)
            {
                _isComplete = true;
            }
        }

        var current = new FolderScan(_folder);
        HasMoreLinkedFiles = _earlier.HasMoreLinkedFiles || current.HasMoreLinkedFiles;
        foreach (var file in current.Files)
        {
            if (!_earlier.Files.TryGetValue(file.Key, out var state) || state != file.Value)
            {
                Record(file.Key);
            }
        }

        foreach (var file in _contents)
        {
            _recorder.Add(Place(file.Key), file.Value);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watcher?.Dispose();
        lock (_gate)
        {
            _isComplete = true;
            _areEventsHandled.Dispose();
        }
    }

    // Events come in order: with that of a new file, all earlier ones were handled.
    private void WaitForEvents()
    {
        if (_lastFile is null)
        {
            return;
        }

        try
        {
            using (new FileStream(_lastFile, FileMode.CreateNew))
            {
            }

            HasMissedChanges |= !_areEventsHandled.Wait(EventTimeout);
            File.Delete(_lastFile);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The script block has deleted the folder.
        }
    }

    private void RecordChange(string path)
    {
        lock (_gate)
        {
            if (_isComplete)
            {
                return;
            }

            if (path == _lastFile)
            {
                _areEventsHandled.Set();
            }
            else
            {
                Record(path);
            }
        }
    }

    private void Record(string path)
    {
        try
        {
            if (_isIgnored(path))
            {
                return;
            }

            var isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
            if (!isWindows)
            {
                _recorder.Add(Place(path), PosixFileState.TargetOf(path));
            }

            if (Directory.Exists(path))
            {
                return;
            }

            if (!isWindows && PosixFileState.IsSpecial(path))
            {
                // Opening a pipe waits for its writer.
                _recorder.Add(Place(path), path);
                return;
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            // The files of /proc have no length, and to read one may wait forever.
            if (!stream.CanSeek || stream.Length is 0 or > LargestFile)
            {
                _recorder.Add(Place(path), path);
                return;
            }

            using var content = new MemoryStream();
            stream.CopyTo(content);
            Keep(path, content.ToArray());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It was deleted, or its owner denies access: the name is known.
            _recorder.Add(Place(path), path);
        }
    }

    // The last content of a file that grows includes the earlier ones.
    private void Keep(string path, byte[] content)
    {
        if (_contents.TryGetValue(path, out var earlier) && !StartsWith(content, earlier))
        {
            _recorder.Add(Place(path), earlier);
        }

        _contents[path] = content;
    }

    private static bool StartsWith(byte[] content, byte[] start) =>
        content.Length >= start.Length && start.SequenceEqual(content.Take(start.Length));

    private static string Place(string path) => "File " + path;
}
