using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.PowerShell;
using Xunit;
using Shell = System.Management.Automation.PowerShell;

namespace TokenTools.FrontEnds.Tests;

/// <summary>The base class of the cmdlets, in this process.</summary>
[Collection("FrontEnds")]
public sealed class TokenCommandTests
{
    [Fact]
    public void Await_OnABusyMachine_DoesNotCancelTheWorkOnLaterInputs()
    {
        var state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Wait-Often", typeof(WaitOftenCommand), helpFileName: null));
        using var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        using var shell = Shell.Create(runspace);
        using var ended = new CancellationTokenSource();
        // They compete for the processors, so that a thread may be interrupted right after it has released the cmdlet's.
        var busy = Enumerable.Range(0, 2 * Environment.ProcessorCount)
            .Select(_ => new Thread(() => SpinWait.SpinUntil(() => ended.IsCancellationRequested)))
            .ToList();
        busy.ForEach(static thread => thread.Start());
        try
        {
            Assert.Equal([WaitOftenCommand.Waits], shell.AddCommand("Wait-Often").Invoke<int>());
        }
        finally
        {
            ended.Cancel();
            busy.ForEach(static thread => thread.Join());
        }
    }

    /// <summary>Waits for work as a cmdlet does for each of its inputs.</summary>
    [Cmdlet(VerbsLifecycle.Wait, "Often")]
    public sealed class WaitOftenCommand : TokenCommand
    {
        public const int Waits = 20000;

        protected override void ProcessRecord()
        {
            var done = 0;
            for (; done < Waits && !Cancellation.IsCancellationRequested; done++)
            {
                Await<int>(static async (progress, _) =>
                {
                    await Task.Yield();
                    progress.Report(new Notice(NoticeLevel.Verbose, "done"));
                    return 0;
                });
            }

            WriteObject(done);
        }
    }
}
