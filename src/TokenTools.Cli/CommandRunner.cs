using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;
using TokenTools.Security;

namespace TokenTools.Cli;

/// <summary>Parses a command line, runs its command, and turns every failure into a message and an exit code.</summary>
internal static class CommandRunner
{
    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The arguments without the program's name.</param>
    /// <param name="terminal">Where results and messages are written.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    public static async Task<RunResult> RunAsync(string[] arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        Vocabulary.Current = new CommandLineVocabulary();
        try
        {
            if (Suggestions.IsRequested(arguments))
            {
                foreach (var word in Suggestions.Of(arguments, terminal))
                {
                    terminal.Out.WriteLine(word);
                }

                terminal.Flush();
                return new RunResult(ExitCode.Success);
            }

            var root = new TokenToolsCommand(terminal, arguments);
            // No response files: an argument is taken literally.
            var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            Vocabulary.Current = new CommandLineVocabulary(parsed.CommandResult.Command);
            if (root.FindSecretArgument(parsed) is { } refused)
            {
                throw refused;
            }

            if (UsageErrors.FindUnknownOption(parsed) is { } unknown)
            {
                throw unknown;
            }

            if (parsed.Action is ParseErrorAction)
            {
                throw UsageErrors.ToException(parsed);
            }

            var code = await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    // The library's own handler would end the process before a command has reported a token that may exist.
                    ProcessTerminationTimeout = null,
                    Output = terminal.Out,
                    Error = terminal.Error,
                },
                cancellationToken);
            terminal.Flush();
            return new RunResult(code);
        }
        catch (OperationCanceledException error)
        {
            if (error is RequestCanceledException { PossibleEffect: { } possibleEffect })
            {
                terminal.WriteWarning(possibleEffect);
            }

            return new RunResult(ExitCode.Interrupted);
        }
        catch (TokenException error)
        {
            terminal.WriteError(error.Message, ErrorPolicy.RecommendedAction(error));
            return new RunResult(ExitCode.Of(error), error);
        }
        catch (StandardStreamException error) when (error.HasNoReader)
        {
            // Help, or another text of the command line's own: who reads no further, such as head, has what it wanted.
            return new RunResult(ExitCode.Success);
        }
        catch (StandardStreamException error)
        {
            // Help, or another text of the command line's own.
            var failure = new OutputException(error.Message, issued: null);
            terminal.WriteError(failure.Message);
            return new RunResult(ExitCode.Of(failure), failure);
        }
        catch (IOException error)
        {
            terminal.WriteError(DisplayText.Clean(error.Message));
            return new RunResult(ExitCode.Usage);
        }
#pragma warning disable CA1031 // A stack trace is not a message, and may contain a secret.
        catch (Exception error)
        {
            terminal.WriteError(CliText.Format(nameof(CliMessages.Unexpected), error.GetType().Name));
            return new RunResult(ExitCode.Usage);
        }
#pragma warning restore CA1031
        finally
        {
            terminal.ClearProgress();
            terminal.TryFlush();
        }
    }
}

/// <summary>The result of a run.</summary>
/// <param name="ExitCode">The process's exit code.</param>
/// <param name="Error">The error that ended it; null for none, and for one that is not TokenTools' own.</param>
internal sealed record RunResult(int ExitCode, TokenException? Error = null);
