namespace TokenTools;

/// <summary>A setting's key as a message's argument, rendered as the user can type it.</summary>
/// <param name="Key">The key, as <see cref="Vocabulary.Setting"/> takes it.</param>
internal sealed record SettingName(string Key)
{
    /// <summary>The setting in this process's vocabulary.</summary>
    public override string ToString() => Vocabulary.Current.Setting(Key);
}
