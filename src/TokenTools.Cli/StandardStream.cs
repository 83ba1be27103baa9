using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TokenTools.Cli;

/// <summary>A standard stream that is not a terminal, with the errors that the streams of <see cref="Console"/> hide.</summary>
/// <remarks>
/// Those drop what they write to a pipe without a reader (dotnet/runtime: ConsolePal.Unix.cs and ConsolePal.Windows.cs, Write). And
/// where a stream was closed before the process started, its number is soon that of a file that the runtime opens: a token must not
/// be written there, and reading there may never end.
/// </remarks>
internal sealed partial class StandardStream : Stream
{
    public const int Input = 0, Output = 1, Error = 2;

    // errno.h: the same numbers on Linux and macOS, except EAGAIN.
    private const int EIntr = 4, EPipe = 32, EAgainLinux = 11, EAgainDarwin = 35;

    // winerror.h: a pipe without a reader
    private const int ErrorBrokenPipe = 109, ErrorNoData = 232;

    private readonly int _number;

    /// <param name="number">0 for standard input, 1 for standard output, 2 for standard error.</param>
    public StandardStream(int number) => _number = number;

    public override bool CanRead => _number == Input;

    public override bool CanSeek => false;

    public override bool CanWrite => _number != Input;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether the process was started with this stream.</summary>
    public static bool IsOpen(int number)
    {
        // fcntl.h: what a process inherits never has this flag, and what the runtime opens always has it.
        const int GetFlags = 1, CloseOnExec = 1;
        if (OperatingSystem.IsWindows())
        {
            return GetStdHandle(-10 - number) is not (0 or -1);
        }

        var flags = GetDescriptorFlags(number, GetFlags);
        return flags >= 0 && (flags & CloseOnExec) == 0;
    }

    /// <summary>
    /// Whether standard input may have content for this process: a pipe, a file, or an empty device, but not a terminal. A socket, which is
    /// what sshd provides, may stay open without content.
    /// </summary>
    public static bool IsInputPiped() => IsOpen(Input) && Console.IsInputRedirected
        && !(OperatingSystem.IsLinux()
            && new FileInfo("/proc/self/fd/0").LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    /// <summary>False if it is already known that nothing can be written: the stream is closed, or its reader has ended.</summary>
    public static bool CanBeWritten(int number)
    {
        if (!IsOpen(number))
        {
            return false;
        }

        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        var poll = new PollDescriptor { Descriptor = number };
        return Poll(ref poll, 1, 0) <= 0 || (poll.Returned & PollDescriptor.Failed) == 0;
    }

    /// <summary>Whether a terminal has a complete line that was not read.</summary>
    public static bool IsReadable(SafeFileHandle terminal)
    {
        var poll = new PollDescriptor { Descriptor = (int)terminal.DangerousGetHandle(), Awaited = PollDescriptor.In };
        return Poll(ref poll, 1, 0) > 0 && (poll.Returned & PollDescriptor.In) != 0;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (!IsOpen(_number))
        {
            return 0;
        }

        if (OperatingSystem.IsWindows())
        {
            using var input = Console.OpenStandardInput();
            return input.Read(buffer);
        }

        while (true)
        {
            var count = ReadDescriptor(_number, ref MemoryMarshal.GetReference(buffer), buffer.Length);
            if (count >= 0)
            {
                return (int)count;
            }

            WaitOrThrow(PollDescriptor.In);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!IsOpen(_number))
        {
            throw new StandardStreamException(CliText.Format(nameof(CliMessages.StreamClosed)));
        }

        while (buffer.Length > 0)
        {
            ref var start = ref MemoryMarshal.GetReference(buffer);
            if (OperatingSystem.IsWindows())
            {
                buffer = WriteFile(GetStdHandle(-10 - _number), ref start, buffer.Length, out var written, 0)
                    ? buffer[written..]
                    : throw Failed(Marshal.GetLastPInvokeError());
                continue;
            }

            var count = WriteDescriptor(_number, ref start, buffer.Length);
            if (count < 0)
            {
                WaitOrThrow(PollDescriptor.Out);
                continue;
            }

            buffer = buffer[(int)count..];
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static StandardStreamException Failed(int error) =>
        error == (OperatingSystem.IsWindows() ? ErrorNoData : EPipe) || (OperatingSystem.IsWindows() && error == ErrorBrokenPipe)
            ? new(CliText.Format(nameof(CliMessages.StreamWithoutReader))) { HasNoReader = true }
            : new(Marshal.GetPInvokeErrorMessage(error));

    // Another process that has the same terminal or pipe may have made it non-blocking.
    private void WaitOrThrow(short awaited)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error == (OperatingSystem.IsLinux() ? EAgainLinux : EAgainDarwin))
        {
            var poll = new PollDescriptor { Descriptor = _number, Awaited = awaited };
            _ = Poll(ref poll, 1, -1);
        }
        else if (error != EIntr)
        {
            throw Failed(error);
        }
    }

    // Variadic, but without further arguments the calling convention is the same.
    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int GetDescriptorFlags(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadDescriptor(int descriptor, ref byte buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteDescriptor(int descriptor, ref byte buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int timeout);

    [LibraryImport("kernel32")]
    private static partial nint GetStdHandle(int number);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool WriteFile(nint file, ref byte buffer, int count, out int written, nint overlapped);

    // poll.h
    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        // Failed: an error, hung up, or not open.
        public const short In = 1, Out = 4, Failed = 8 | 16 | 32;

        public int Descriptor;
        public short Awaited;
        public short Returned;
    }
}

/// <summary>A standard stream cannot be read or written.</summary>
/// <param name="reason">The reason, as a part of a sentence.</param>
internal sealed class StandardStreamException(string reason) : IOException(reason)
{
    /// <summary>Whether the program that reads the stream has ended.</summary>
    public bool HasNoReader { get; init; }
}
