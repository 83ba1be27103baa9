using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using TokenTools.Http;

namespace TokenTools.PowerShell;

/// <summary>Writes warnings while a pipeline ends, when a cmdlet's streams may be closed.</summary>
internal static class LastWarning
{
    /// <summary>Writes a warning, to the screen if the streams are closed.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="text">The warning.</param>
    /// <param name="canWrite">Whether the cmdlet may still write to its streams.</param>
    public static void Write(TokenCommand cmdlet, string text, bool canWrite)
    {
        try
        {
            if (canWrite && !cmdlet.Stopping)
            {
                cmdlet.WriteWarning(text);
                return;
            }
        }
        catch (Exception error) when (error is PipelineStoppedException or InvalidOperationException or ActionPreferenceStopException)
        {
            // The streams are closed, but the host can still write to the screen.
        }

        cmdlet.Host?.UI?.WriteWarningLine(text);
    }

    /// <summary>
    /// Writes a warning, to the screen if the user is stopping the pipeline: a request that was canceled may have created something.
    /// </summary>
    /// <exception cref="PipelineStoppedException">The pipeline is stopping.</exception>
    public static void WriteEvenIfStopping(TokenCommand cmdlet, string text)
    {
        try
        {
            cmdlet.WriteWarning(text);
        }
        catch (PipelineStoppedException) when (cmdlet.Stopping)
        {
            Write(cmdlet, text, canWrite: false);
            throw;
        }
    }

    /// <summary>Writes the warnings among the notices that are left after the work has ended.</summary>
    public static void Write(TokenCommand cmdlet, BlockingCollection<Notice> notices)
    {
        while (notices.TryTake(out var notice))
        {
            if (notice.Level == NoticeLevel.Warning)
            {
                Write(cmdlet, notice.Text, canWrite: true);
            }
        }
    }
}
