namespace TokenTools;

/// <summary>A problem with a token or a connection that is not an error.</summary>
public sealed class TokenWarning
{
    private readonly MessageText _text;

    internal TokenWarning(string id, params object?[] arguments)
    {
        _text = new MessageText(id, arguments);
    }

    /// <summary>A stable name for this kind of warning. Messages may change between versions.</summary>
    public string Id => _text.Name;

    /// <summary>The warning in a sentence or two; contains no secret.</summary>
    public string Message => _text.Render(Vocabulary);

    /// <summary>
    /// The names of settings and commands in the message: the front end's vocabulary, or one with the sources of the values.
    /// </summary>
    internal Vocabulary Vocabulary
    {
        get => field ?? Vocabulary.Current;
        set;
    }

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
