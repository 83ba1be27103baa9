using System;
using System.Globalization;
using System.IO;

namespace TokenTools.PowerShell.Leaks;

/// <summary>Records what is written to the console, past all streams. The console gets nothing of it, because it may be the secret.</summary>
internal sealed class ConsoleRecording : IDisposable
{
#pragma warning disable RS0030 // Not used, but watched.
    private readonly TextWriter _output = Console.Out;
    private readonly TextWriter _error = Console.Error;
    private readonly StringWriter _recordedOutput = new(CultureInfo.InvariantCulture);
    private readonly StringWriter _recordedErrors = new(CultureInfo.InvariantCulture);
    private readonly LeakRecorder _recorder;

    public ConsoleRecording(LeakRecorder recorder)
    {
        _recorder = recorder;
        Console.SetOut(_recordedOutput);
        Console.SetError(_recordedErrors);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Console.SetOut(_output);
        Console.SetError(_error);
        _recorder.Add("Console output", _recordedOutput.ToString());
        _recorder.Add("Console errors", _recordedErrors.ToString());
    }
#pragma warning restore RS0030
}
