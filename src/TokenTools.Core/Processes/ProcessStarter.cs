using System;
using System.ComponentModel;
using System.Diagnostics;
using TokenTools.Security;

namespace TokenTools.Processes;

/// <summary>Starts processes, for the commands that run one.</summary>
internal static class ProcessStarter
{
    // ENOENT, and ERROR_FILE_NOT_FOUND on Windows.
    private const int FileNotFound = 2;

#pragma warning disable RS0030 // Callers decide what a process gets; this only starts it.
    /// <summary>Starts a process.</summary>
    /// <param name="start">What to start.</param>
    /// <param name="onExited">Called when it has ended; null for nothing.</param>
    /// <exception cref="TokenArgumentException">It is not found, or cannot be started.</exception>
    public static Process Start(ProcessStartInfo start, Action? onExited = null)
    {
        var process = new Process { StartInfo = start };
        if (onExited is not null)
        {
            process.EnableRaisingEvents = true;
            process.Exited += (_, _) => onExited();
        }

        try
        {
            process.Start();
            return process;
        }
        catch (Win32Exception error)
        {
            process.Dispose();
            var id = error.NativeErrorCode == FileNotFound ? nameof(Messages.CommandNotFound) : nameof(Messages.CommandNotStarted);
            throw new TokenArgumentException("Command", id, DisplayText.Sanitize(start.FileName));
        }
    }
#pragma warning restore RS0030
}
