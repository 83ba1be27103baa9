using System.Linq;
using System.Threading.Tasks;
using Xunit.MicrosoftTestingPlatform;

namespace TokenTools.Core.Mutation;

internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["mutants", .. var rest] => MutantRunner.RunAsync(rest),
        _ when args.Contains("--server") =>
            TestPlatformTestFramework.RunAsync(args, Tests.SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
    };
}
