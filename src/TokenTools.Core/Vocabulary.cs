using System.Collections.Generic;

namespace TokenTools;

/// <summary>A front end's names for the settings and commands in Core's messages.</summary>
/// <remarks>
/// A message names a setting by its key (<c>{p:ValidFor}</c>) and a command by its key (<c>{c:NewBootstrapToken}</c>). The module
/// renders them as <c>-ValidFor</c> and <c>New-BootstrapToken</c>, the command line as <c>--valid-for</c> and
/// <c>tokentools bootstrap-token</c>.
/// </remarks>
internal class Vocabulary
{
    /// <summary>Renders every key unchanged. Core uses it without a front end.</summary>
    public static Vocabulary Neutral { get; } = new();

    /// <summary>The vocabulary of this process's front end, set once when it starts.</summary>
    public static Vocabulary Current { get; set; } = Neutral;

    /// <summary>A setting as the user types it, such as <c>-ValidFor</c>.</summary>
    /// <param name="key">The setting's key, which is the property's name in its spec.</param>
    public virtual string Setting(string key) => key;

    /// <summary>A command as the user types it, such as <c>New-BootstrapToken</c>.</summary>
    /// <param name="key">The command's key: the cmdlet's name without its dash.</param>
    public virtual string Command(string key) => key;

    /// <summary>The same vocabulary, with other names for some settings: those of the sources of their values.</summary>
    /// <param name="sources">By key, the name of the source: an environment variable's name, for example.</param>
    public Vocabulary WithSources(IReadOnlyDictionary<string, string> sources) => sources.Count == 0 ? this : new Sourced(this, sources);

    private sealed class Sourced(Vocabulary inner, IReadOnlyDictionary<string, string> sources) : Vocabulary
    {
        public override string Setting(string key) => sources.TryGetValue(key, out var source) ? source : inner.Setting(key);

        public override string Command(string key) => inner.Command(key);
    }
}
