using System;
using System.Diagnostics;
using System.Management.Automation;

namespace TokenTools.PowerShell;

/// <summary>The progress bar of New-InstallerToken: shown after a second and updated once a second.</summary>
internal sealed class InstallerTokenProgress
{
    private const int Id = 1;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _stopwatch = new();
    private TimeSpan _lastUpdate;

    private static string Activity => ModuleText.Format(nameof(ModuleMessages.InstallerTokenActivity));

    /// <summary>The record that removes the bar; null if it was never shown.</summary>
    public ProgressRecord? Completed => _lastUpdate == TimeSpan.Zero
        ? null
        : new(Id, Activity, " ") { RecordType = ProgressRecordType.Completed };

    /// <summary>Starts the timer, at the first input.</summary>
    public void Start() => _stopwatch.Start();

    /// <summary>The record to write; null if there is nothing new to show.</summary>
    /// <param name="done">The number of processed inputs.</param>
    /// <param name="pending">The number of inputs that are known but not processed.</param>
    /// <param name="isComplete">Whether all inputs are known. Otherwise, percentage and remaining time are unknown.</param>
    public ProgressRecord? Update(int done, int pending, bool isComplete)
    {
        var elapsed = _stopwatch.Elapsed;
        if (elapsed - _lastUpdate < Interval)
        {
            return null;
        }

        _lastUpdate = elapsed;
        var rate = done / elapsed.TotalSeconds;
        var status = isComplete ? nameof(ModuleMessages.ProgressStatus) : nameof(ModuleMessages.ProgressStatusSoFar);
        var text = done == 0 && pending <= 1
            ? ModuleText.Format(nameof(ModuleMessages.ProgressStatusFirst))
            : ModuleText.Format(status, done, rate, pending);
        return new ProgressRecord(Id, Activity, text)
        {
            PercentComplete = isComplete ? (int)(100L * done / Math.Max(1, done + pending)) : -1,
            SecondsRemaining = isComplete && done > 0 ? (int)Math.Min(pending / rate, int.MaxValue) : -1,
        };
    }
}
