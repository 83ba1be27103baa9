namespace TokenTools;

/// <summary>A setting whose value cannot be used; thrown before any request is sent.</summary>
public sealed class TokenArgumentException : TokenException
{
    internal TokenArgumentException(string parameterName, string errorId, params object?[] arguments)
        : this(parameterName, new MessageText(errorId, arguments))
    {
    }

    internal TokenArgumentException(string parameterName, MessageText text)
        : base(text) => ParameterName = parameterName;

    /// <summary>The setting's key, which is the property's name in its spec and the parameter's name in the module.</summary>
    public string ParameterName { get; }
}
