using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;
using System.Threading.Tasks;
using TokenTools.Security;

namespace TokenTools.Cli;

/// <summary>Where it starts.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        var terminal = new Terminal();
        Vocabulary.Current = new CommandLineVocabulary();
        try
        {
            var root = new TokenToolsCommand(terminal);
            // No response files: what stands in an argument is taken as it is.
            var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (root.Refusal(parsed) is { } refused)
            {
                throw refused;
            }

            if (parsed.Action is ParseErrorAction)
            {
                terminal.WriteError(UsageErrors.Describe(parsed));
                return ExitCode.Usage;
            }

            using var stop = new Interruption();
            var code = await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    // The library's own handling ends the process before a command has said what it leaves behind.
                    ProcessTerminationTimeout = null,
                    Output = terminal.Out,
                    Error = terminal.Error,
                },
                stop.Token);
            terminal.Flush();
            return code;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (TokenException error)
        {
            terminal.WriteError(error.Message, error.RecommendedAction);
            return ExitCode.Of(error);
        }
        catch (IOException error)
        {
            terminal.WriteError(Redactor.ByShape.Redact(error.Message));
            return ExitCode.Usage;
        }
#pragma warning disable CA1031 // A stack trace is no message, and may hold what it shouldn't.
        catch (Exception error)
        {
            terminal.WriteError(CliText.Format(nameof(CliMessages.Unforeseen), error.GetType().Name, Redactor.ByShape.Redact(error.Message)));
            return ExitCode.Usage;
        }
#pragma warning restore CA1031
        finally
        {
            terminal.TryFlush();
        }
    }
}
