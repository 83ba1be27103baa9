using System;

namespace TokenTools;

/// <summary>A kind of token that is recognized by its form.</summary>
/// <param name="nameId">The message that is its name with an article, such as "a Onedata token".</param>
/// <param name="isMatch">True for text, without surrounding white space, that is certainly such a token.</param>
internal sealed class TokenKind(string nameId, Func<string, bool> isMatch)
{
    /// <summary>The name with an article.</summary>
    public MessageText Name { get; } = new(nameId);

    /// <summary>True for text, without surrounding white space, that is certainly such a token.</summary>
    public bool IsMatch(string text) => isMatch(text);
}
