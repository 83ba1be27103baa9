namespace TokenTools.Onedata.Caveats;

/// <summary>What is wrong with a value of a caveat. Becomes the error that suits the source of the value.</summary>
internal sealed class CaveatProblem(string errorId, params object?[] arguments)
{
    /// <summary>The error where the value was specified by a setting.</summary>
    public TokenArgumentException AsArgument(string settingKey) => new(settingKey, errorId, arguments);

    /// <summary>The error where the value is part of a text or of JSON.</summary>
    public TokenFormatException AsFormat() => new(errorId, arguments);
}
