using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Security.Redaction;

namespace TokenTools.Processes;

/// <summary>Passes on what a process writes, masked, as soon as it is known not to be the start of a secret.</summary>
/// <param name="from">The process's output.</param>
/// <param name="to">Where it is written.</param>
/// <param name="secrets">What to mask; null to pass on the bytes as they are.</param>
internal sealed class OutputPump(Stream from, Stream to, SecretParts? secrets)
{
    private const int BufferSize = 64 * 1024;

    // After a pause, what looks like a prompt is shown.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly object _gate = new();
    private readonly BufferedStream _buffered = new(to, BufferSize);
    private Stream? _target;
    private bool _hasEnded;
    private volatile bool _isReading;
    private long _count;

    /// <summary>The number of bytes so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Whether everything was passed on.</summary>
    public bool HasEnded => Volatile.Read(ref _hasEnded);

    /// <summary>False while it has something to pass on, which a slow reader may not have taken yet.</summary>
    public bool IsReading => _isReading;

    /// <summary>Why not everything was passed on; null if it was.</summary>
    public IOException? WriteError { get; private set; }

    /// <summary>Passes on everything, on a thread of its own.</summary>
    public Task RunAsync() => Task.Factory.StartNew(
        Run, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    /// <summary>Writes what was kept back; what comes later is ignored.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            _hasEnded = true;
            try
            {
                if (_target is MaskingStream masking)
                {
                    masking.Dispose();
                }

                _buffered.Flush();
            }
            catch (IOException error)
            {
                WriteError ??= error;
            }
        }
    }

    private void Run()
    {
        var buffer = new byte[BufferSize];
        _target = secrets is null ? _buffered : new MaskingStream(secrets, _buffered);
        using var pause = new Timer(_ => Flush(), null, Timeout.Infinite, Timeout.Infinite);
        try
        {
            for (int count; (count = Read(buffer)) > 0;)
            {
                lock (_gate)
                {
                    if (_hasEnded)
                    {
                        return;
                    }

                    try
                    {
                        _target.Write(buffer, 0, count);
                        _buffered.Flush();
                    }
                    catch (IOException error)
                    {
                        // The process finds out as well, because its pipe is closed.
                        WriteError = error;
                        return;
                    }
                }

                pause.Change(Pause, Timeout.InfiniteTimeSpan);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The process's output has been closed.
        }
        finally
        {
            Array.Clear(buffer, 0, buffer.Length);
            End();
            from.Dispose();
        }
    }

    private int Read(byte[] buffer)
    {
        _isReading = true;
        var count = from.Read(buffer, 0, buffer.Length);
        Interlocked.Add(ref _count, count);
        _isReading = false;
        return count;
    }

    private void Flush()
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            try
            {
                _target?.Flush();
            }
            catch (IOException)
            {
                // The next write fails as well.
            }
        }
    }
}
