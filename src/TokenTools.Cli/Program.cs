namespace TokenTools.Cli;

/// <summary>The entry point.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        using var interruption = new Interruption();
        var result = CommandRunner.RunAsync(arguments, new Terminal(), interruption.Token).GetAwaiter().GetResult();
        return result.ExitCode == ExitCode.Interrupted ? Interruption.SignalExitCode ?? result.ExitCode : result.ExitCode;
    }
}
