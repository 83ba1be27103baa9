using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using TokenTools.PowerShell;
using TokenTools.Sandbox;
using Xunit;
using Shell = System.Management.Automation.PowerShell;

namespace TokenTools.FrontEnds.Tests;

/// <summary>New-InstallerToken, stopped while no thread is available for its last input. Not while other tests need threads.</summary>
[Collection("ThreadPool")]
public sealed class StoppedBatchTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    [Fact]
    public void Stop_LastInputHasNotBeenStarted_WarnsOfTheTokensThatWereReturned()
    {
        using var sandbox = TokenSandbox.Start();
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([typeof(PowerShellVocabulary).Assembly.Location]);
        using var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        using var threads = new BusyThreadPool();
        using var shell = Shell.Create(runspace);
        var seen = new ConcurrentQueue<object>();
        // Until the first token has arrived, inputs for which nothing is requested.
        shell.AddScript("""
            param($Sandbox, $Seen, $Threads)
            Connect-Boomi -Sandbox $Sandbox
            & {
                'ATOM'
                while ($Seen.Count -eq 0) { 'NOPE' }
                $Threads.Occupy()
                'MOLECULE'
            } | New-InstallerToken -ThrottleLimit 2 -ErrorAction SilentlyContinue | ForEach-Object { $Seen.Enqueue($_) }
            """).AddArgument(sandbox).AddArgument(seen).AddArgument(threads);
        var stopper = new Thread(shell.Stop);
        var isStopped = 0;
        shell.Streams.Progress.DataAdded += (_, _) =>
        {
            // The cmdlet waits for the last input, and has seen no stop.
            if (threads.IsOccupied && Interlocked.Exchange(ref isStopped, 1) == 0)
            {
                stopper.Start();
                SpinWait.SpinUntil(() => shell.InvocationStateInfo.State == PSInvocationState.Stopping, Longest);
                // For StopProcessing, which follows. The stop itself waits for this thread.
                Thread.Sleep(TimeSpan.FromMilliseconds(200));
            }
        };
        shell.Invoke();

        Assert.Equal(1, isStopped);
        stopper.Join();
        Assert.Single(sandbox.MintedTokens);
        Assert.Contains(shell.Streams.Warning, static warning => warning.Message.StartsWith("One token was returned", StringComparison.Ordinal));
    }

    /// <summary>Alone, because it occupies the thread pool.</summary>
    [CollectionDefinition("ThreadPool", DisableParallelization = true)]
    public sealed class Collection;

    /// <summary>The thread pool, without a free thread.</summary>
    private sealed class BusyThreadPool : IDisposable
    {
        private readonly ManualResetEventSlim _ended = new();
        private (int Workers, int Ports) _minimum;
        private (int Workers, int Ports) _maximum;

        public bool IsOccupied { get; private set; }

        public void Occupy()
        {
            ThreadPool.GetMinThreads(out var workers, out var ports);
            _minimum = (workers, ports);
            ThreadPool.GetMaxThreads(out workers, out ports);
            _maximum = (workers, ports);
            var count = ThreadPool.ThreadCount + Environment.ProcessorCount;
            Assert.True(ThreadPool.SetMinThreads(count, _minimum.Ports));
            Assert.True(ThreadPool.SetMaxThreads(count, _maximum.Ports));
            for (var i = 0; i < count; i++)
            {
                ThreadPool.QueueUserWorkItem(_ => _ended.Wait());
            }

            Assert.True(SpinWait.SpinUntil(
                static () =>
                {
                    ThreadPool.GetAvailableThreads(out var available, out var _);
                    return available == 0;
                },
                Longest));
            IsOccupied = true;
        }

        public void Dispose()
        {
            _ended.Set();
            if (_maximum.Workers > 0)
            {
                ThreadPool.SetMaxThreads(_maximum.Workers, _maximum.Ports);
                ThreadPool.SetMinThreads(_minimum.Workers, _minimum.Ports);
            }
        }
    }
}
