namespace TokenTools;

/// <summary>Input that does not have the required form, such as a token, a duration or a caveat.</summary>
public sealed class TokenFormatException : TokenException
{
    internal TokenFormatException(string errorId, params object?[] arguments)
        : base(new MessageText(errorId, arguments))
    {
    }

    /// <inheritdoc/>
    public override bool NeverApplied => true;
}
