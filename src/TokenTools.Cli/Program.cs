using System.Threading.Tasks;

namespace TokenTools.Cli;

/// <summary>The entry point.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        using var interruption = new Interruption();
        var result = await CommandRunner.RunAsync(arguments, new Terminal(), interruption.Token);
        return result.ExitCode == ExitCode.Interrupted ? Interruption.SignalExitCode ?? result.ExitCode : result.ExitCode;
    }
}
