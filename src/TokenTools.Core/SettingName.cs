namespace TokenTools;

/// <summary>A setting's key as the argument of a message, rendered as the user types it.</summary>
/// <param name="Key">The key, as for <see cref="Vocabulary.Setting"/>.</param>
internal sealed record SettingName(string Key)
{
    /// <summary>The setting in this process's vocabulary.</summary>
    public override string ToString() => Vocabulary.Current.Setting(Key);
}
