namespace TokenTools.Onedata.Caveats;

/// <summary>What is wrong with one value of a caveat; becomes the error that suits where the value came from.</summary>
internal sealed class CaveatProblem(string errorId, params object?[] arguments)
{
    public TokenArgumentException AsArgument(string parameterName) => new(parameterName, errorId, arguments);

    public TokenFormatException AsFormat() => new(errorId, arguments);
}
