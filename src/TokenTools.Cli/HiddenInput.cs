using System;
using System.Threading;

namespace TokenTools.Cli;

/// <summary>
/// Keeps the echo of the terminal off until the input is complete. The handler of a signal may run later than that: the echo then stays on.
/// </summary>
internal sealed class HiddenInput : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Action<bool> _setEcho;
    private bool _isComplete;

    /// <param name="setEcho">Turns the echo on or off.</param>
    public HiddenInput(Action<bool> setEcho)
    {
        _setEcho = setEcho;
        setEcho(false);
    }

    /// <summary>Turns the echo on before the process is stopped.</summary>
    public void Suspend()
    {
        lock (_gate)
        {
            if (!_isComplete)
            {
                _setEcho(true);
            }
        }
    }

    /// <summary>Turns the echo off when the process continues, and prompts again.</summary>
    public void Resume(Action writePrompt)
    {
        lock (_gate)
        {
            if (!_isComplete)
            {
                _setEcho(false);
                writePrompt();
            }
        }
    }

    /// <summary>Turns the echo on: the input is complete.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isComplete = true;
            _setEcho(true);
        }
    }
}
