using System;
using System.Collections.Concurrent;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using TokenTools.Processes;
using Xunit;

namespace TokenTools.Core.Tests.Processes;

public sealed class OutputDrainTests : IDisposable
{
    private readonly HeldStream _from = new();
    private readonly MemoryStream _to = new();

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
    }

    [Fact]
    public async Task WaitAsync_NoOutput_EndsAfterASecond()
    {
        var clock = new FakeClock();

        await DrainAsync(clock);

        Assert.Equal(1, (clock.Elapsed - TimeSpan.FromHours(1)).TotalSeconds, 3);
    }

    [Fact]
    public async Task WaitAsync_ProcessSuspended_ReadsTheRest()
    {
        // The first delay ends a minute late, and the thread that reads has processor time only later.
        var delays = 0;
        var clock = new FakeClock
        {
            Oversleeps = () =>
            {
                delays++;
                if (delays == 2)
                {
                    _from.Add("output");
                    Requests.Until(() => _from.Reads == 2);
                }

                return delays == 1 ? TimeSpan.FromMinutes(1) : TimeSpan.Zero;
            },
        };

        Assert.Equal("output", await DrainAsync(clock));
        // A second from when there was output.
        Assert.Equal(22, delays);
    }

    [Fact]
    public async Task WaitAsync_OutputHasEnded_EndsImmediately()
    {
        var clock = new FakeClock { Held = true };
        _from.End();

        Assert.Equal(string.Empty, await DrainAsync(clock));
    }

    private async Task<string> DrainAsync(IClock clock)
    {
        var pump = new OutputPump(_from, _to, null);
        var ended = pump.RunAsync();
        Requests.Until(() => _from.Reads == 1);
        await OutputDrain.WaitAsync([pump], ended, clock).WaitAsync(Requests.LongTimeout);
        pump.End();
        return Encoding.UTF8.GetString(_to.ToArray());
    }

    /// <summary>What a command writes, and its background process may write.</summary>
    private sealed class HeldStream : Stream
    {
        private readonly BlockingCollection<byte[]> _output = [];
        private int _reads;

        /// <summary>The number of reads that have started.</summary>
        public int Reads => Volatile.Read(ref _reads);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public void Add(string text) => _output.Add(Encoding.UTF8.GetBytes(text));

        public void End() => _output.CompleteAdding();

        public override int Read(byte[] buffer, int offset, int count)
        {
            Interlocked.Increment(ref _reads);
            if (!_output.TryTake(out var bytes, Timeout.Infinite))
            {
                return 0;
            }

            bytes.CopyTo(buffer, offset);
            return bytes.Length;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            End();
            base.Dispose(disposing);
        }
    }
}
