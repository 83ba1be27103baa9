namespace TokenTools.Onedata;

/// <summary>The generation of a subject's temporary tokens. Revoking them starts the next one.</summary>
public sealed class TemporaryTokenGeneration
{
    internal TemporaryTokenGeneration(string subject, long generation)
    {
        Subject = subject;
        Generation = generation;
    }

    /// <summary>The subject, such as <c>usr-ID</c>.</summary>
    public string Subject { get; }

    /// <summary>The number of the generation. A token with a lower one is revoked.</summary>
    public long Generation { get; }

    /// <summary>The subject and the generation.</summary>
    public override string ToString() => Subject + ": " + Generation.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
