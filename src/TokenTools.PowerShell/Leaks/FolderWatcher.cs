using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using TokenTools.Security;

namespace TokenTools.PowerShell.Leaks;

/// <summary>Records the files in a folder that are created or changed during a run, also those that are deleted before its end.</summary>
internal sealed class FolderWatcher : IDisposable
{
    // What is searched for is short, and what a test writes is as well.
    private const long LargestFile = 64 * 1024 * 1024;

    // Each of their folders is watched.
    private const int MostFiles = 100_000;

    private readonly LeakRecorder _recorder;
    private readonly string _folder;
    private readonly Func<string, bool> _isIgnored;
    private readonly Dictionary<string, (long Length, DateTime Written)> _earlier;
    private readonly FileSystemWatcher? _watcher;
    private readonly Dictionary<string, byte[]> _contents = new(StringComparer.Ordinal);

    /// <exception cref="TokenArgumentException">The folder has too many files.</exception>
    public FolderWatcher(LeakRecorder recorder, string folder, Func<string, bool> isIgnored)
    {
        _recorder = recorder;
        _folder = folder;
        _isIgnored = isIgnored;
        _earlier = Files().Take(MostFiles).ToDictionary(static file => file.FullName, State, StringComparer.Ordinal);
        if (_earlier.Count == MostFiles)
        {
            throw ModuleText.ArgumentError(nameof(Path), nameof(ModuleMessages.LeakTooManyFiles), DisplayText.Sanitize(folder), MostFiles);
        }

        try
        {
            _watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
            _watcher.Created += (_, change) => Record(change.FullPath);
            _watcher.Changed += (_, change) => Record(change.FullPath);
            _watcher.Renamed += (_, change) => Record(change.FullPath);
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception error) when (error is IOException or ArgumentException)
        {
            // No more watches are available: the files that are there at the end are recorded.
            _watcher = null;
        }
    }

    /// <summary>Records what was created or changed and is still there.</summary>
    public void Complete()
    {
        if (_watcher is not null)
        {
            _watcher.EnableRaisingEvents = false;
        }

        foreach (var file in Files().Where(file => !_earlier.TryGetValue(file.FullName, out var state) || state != State(file)))
        {
            Record(file.FullName);
        }

        lock (_contents)
        {
            foreach (var file in _contents)
            {
                _recorder.Add(Place(file.Key), file.Value);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _watcher?.Dispose();

    private static (long Length, DateTime Written) State(FileInfo file) => (file.Length, file.LastWriteTimeUtc);

    private IEnumerable<FileInfo> Files()
    {
        var folders = new Stack<DirectoryInfo>();
        folders.Push(new DirectoryInfo(_folder));
        while (folders.Count > 0)
        {
            FileSystemInfo[] entries;
            try
            {
                entries = folders.Pop().GetFileSystemInfos();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            foreach (var entry in entries.Where(static entry => (entry.Attributes & FileAttributes.ReparsePoint) == 0))
            {
                if (entry is DirectoryInfo folder)
                {
                    folders.Push(folder);
                }
                else if (entry is FileInfo { Exists: true } file)
                {
                    yield return file;
                }
            }
        }
    }

    private void Record(string path)
    {
        try
        {
            if (_isIgnored(path) || Directory.Exists(path))
            {
                return;
            }

            if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && PosixFileKind.IsSpecial(path))
            {
                // Opening a pipe waits for its writer.
                _recorder.Add(Place(path), path);
                return;
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (!stream.CanSeek || stream.Length > LargestFile)
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
        lock (_contents)
        {
            if (_contents.TryGetValue(path, out var earlier) && !StartsWith(content, earlier))
            {
                _recorder.Add(Place(path), earlier);
            }

            _contents[path] = content;
        }
    }

    private static bool StartsWith(byte[] content, byte[] start) =>
        content.Length >= start.Length && start.SequenceEqual(content.Take(start.Length));

    private static string Place(string path) => "File " + path;
}
