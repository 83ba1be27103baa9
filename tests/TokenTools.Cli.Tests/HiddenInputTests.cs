using System.Collections.Generic;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>The echo of the terminal while a secret is typed, and the process is stopped and continued.</summary>
public sealed class HiddenInputTests
{
    private readonly List<bool> _echo = [];
    private int _prompts;

    [Fact]
    public void Resume_AfterSuspend_TurnsTheEchoOffAndPromptsAgain()
    {
        using var input = new HiddenInput(_echo.Add);
        input.Suspend();
        input.Resume(() => _prompts++);

        Assert.Equal([false, true, false], _echo);
        Assert.Equal(1, _prompts);
    }

    [Fact]
    public void Resume_SignalThatIsHandledAfterTheInput_LeavesTheEchoOn()
    {
        var input = new HiddenInput(_echo.Add);
        input.Dispose();
        input.Suspend();
        input.Resume(() => _prompts++);

        Assert.Equal([false, true], _echo);
        Assert.Equal(0, _prompts);
    }
}
