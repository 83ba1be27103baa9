using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using TokenTools.Security;

namespace TokenTools.PowerShell.Leaks;

/// <summary>The files in a folder at one moment, and on Linux and macOS those that symbolic links lead to.</summary>
internal sealed class FolderScan
{
    /// <summary>The most files in the folder: each of its folders is watched.</summary>
    public const int MostFiles = 100_000;

    /// <summary>The most files in a folder that a link leads to, which may have those of the whole machine.</summary>
    public const int MostLinkedFiles = 1000;

    // In all of these folders.
    private const int MostLinkedFilesInAll = 10 * MostLinkedFiles;

    private readonly Dictionary<string, FileState> _files = new(StringComparer.Ordinal);
    private readonly Queue<string> _links = new();
    private readonly List<string> _folders = [];

    // Folders that were entered: a link to a folder above itself ends there.
    private readonly HashSet<(ulong Device, ulong Inode)> _entered = [];

    public FolderScan(string folder)
    {
        Enter(folder, MostFiles, device: null);
        HasTooManyFiles = _files.Count >= MostFiles;
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows) || HasTooManyFiles)
        {
            return;
        }

        foreach (var own in _links.Count == 0 ? [] : _folders)
        {
            TryEnter(PosixFileState.Read(own));
        }

        var most = Count + MostLinkedFilesInAll;
        while (_links.Count > 0)
        {
            var link = _links.Dequeue();
            var target = PosixFileState.Read(link);
            _files[link] = new FileState(PosixFileState.ReadLink(link), target);
            if (target is { IsFolder: true, Device: var device })
            {
                var end = Math.Min(most, Count + MostLinkedFiles);
                Enter(link, end, device);
                HasMoreLinkedFiles |= Count >= end;
            }
        }
    }

    /// <summary>What a file was like, by its path.</summary>
    public IReadOnlyDictionary<string, FileState> Files => _files;

    /// <summary>Whether the folder has more files than can be watched.</summary>
    public bool HasTooManyFiles { get; }

    /// <summary>Whether links lead to more files than are read.</summary>
    public bool HasMoreLinkedFiles { get; }

    private int Count => _files.Count + _links.Count;

    // Behind a link, only its own file system: not /proc behind a link to the root, where to read a file may wait forever.
    private void Enter(string root, int most, ulong? device)
    {
        var pending = new Stack<DirectoryInfo>();
        pending.Push(new DirectoryInfo(root));
        while (pending.Count > 0)
        {
            var current = pending.Pop();
            if (device is not null && !(PosixFileState.Read(current.FullName) is { } state && state.Device == device && TryEnter(state)))
            {
                continue;
            }

            _folders.Add(current.FullName);
            foreach (var entry in Entries(current))
            {
                if ((device is null ? _files.Count : Count) >= most)
                {
                    return;
                }

                if ((entry.Attributes & FileAttributes.ReparsePoint) != 0)
                {
                    _links.Enqueue(entry.FullName);
                }
                else if (entry is DirectoryInfo folder)
                {
                    pending.Push(folder);
                }
                else if (entry is FileInfo { Exists: true } file)
                {
                    _files[file.FullName] = new FileState(file.Length, file.LastWriteTimeUtc);
                }
            }
        }
    }

    private bool TryEnter(PosixFileState? folder) => folder is { } known && _entered.Add((known.Device, known.Inode));

    private static FileSystemInfo[] Entries(DirectoryInfo folder)
    {
        try
        {
            return folder.GetFileSystemInfos();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>What a file was like: a different state means that it may have been written to.</summary>
    internal readonly record struct FileState(long Length, DateTime Written, PosixFileState? Link = null, PosixFileState? Target = null)
    {
        /// <summary>A symbolic link and what it leads to.</summary>
        public FileState(PosixFileState? link, PosixFileState? target)
            : this(0, default, link, target)
        {
        }
    }
}
