using System;
using System.Management.Automation;
using TokenTools.Http;

namespace TokenTools.PowerShell;

/// <content>Writing Core's notices to the streams.</content>
public abstract partial class TokenCommand
{
    private const int WaitProgressId = 2;

    private bool? _showsDebug;

    private protected void Write(Notice notice)
    {
        if (notice is ProgressNotice progress)
        {
            WriteProgress(new ProgressRecord(WaitProgressId, progress.Activity, progress.Text)
            {
                PercentComplete = progress.PercentComplete,
                SecondsRemaining = (int)Math.Ceiling(progress.Left.TotalSeconds),
                RecordType = progress.Left <= TimeSpan.Zero ? ProgressRecordType.Completed : ProgressRecordType.Processing,
            });
            return;
        }

        if (notice.Level == NoticeLevel.Debug && !ShowsDebug)
        {
            // Its text is not rendered.
            return;
        }

        Action<string> write = notice.Level switch
        {
            NoticeLevel.Warning => text => LastWarning.WriteEvenIfStopping(this, text),
            NoticeLevel.Verbose => WriteVerbose,
            _ => WriteDebug,
        };
        write(notice.Text);
    }

    // As the engine decides it: once for each invocation.
    private bool ShowsDebug => _showsDebug ??= MyInvocation.BoundParameters.ContainsKey("Debug")
        || SessionState.PSVariable.GetValue("DebugPreference") is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    // The engine has written the message before it asks, and a host without a user throws what it likes.
    private static void Write(Action<string> write, string text)
    {
        try
        {
            write(text);
        }
        catch (Exception error) when (error is not (PipelineStoppedException or ActionPreferenceStopException))
        {
        }
    }
}
