using System;

namespace TokenTools;

/// <summary>The base class of all errors of TokenTools.Core.</summary>
/// <remarks>
/// The name of each message's resource is the <see cref="ErrorId"/>. No message contains a secret: text from a service is redacted before
/// it becomes part of a message.
/// </remarks>
public abstract class TokenException : Exception
{
    private protected TokenException(MessageText text, Exception? inner = null)
        : base(text.Name, inner) => Text = text;

    /// <inheritdoc/>
    public override string Message => Text.Render(Vocabulary);

    /// <summary>A stable name for this kind of error. Messages may change between versions.</summary>
    public string ErrorId => Text.Name;

    /// <summary>The recommended action, as a sentence; null if the message is sufficient.</summary>
    public string? RecommendedAction => Advice?.Render(Vocabulary);

    /// <summary>
    /// True if the service certainly did not apply the request: nothing was created or changed, so that it can be sent again
    /// (RFC 9110 §9.2.2). False if a token exists or may exist.
    /// </summary>
    public abstract bool NeverApplied { get; }

    /// <summary>The message, independent of the front end.</summary>
    internal MessageText Text { get; }

    /// <summary>The recommended action, independent of the front end.</summary>
    internal MessageText? Advice { get; set; }

    /// <summary>
    /// The names of settings and commands in the message: the front end's vocabulary, or one with the sources of the values.
    /// </summary>
    internal Vocabulary Vocabulary
    {
        get => field ?? Vocabulary.Current;
        set;
    }
}
