using TokenTools.Processes;
using Xunit;

namespace TokenTools.Core.Tests.Processes;

/// <summary>Arguments on a command line that is a single string.</summary>
public class CommandLineQuotingTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "\"\"")]
    [InlineData("-VatomName=my atom", "\"-VatomName=my atom\"")]
    [InlineData("C:\\a b\\", "\"C:\\a b\\\\\"")]
    [InlineData("C:\\a\\", "C:\\a\\")]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData("a \\\"b", "\"a \\\\\\\"b\"")]
    public void Quote_Argument_IsAsTheParserReadsIt(string argument, string quoted) => Assert.Equal(quoted, CommandLineQuoting.Quote(argument));
}
