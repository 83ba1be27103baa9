using System;
using System.Management.Automation;

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
}
