namespace TokenTools;

/// <summary>Something about a token that is allowed and probably not meant.</summary>
/// <param name="Id">A stable name to match on.</param>
/// <param name="Message">A sentence that says what and why; holds no secret.</param>
public sealed record TokenWarning(string Id, string Message)
{
    /// <summary>The sentence.</summary>
    public override string ToString() => Message;

    internal static TokenWarning Of(string id, params object?[] arguments) => new(id, TokenException.Text(id, arguments));
}
