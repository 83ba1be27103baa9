using System.CommandLine;
using System.Linq;
using TokenTools.Onedata;

namespace TokenTools.Cli;

/// <summary>The options that requests for temporary and named tokens have in common.</summary>
/// <typeparam name="TSpec">The type of the spec.</typeparam>
internal sealed class TokenRequestOptionGroup<TSpec>
    where TSpec : TokenRequestSpec
{
    private readonly CaveatOptionGroup _caveats;

    /// <param name="command">The command that the options are added to.</param>
    /// <param name="settings">The options of the spec, with the command's own arguments before the type.</param>
    /// <param name="expiryByDefault">When the token expires if no option specifies it: a sentence of the help.</param>
    public TokenRequestOptionGroup(Command command, SettingOptions<TSpec> settings, string expiryByDefault)
    {
        Settings = settings;
        settings.AddArgument(nameof(TokenRequestSpec.Type), "type", "access (default), identity or invite.", TokenRequestSpec.Types)
            .Arity = ArgumentArity.ZeroOrOne;
        settings.Add(
            nameof(TokenRequestSpec.InviteType),
            "The invite type, such as userJoinCluster; implies the type invite.",
            "type",
            InviteType.All.Select(static type => type.Name));
        settings.Add(
            nameof(TokenRequestSpec.TargetId),
            "The id of the group, space, cluster, harvester, inventory or user of an invite token; "
                + "with registerOneprovider, the connection's own user by default.",
            "id");
        settings.Add(
            nameof(TokenRequestSpec.For),
            "The subject of the token: user or provider (the connection's own), or another one as usr-ID or prv-ID.",
            "subject",
            "user",
            "provider");
        _caveats = new CaveatOptionGroup(command, expiryByDefault);
    }

    /// <summary>The options of the spec, without those of caveats.</summary>
    public SettingOptions<TSpec> Settings { get; }

    /// <summary>Sets the settings whose options are given.</summary>
    /// <exception cref="TokenException">A value cannot be parsed.</exception>
    public TSpec Read(ParseResult parsed, TSpec spec)
    {
        Settings.Read(parsed, spec);
        _caveats.Read(parsed, spec.Caveats);
        return spec;
    }
}
