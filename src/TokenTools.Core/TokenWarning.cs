namespace TokenTools;

/// <summary>Something about a token that its holder should know, though it is no error.</summary>
public sealed class TokenWarning
{
    private readonly MessageText _text;

    internal TokenWarning(string id, params object?[] arguments)
    {
        _text = new MessageText(id, arguments);
    }

    /// <summary>A stable name for this kind of warning, good to match on; texts may change between versions.</summary>
    public string Id => _text.Name;

    /// <summary>The warning in a sentence or two. Never holds a secret.</summary>
    public string Message => _text.ToString();

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
