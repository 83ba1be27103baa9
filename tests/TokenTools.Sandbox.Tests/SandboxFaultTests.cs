using System;
using System.Threading.Tasks;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests;

public class SandboxFaultTests : SandboxTest
{
    public static TheoryData<SandboxFault, string, string> Invalid { get; } = new()
    {
        { new SandboxFault { StatusCode = 500, Count = 0 }, "Count", nameof(SandboxMessages.SandboxFaultCountInvalid) },
        { new SandboxFault { StatusCode = 199 }, "StatusCode", nameof(SandboxMessages.SandboxFaultStatusInvalid) },
        { new SandboxFault { StatusCode = 600 }, "StatusCode", nameof(SandboxMessages.SandboxFaultStatusInvalid) },
        { new SandboxFault { Delay = TimeSpan.FromSeconds(-1) }, "Delay", nameof(SandboxMessages.SandboxFaultDelayInvalid) },
        { new SandboxFault { Delay = TimeSpan.FromHours(25) }, "Delay", nameof(SandboxMessages.SandboxFaultDelayInvalid) },
        { new SandboxFault { RetryAfter = "soon" }, "RetryAfter", nameof(SandboxMessages.SandboxRetryAfterInvalid) },
        { new SandboxFault(), "StatusCode", nameof(SandboxMessages.SandboxFaultEmpty) },
        { new SandboxFault { Match = "x", Count = 2 }, "StatusCode", nameof(SandboxMessages.SandboxFaultEmpty) },
        { new SandboxFault { Body = "", BodyBytes = [] }, "BodyBytes", nameof(SandboxMessages.SandboxFaultBodyTwice) },
        { new SandboxFault { StatusCode = 204, Body = "x" }, "Body", nameof(SandboxMessages.SandboxFaultBodyNotAllowed) },
        { new SandboxFault { StatusCode = 304, BodyBytes = [1] }, "Body", nameof(SandboxMessages.SandboxFaultBodyNotAllowed) },
        { new SandboxFault { StatusCode = 500, Truncate = true }, "Truncate", nameof(SandboxMessages.SandboxFaultTruncateWithoutBody) },
        { new SandboxFault { RedirectTo = "/", Truncate = true }, "Truncate", nameof(SandboxMessages.SandboxFaultTruncateWithoutBody) },
        { Reset(new SandboxFault { StatusCode = 500 }), "StatusCode", nameof(SandboxMessages.SandboxFaultResetWithResponse) },
        { Reset(new SandboxFault { RetryAfter = "1" }), "RetryAfter", nameof(SandboxMessages.SandboxFaultResetWithResponse) },
        { Reset(new SandboxFault { Truncate = true }), "Truncate", nameof(SandboxMessages.SandboxFaultResetWithResponse) },
        { Reset(new SandboxFault { Body = "x" }), "Body", nameof(SandboxMessages.SandboxFaultResetWithResponse) },
        { Reset(new SandboxFault { BodyBytes = [1] }), "BodyBytes", nameof(SandboxMessages.SandboxFaultResetWithResponse) },
        { Reset(new SandboxFault { ContentType = "x/y" }), "ContentType", nameof(SandboxMessages.SandboxFaultResetWithResponse) },
        { Reset(new SandboxFault { Headers = { ["X"] = "y" } }), "Header", nameof(SandboxMessages.SandboxFaultResetWithResponse) },
        { Reset(new SandboxFault { RedirectTo = "/" }), "RedirectTo", nameof(SandboxMessages.SandboxFaultResetWithResponse) },
    };

    public static TheoryData<SandboxFault> Valid { get; } =
    [
        new SandboxFault { StatusCode = 200 },
        new SandboxFault { StatusCode = 599, Body = "", Truncate = true },
        new SandboxFault { Delay = TimeSpan.Zero },
        new SandboxFault { Delay = TimeSpan.FromDays(1), Reset = SandboxReset.AfterHandling },
        new SandboxFault { RetryAfter = "1" },
        new SandboxFault { Truncate = true },
        new SandboxFault { ContentType = "x/y" },
        new SandboxFault { Headers = { ["X"] = "y" } },
        new SandboxFault { RedirectTo = "/", StatusCode = 301 },
    ];

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Enqueue_InvalidFault_ThrowsAndAddsNone(SandboxFault fault, string setting, string errorId)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Sandbox.Faults.Enqueue([new SandboxFault { StatusCode = 500 }, fault]));
        Assert.Equal((setting, errorId), (error.ParameterName, error.ErrorId));
        Assert.Equal(errorId, Assert.Throws<TokenArgumentException>(() => Sandbox.Faults.Enqueue(fault)).ErrorId);
        Assert.Equal(0, Sandbox.Faults.Pending);
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void Enqueue_ValidFault_AddsIt(SandboxFault fault)
    {
        Sandbox.Faults.Enqueue(fault);
        Assert.Equal(1, Sandbox.Faults.Pending);
    }

    [Theory]
    [InlineData(25, "25h")]
    [InlineData(-2, "-2h")]
    public void Enqueue_DelayOutOfRange_MessageShowsDuration(int hours, string typed)
    {
        Assert.Equal(TimeSpan.FromHours(hours), Duration.ParseSigned(typed));
        var fault = new SandboxFault { Delay = TimeSpan.FromHours(hours) };
        var error = Assert.Throws<TokenArgumentException>(() => Sandbox.Faults.Enqueue(fault));
        Assert.Equal("The delay " + typed + " is out of range. Specify 0 to 1 day, such as 5s.", error.Message);
    }

    [Fact]
    public async Task Enqueue_LaterChanges_HaveNoEffect()
    {
        var fault = new SandboxFault { StatusCode = 500, BodyBytes = [1], Headers = { ["X-Fault"] = "yes" } };
        Sandbox.Faults.Enqueue(fault);
        fault.StatusCode = 404;
        fault.BodyBytes[0] = 2;
        fault.Headers.Clear();
        using var response = await MintAsync();
        Assert.Equal(500, (int)response.StatusCode);
        Assert.Equal([1], await response.Content.ReadAsByteArrayAsync());
        Assert.True(response.Headers.Contains("X-Fault"));
    }

    [Theory]
    [InlineData(false, false, SandboxReset.None)]
    [InlineData(true, false, SandboxReset.BeforeHandling)]
    [InlineData(true, true, SandboxReset.AfterHandling)]
    public void ToReset_Switches_GiveValue(bool reset, bool afterHandling, SandboxReset expected) =>
        Assert.Equal(expected, SandboxFault.ToReset(reset, afterHandling));

    [Fact]
    public void ToReset_AfterHandlingWithoutReset_Throws()
    {
        var error = Assert.Throws<TokenArgumentException>(() => SandboxFault.ToReset(reset: false, afterHandling: true));
        Assert.Equal(
            ("AfterHandling", nameof(SandboxMessages.SandboxFaultAfterHandlingWithoutReset)), (error.ParameterName, error.ErrorId));
    }

    private static SandboxFault Reset(SandboxFault fault)
    {
        fault.Reset = SandboxReset.BeforeHandling;
        return fault;
    }
}
