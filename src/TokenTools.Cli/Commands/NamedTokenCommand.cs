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
        : base(
            "named-token",
            "Creates a named token at a Onezone, which stores it, or gets the existing one with --get-existing. Has no expiry by default.")
    {
        var settings = new SettingOptions<NamedTokenSpec>(this);
        settings.AddArgument(nameof(NamedTokenSpec.Name), "name", "The name, which is unique among the tokens of its subject.");
        _options = new TokenRequestOptionGroup<NamedTokenSpec>(this, settings, "By default, it does not expire.");
        settings.Add(
            nameof(NamedTokenSpec.UsageLimit),
            "The number of times that an invite token can be used, 1 or more; unlimited by default.",
            "n");
        settings.AddTexts(
            nameof(NamedTokenSpec.Privileges),
            "The privileges that an invite token grants, such as space_view. By default, those of a member.",
            "privilege",
            static (spec, texts) => spec.Privileges = texts);
        settings.AddText(
            nameof(NamedTokenSpec.Metadata),
            "The user's own data about the token, as the JSON of an object.",
            "json",
            static (spec, text) => spec.Metadata = text);
        settings.Add(
            nameof(NamedTokenSpec.GetExisting),
            "Gets the existing token of this name, if any. It is an error if that is not valid or differs from the requested one.");
        Add(_sandbox);
        _onezone = new OnezoneOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools named-token oneclient --interface oneclient --get-existing --sandbox",
        "tokentools named-token oneclient --interface oneclient --get-existing --output token   # ONEZONE_HOST, ONEZONE_API_KEY",
        "tokentools named-token workshop --invite-type userJoinSpace --target-id $SPACE_ID --usage-limit 20 --valid-for 8h",
    ];

    public override bool HasToken => true;

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var request = _options.Read(context.Parsed, new NamedTokenSpec()).Build();
        using var sandbox = _sandbox.Start(context, _onezone.ServiceOptions);
        using var onezone = _onezone.Connect(context, sandbox);
        context.EnsureResultCanBeWritten();
        NamedToken token;
        // A cancellation does not abort the request that creates it.
        using (context.WarnAtDeadline(() => NamedTokenApi.MayExist(request.Name)))
        {
            token = await onezone.NamedTokens.CreateAsync(request, asPlainText: true, context.Progress, context.CancellationToken);
        }

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
