using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Cli.Tests;

/// <summary>The terminal of the tests itself.</summary>
public sealed class PseudoTerminalTests : CliTest
{
    private const int Count = 5_000;

    [TerminalFact]
    public async Task TypeAsync_ProgramAsksForTheCursorMeanwhile_BothArrive()
    {
        // A response has six characters.
        var script = File("ask.sh", "stty raw -echo\ni=0\nwhile [ $i -lt " + Count + " ]; do printf '\\033[6n'; i=$((i + 1)); done\n"
            + "head -c " + (7 * Count) + " | tr -d '\\033[;R1' | wc -c\n");
        using var terminal = new PseudoTerminal("sh '" + script + "'", Folder);
        await terminal.WaitForAsync("\u001b[6n");
        for (var i = 0; i < Count; i++)
        {
            await terminal.TypeAsync("x");
        }

        Assert.Equal(0, await terminal.EndAsync());
        Assert.Contains(Count.ToString(System.Globalization.CultureInfo.InvariantCulture), terminal.Output, System.StringComparison.Ordinal);
    }
}
