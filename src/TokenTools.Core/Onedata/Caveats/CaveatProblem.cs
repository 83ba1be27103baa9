namespace TokenTools.Onedata.Caveats;

/// <summary>A problem with a value of a caveat. Its error depends on the source of the value.</summary>
internal sealed class CaveatProblem(string errorId, params object?[] arguments)
{
    /// <summary>The error if a setting specified the value.</summary>
    public TokenArgumentException AsArgument(string settingKey) => new(settingKey, errorId, arguments);

    /// <summary>The error if the value is part of caveat text or JSON.</summary>
    public TokenFormatException AsFormat() => new(errorId, arguments);
}
