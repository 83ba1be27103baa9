namespace TokenTools.Security.Redaction;

/// <summary>A text, or what was decoded from one, in the two forms in which secrets are searched for; each is computed once.</summary>
/// <param name="text">The text.</param>
internal sealed class FoldedText(MappedText text)
{
    /// <summary>The text as it is.</summary>
    public MappedText Text => text;

    /// <summary>Its visible characters, folded.</summary>
    public MappedText Visible => field ??= CharacterFolding.Fold(text, onlyAlphanumeric: false);

    /// <summary>Its letters and digits, folded: the characters by which a secret with separated parts is recognized.</summary>
    public MappedText Alphanumeric => field ??= CharacterFolding.Fold(text, onlyAlphanumeric: true);

    /// <summary>The symbols of <see cref="Visible"/>.</summary>
    public byte[] VisibleSymbols => field ??= Symbols.Of(Visible);

    /// <summary>The symbols of <see cref="Alphanumeric"/>.</summary>
    public byte[] AlphanumericSymbols => field ??= Symbols.Of(Alphanumeric);
}
