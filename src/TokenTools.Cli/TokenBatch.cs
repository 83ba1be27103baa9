using System;
using System.Collections.Generic;
using System.Security;
using System.Threading.Tasks;
using TokenTools.Security;

namespace TokenTools.Cli;

/// <summary>The tokens of a command, which have a result each.</summary>
internal static class TokenBatch
{
    /// <summary>Processes each token. With several, an error is written, and the next token is processed.</summary>
    /// <param name="context">The command line and the terminal.</param>
    /// <param name="tokens">The tokens, in the order of the input.</param>
    /// <param name="run">Processes a token and returns its exit code. Its results are written with <see cref="Write"/>.</param>
    /// <returns>The exit code: that of the first token that has another one than success.</returns>
    public static async Task<int> RunAsync(
        CommandContext context, IReadOnlyList<SecureString> tokens, Func<SecureString, Action<CommandResult>, Task<int>> run)
    {
        if (tokens.Count == 1)
        {
            return await run(tokens[0], context.Write);
        }

        var code = ExitCode.Success;
        for (var i = 0; i < tokens.Count; i++)
        {
            var isFirst = i == 0;
            int one;
            try
            {
                one = await run(tokens[i], result => Write(context, result with { IsOneOfMany = true }, isFirst));
            }
            catch (TokenException error) when (error is not OutputException && !ErrorPolicy.IsFatal(error))
            {
                context.Terminal.WriteError(
                    CliText.Format(nameof(CliMessages.TokenNumber), i + 1, DisplayText.Cleaned(error.Message)), ErrorPolicy.RecommendedAction(error));
                one = ExitCode.Of(error);
            }

            code = code == ExitCode.Success ? one : code;
        }

        return code;
    }

    private static void Write(CommandContext context, CommandResult result, bool isFirst)
    {
        if (!isFirst && context.Form == OutputForm.Text && !context.HasOutputFile)
        {
            context.Terminal.Out.WriteLine();
        }

        context.Write(result);
    }
}
