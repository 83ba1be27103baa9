using System;

namespace TokenTools;

/// <summary>Input that does not have the required form, such as a token, a duration or a caveat.</summary>
public sealed class TokenFormatException : TokenException
{
    internal TokenFormatException(string errorId, params object?[] arguments)
        : this(new MessageText(errorId, arguments))
    {
    }

    internal TokenFormatException(MessageText text)
        : base(text)
    {
    }

    /// <inheritdoc/>
    public override string Message => Remainder is null ? base.Message : base.Message + " " + Remainder.Render(Vocabulary);

    /// <inheritdoc/>
    public override bool NeverApplied => true;

    /// <summary>What could be read in spite of the error; null for nothing.</summary>
    internal MessageText? Remainder { get; set; }

    /// <summary>The key of the setting with the input; null if the input is not the value of a setting.</summary>
    internal string? SettingKey { get; private set; }

    /// <summary>Parses the value of a setting, which an error then names.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="key">The setting's key.</param>
    /// <param name="parse">Parses the value.</param>
    /// <exception cref="TokenFormatException">The value does not have the required form.</exception>
    internal static T ForSetting<T>(string key, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (TokenFormatException error)
        {
            error.SettingKey ??= key;
            throw;
        }
    }
}
