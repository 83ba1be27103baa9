using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>
/// Runs commands in the test's own process: without the start of a runtime, which is most of the time of a short command. For tests that
/// look at results, messages and exit codes; those of streams, signals and argument lists use <see cref="Tool"/>.
/// </summary>
/// <remarks>The environment and the current folder belong to the process, therefore the tests that use this run one after another.</remarks>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class InProcess
{
    /// <summary>The collection's name.</summary>
    public const string Name = "InProcess";

    /// <summary>Runs a command to its end.</summary>
    internal static Task<Outcome> RunAsync(params string[] arguments) => RunAsync(arguments, null);

    /// <summary>Runs a command to its end.</summary>
    internal static async Task<Outcome> RunAsync(
        IEnumerable<string> arguments,
        Dictionary<string, string?>? environment,
        string? input = null,
        string? folder = null,
        CancellationToken cancellationToken = default)
    {
        using var current = new CurrentFolder(folder);
        using var output = new StringWriter { NewLine = "\n" };
        using var stream = new MemoryStream(new UTF8Encoding(false).GetBytes(input ?? string.Empty));
        return await RunAsync(arguments, environment, output, stream, cancellationToken);
    }

    /// <summary>Runs a command to its end.</summary>
    internal static async Task<Outcome> RunAsync(
        IEnumerable<string> arguments,
        Dictionary<string, string?>? environment,
        StringWriter output,
        Stream input,
        CancellationToken cancellationToken)
    {
        using var scope = new EnvironmentScope(
            Tool.OwnVariables.Select(static name => (name, (string?)null)).Concat((environment ?? []).Select(static pair => (pair.Key, pair.Value))));
        using var error = new StringWriter();
        var result = await CommandRunner.RunAsync([.. arguments], new Terminal(output, error, input), cancellationToken);
        return new Outcome(result.ExitCode, output.ToString(), error.ToString(), ArgumentList: string.Empty);
    }

    /// <summary>Calls an action at each read of standard input, with whether that has ended.</summary>
    internal sealed class ObservedInput(string text, Action<bool> onRead) : MemoryStream(new UTF8Encoding(false).GetBytes(text))
    {
        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            onRead(Position == Length);
            var copied = Math.Min(buffer.Length, (int)(Length - Position));
            ToArray().AsSpan((int)Position, copied).CopyTo(buffer);
            Position += copied;
            return copied;
        }
    }

    /// <summary>Changes the current folder until it is disposed of; null leaves it as it is.</summary>
    private sealed class CurrentFolder : IDisposable
    {
        private readonly string _former = Environment.CurrentDirectory;

        public CurrentFolder(string? path) => Environment.CurrentDirectory = path ?? _former;

        public void Dispose() => Environment.CurrentDirectory = _former;
    }
}
