using System;

namespace TokenTools;

/// <summary>The base class of all errors of TokenTools.Core.</summary>
/// <remarks>
/// Each has its text in a resource whose name is the <see cref="ErrorId"/>. No message holds a secret: what a service sent is
/// redacted before it becomes part of one.
/// </remarks>
public abstract class TokenException : Exception
{
    private protected TokenException(MessageText text, Exception? inner = null)
        : base(text.Name, inner) => Text = text;

    /// <inheritdoc/>
    public override string Message => Text.Render(Vocabulary);

    /// <summary>A stable name for this kind of error to match on; texts may change between versions.</summary>
    public string ErrorId => Text.Name;

    /// <summary>What to do about the error, in a sentence; null where the message says all.</summary>
    public string? RecommendedAction => Advice?.Render(Vocabulary);

    /// <summary>
    /// True if the service certainly did not apply the request: nothing was created or changed, so that it can be sent again
    /// (RFC 9110 §9.2.2). False if a token exists or may exist.
    /// </summary>
    public abstract bool NeverApplied { get; }

    /// <summary>The message, independent of the front end.</summary>
    internal MessageText Text { get; }

    /// <summary>What to do about the error, independent of the front end.</summary>
    internal MessageText? Advice { get; set; }

    /// <summary>
    /// How the message calls settings and commands: the front end's vocabulary, or one that knows where the values came from.
    /// </summary>
    internal Vocabulary Vocabulary
    {
        get => field ?? Vocabulary.Current;
        set;
    }
}
