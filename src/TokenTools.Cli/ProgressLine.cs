using System;
using System.IO;
using System.Threading;
using TokenTools.Security;

namespace TokenTools.Cli;

/// <summary>
/// A line at a terminal that shows what the command waits for. Each text replaces the one before, and the line is removed before anything
/// else is written.
/// </summary>
/// <param name="output">The terminal.</param>
/// <param name="width">The terminal's width in columns.</param>
internal sealed class ProgressLine(TextWriter output, Func<int> width) : IDisposable
{
    private const int DefaultWidth = 80;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Timer? _timer;
    private int _seconds;
    private int _shownLength;

    /// <summary>Shows a text.</summary>
    public void Show(string text)
    {
        lock (_gate)
        {
            StopTimer();
            Replace(text);
        }
    }

    /// <summary>Shows a text after a second, with the seconds that have passed, unless something else is written before.</summary>
    public void ShowLater(string text)
    {
        lock (_gate)
        {
            StopTimer();
            _seconds = 0;
            var timer = new Timer(self => Tick(self!, text));
            _timer = timer;
            timer.Change(Interval, Interval);
        }
    }

    /// <summary>Removes the line.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            StopTimer();
            Replace(string.Empty);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private void Tick(object timer, string text)
    {
        lock (_gate)
        {
            // A tick may be late.
            if (ReferenceEquals(timer, _timer))
            {
                Replace(CliText.Format(nameof(CliMessages.ProgressSeconds), DisplayText.Cleaned(text), ++_seconds));
            }
        }
    }

    private void StopTimer()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private void Replace(string text)
    {
        try
        {
            // The last column stays empty: a full line would continue on the next one. Some terminals do not have a size.
            var columns = (width() is > 1 and var known ? known : DefaultWidth) - 1;
            var shown = TerminalText.Clean(text);
            shown = shown.Length > columns ? shown[..columns] : shown;
            if (shown.Length + _shownLength > 0)
            {
                // Spaces instead of an escape sequence, which not every terminal supports.
                output.Write("\r" + shown.PadRight(_shownLength) + (shown.Length == 0 ? "\r" : string.Empty));
                output.Flush();
                _shownLength = shown.Length;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Progress is not worth an error.
        }
    }
}
