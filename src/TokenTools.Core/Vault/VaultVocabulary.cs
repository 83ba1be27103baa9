namespace TokenTools.Vault;

/// <summary>Settings are those of a table of a vault's parameters.</summary>
/// <param name="inner">The front end's vocabulary, for commands.</param>
/// <param name="place">The table's place in the parameters.</param>
internal sealed class VaultVocabulary(Vocabulary inner, string place) : Vocabulary
{
    /// <inheritdoc/>
    public override string Setting(string key) => key + " of " + place;

    /// <inheritdoc/>
    public override string Command(string key) => inner.Command(key);
}
