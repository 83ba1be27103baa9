namespace TokenTools;

/// <summary>The value of a setting is invalid. Thrown before a request is sent.</summary>
public sealed class TokenArgumentException : TokenException
{
    internal TokenArgumentException(string parameterName, string errorId, params object?[] arguments)
        : this(parameterName, new MessageText(errorId, arguments))
    {
    }

    internal TokenArgumentException(string parameterName, MessageText text)
        : base(text) => ParameterName = parameterName;

    /// <inheritdoc/>
    public override bool NeverApplied => true;

    /// <summary>The error for two settings that cannot be used together.</summary>
    /// <param name="key">The key of the setting that the error is about.</param>
    /// <param name="first">One of the settings: its key, or a text that names it.</param>
    /// <param name="second">The other one.</param>
    internal static TokenArgumentException Exclusive(string key, object first, object second) =>
        new(key, nameof(Messages.SettingsExclusive), first, second);

    /// <summary>The setting's key, which is the property's name in its spec and the parameter's name in the module.</summary>
    public string ParameterName { get; }
}
