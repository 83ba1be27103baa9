using System.Collections.Generic;
using System.Threading.Tasks;
using TokenTools.Onedata;

namespace TokenTools.Cli.Commands;

/// <summary>The command for New-NamedToken.</summary>
internal sealed class NamedTokenCommand : CliCommand
{
    private readonly TokenRequestOptionGroup<NamedTokenSpec> _options;
    private readonly SandboxOption _sandbox = new();
    private readonly OnezoneOptionGroup _onezone;

    public NamedTokenCommand()
        : base("named-token", "Creates a named token at a Onezone, which stores it, or gets the existing one with --get-existing.")
    {
        var settings = new SettingOptions<NamedTokenSpec>(this);
        settings.AddArgument(nameof(NamedTokenSpec.Name), "name", "The name, which is unique among the tokens of its subject.");
        _options = new TokenRequestOptionGroup<NamedTokenSpec>(this, settings);
        settings.Add(
            nameof(NamedTokenSpec.UsageLimit), "How often an invite token can be used: at least 1. By default, any number of times.", "n");
        settings.AddTexts(
            nameof(NamedTokenSpec.Privileges),
            "What an invite token grants, such as space_view. By default, those of a member.",
            "privilege",
            static (spec, texts) => spec.Privileges = texts);
        settings.AddText(
            nameof(NamedTokenSpec.Metadata),
            "The user's own data about the token, as the JSON of an object.",
            "json",
            static (spec, text) => spec.Metadata = text);
        settings.Add(
            nameof(NamedTokenSpec.GetExisting),
            "Gets the existing token of this name, if there is one; an error if it is not valid or differs from the requested one.");
        Add(_sandbox);
        _onezone = new OnezoneOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools named-token oneclient --interface oneclient --get-existing --sandbox",
        "tokentools named-token oneclient --interface oneclient --get-existing --output token   # ONEZONE_HOST, ONEZONE_API_KEY",
        "tokentools named-token workshop --invite-type userJoinSpace --target-id $SPACE_ID --usage-limit 20 --valid-for 8h",
    ];

    protected override bool HasToken => true;

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var request = _options.Read(context.Parsed, new NamedTokenSpec()).Build();
        using var sandbox = _sandbox.Start(context, _onezone.ServiceOptions);
        using var onezone = _onezone.Connect(context, sandbox);
        context.EnsureResultCanBeWritten();
        var token = await onezone.NamedTokens.CreateAsync(request, asPlainText: true, context.Progress, context.CancellationToken);
        context.Warn(token.Decoded.WarningsSince(original: null));
        context.Write(OnedataResult.Of(token) with
        {
            Issued = token.AlreadyExisted
                ? null
                : CliText.Create(nameof(CliMessages.NamedTokenIssued), token.Name, onezone.Uri.Host),
        });
        return ExitCode.Success;
    }
}
