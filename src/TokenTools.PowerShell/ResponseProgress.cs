using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>The progress bar of a request without a response, or of a computation: shown after a second, updated once a second.</summary>
/// <param name="write">Writes a record.</param>
/// <param name="computation">What is computed; null if requests are sent.</param>
internal sealed class ResponseProgress(Action<ProgressRecord> write, string? computation = null)
{
    private const int Id = 3;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string _activity = computation ?? ModuleText.Format(nameof(ModuleMessages.ResponseActivity));
    private readonly Stopwatch _stopwatch = Stopwatch.StartNew();
    private Notice? _request;
    private bool _isShown;

    /// <summary>Writes notices until there are no more, and shows a request after which no other notice arrives.</summary>
    public void Consume(BlockingCollection<Notice> notices, Action<Notice> writeNotice)
    {
        while (!notices.IsCompleted)
        {
            if (notices.TryTake(out var notice, Interval))
            {
                Complete();
                // Each request begins with a notice for troubleshooting, which has its method and address.
                _request = notice.Level == NoticeLevel.Debug ? notice : null;
                _stopwatch.Restart();
                writeNotice(notice);
            }
            else if (!notices.IsCompleted)
            {
                Update();
            }
        }

        Complete();
    }

    private void Update()
    {
        var seconds = (int)Math.Round(_stopwatch.Elapsed.TotalSeconds);
        var status = _request is not null
            ? ModuleText.Format(nameof(ModuleMessages.ResponseStatus), DisplayText.Cleaned(_request.Text), seconds)
            : computation is not null ? ModuleText.Format(nameof(ModuleMessages.ComputationStatus), seconds) : null;
        if (status is not null)
        {
            _isShown = true;
            write(new(Id, _activity, status));
        }
    }

    private void Complete()
    {
        _request = null;
        if (_isShown)
        {
            _isShown = false;
            write(new(Id, _activity, " ") { RecordType = ProgressRecordType.Completed });
        }
    }
}
