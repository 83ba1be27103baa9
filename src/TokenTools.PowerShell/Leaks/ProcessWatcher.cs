using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;

namespace TokenTools.PowerShell.Leaks;

/// <summary>Records the arguments and the environment of the processes that this process and its children start.</summary>
/// <remarks>
/// From /proc, which Linux has: every user of the machine can read the arguments there
/// (https://man7.org/linux/man-pages/man5/proc_pid_cmdline.5.html). A process that ends within a few milliseconds may not be seen.
/// </remarks>
internal sealed class ProcessWatcher : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);

    // A process executes its program after it was created, and may execute another one later.
    private const int RoundsAfterStart = 25;
    private const int RoundsBetween = 50;

    private readonly LeakRecorder _recorder;
    private readonly ManualResetEvent _isEnded = new(initialState: false);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _earlier;
    private readonly Thread? _thread;

    public ProcessWatcher(LeakRecorder recorder)
    {
        _recorder = recorder;
        _earlier = [.. Descendants("self")];
        if (IsSupported)
        {
            _thread = new Thread(Watch) { IsBackground = true, Name = "TokenTools leak watcher" };
            _thread.Start();
        }
    }

    /// <summary>Whether this system shows the arguments of processes.</summary>
    public static bool IsSupported { get; } = Directory.Exists("/proc/self/task");

    /// <inheritdoc/>
    public void Dispose()
    {
        _isEnded.Set();
        _thread?.Join();
        _isEnded.Dispose();
    }

    private void Watch()
    {
        var (last, remaining, round) = (string.Empty, 0, 0);
        do
        {
            var current = LastProcess();
            remaining = current is null || current != last ? RoundsAfterStart : Math.Max(0, remaining - 1);
            last = current;
            if (remaining == 0 && round++ % RoundsBetween != 0)
            {
                continue;
            }

            foreach (var id in Descendants("self").Where(id => !_earlier.Contains(id)))
            {
                Record(id);
            }
        }
        while (!_isEnded.WaitOne(Interval));
    }

    // The id of the process or thread that was created last (https://man7.org/linux/man-pages/man5/proc_loadavg.5.html): one file, instead
    // of those of each thread. Null where the system does not say it.
    private static string? LastProcess()
    {
        var text = Read("/proc/loadavg");
        var id = text.Substring(text.LastIndexOf(' ') + 1).Trim();
        return id is "" or "0" ? null : id;
    }

    // Again in each round: a process has the arguments of its parent until it executes its program.
    private void Record(string id)
    {
        var arguments = Parts(id, "cmdline");
        if (arguments.Length == 0)
        {
            return;
        }

        var name = Path.GetFileName(arguments[0]);
        for (var i = 0; i < arguments.Length; i++)
        {
            Record("Argument " + i + " of process " + id + " (" + name + ")", arguments[i]);
        }

        foreach (var variable in Parts(id, "environ"))
        {
            var equals = variable.IndexOf('=');
            if (equals > 0)
            {
                Record(
                    "Environment variable " + variable.Substring(0, equals) + " of process " + id + " (" + name + ")",
                    variable.Substring(equals + 1));
            }
        }
    }

    private void Record(string place, string text)
    {
        if (_seen.Add(place + "\0" + text))
        {
            _recorder.Add(place, text);
        }
    }

    private static string[] Parts(string id, string file) =>
        Read("/proc/" + id + "/" + file).Split(new[] { '\0' }, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Descendants(string id)
    {
        foreach (var child in Children(id))
        {
            yield return child;
            foreach (var descendant in Descendants(child))
            {
                yield return descendant;
            }
        }
    }

    private static IEnumerable<string> Children(string id)
    {
        string[] tasks;
        try
        {
            tasks = Directory.GetDirectories("/proc/" + id + "/task");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        return tasks.SelectMany(static task => Read(task + "/children").Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries));
    }

    // A process that has ended, or another user's, has none.
    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.UTF8);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
