using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.PowerShell.Leaks;
using Xunit;

namespace TokenTools.FrontEnds.Tests;

/// <summary>The watcher of a folder's files, whose events are held up.</summary>
public sealed class FolderWatcherTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokentools-");
    private readonly LeakRecorder _recorder = new();
    private readonly ManualResetEventSlim _isHandling = new();
    private readonly ManualResetEventSlim _canGoOn = new();

    public void Dispose()
    {
        _canGoOn.Set();
        _isHandling.Dispose();
        _canGoOn.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Complete_EventIsBeingHandled_RecordsTheDeletedFile(bool isOwn)
    {
        using var watcher = NewWatcher(isOwn);
        WriteAndDelete("deleted.txt");
        Assert.True(_isHandling.Wait(Longest));

        var completion = Task.Run(watcher.Complete);
        await Task.Delay(TimeSpan.FromMilliseconds(200));
        _canGoOn.Set();
        await completion.WaitAsync(Longest);

        Assert.Contains("File " + PathOf("deleted.txt"), Places());
    }

    [Fact]
    public async Task Complete_EventIsWaitingInTheRunsOwnFolder_RecordsTheDeletedFileAndNothingOfItsOwn()
    {
        using var watcher = NewWatcher(isOwn: true);
        WriteAndDelete("first.txt");
        Assert.True(_isHandling.Wait(Longest));
        WriteAndDelete("second.txt");

        var completion = Task.Run(watcher.Complete);
        await Task.Delay(TimeSpan.FromMilliseconds(200));
        _canGoOn.Set();
        await completion.WaitAsync(Longest);

        Assert.Equal(["File " + PathOf("first.txt"), "File " + PathOf("second.txt")], Places());
        Assert.Empty(_folder.GetFileSystemInfos());
        Assert.False(watcher.HasMissedChanges);
    }

    [Fact]
    public void HasMissedChanges_MoreEventsThanTheSystemKeeps_IsTrue()
    {
        const string Limit = "/proc/sys/fs/inotify/max_queued_events";
        if (!File.Exists(Limit))
        {
            return;
        }

        using var watcher = NewWatcher(isOwn: false);
        WriteAndDelete("first.txt");
        Assert.True(_isHandling.Wait(Longest));
        var (one, other) = (PathOf("one.txt"), PathOf("other.txt"));
        using (var first = File.OpenWrite(one))
        using (var second = File.OpenWrite(other))
        {
            // Alternately: equal events in succession are one event.
            for (var i = int.Parse(File.ReadAllText(Limit), CultureInfo.InvariantCulture); i >= 0; i--)
            {
                first.WriteByte(0);
                first.Flush();
                second.WriteByte(0);
                second.Flush();
            }
        }

        Assert.False(watcher.HasMissedChanges);
        _canGoOn.Set();
        Assert.True(SpinWait.SpinUntil(() => watcher.HasMissedChanges, Longest));
        watcher.Complete();
    }

    private FolderWatcher NewWatcher(bool isOwn) => new(_recorder, _folder.FullName, _ => !Hold(), isOwn);

    private bool Hold()
    {
        _isHandling.Set();
        return _canGoOn.Wait(Longest);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void WriteAndDelete(string name)
    {
        File.WriteAllText(PathOf(name), string.Empty);
        File.Delete(PathOf(name));
    }

    private string[] Places() => [.. _recorder.Records.Select(static record => record.Place).Distinct()];
}
