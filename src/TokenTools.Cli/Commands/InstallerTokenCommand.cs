using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Threading.Tasks;
using TokenTools.Boomi;

namespace TokenTools.Cli.Commands;

/// <summary>New-InstallerToken.</summary>
internal sealed class InstallerTokenCommand : CliCommand
{
    private readonly Argument<string> _type = new("install-type") { Description = "What the token installs: " + string.Join(", ", InstallerTokenRequest.InstallTypes.Keys) + "." };
    private readonly Option<int?> _minutes;
    private readonly DurationOption _validFor = new("--valid-for", "The same as a duration of whole minutes: 90m, 2h, PT30M.");
    private readonly Option<string?> _cloud;
    private readonly SandboxOption _sandbox = new();
    private readonly BoomiOptionGroup _boomi;

    public InstallerTokenCommand()
        : base("installer-token", "Has Boomi make an installer token, with which a runtime is installed into an account.")
    {
        Add(_type);
        _type.CompletionSources.Add([.. InstallerTokenRequest.InstallTypes.Keys]);
        _minutes = Option<int?>("--duration-minutes", "How long it is good for, in minutes: 30 to 1440, 60 by default.", "n");
        Add(_validFor);
        _cloud = Option<string?>("--cloud-id", "The runtime cloud's id: required for CLOUD, refused for any other type.", "id");
        Add(_sandbox);
        _boomi = new BoomiOptionGroup(this, Secret);
    }

    public static IReadOnlyList<string> FirstExamples { get; } =
    [
        "tokentools installer-token ATOM --sandbox",
        "tokentools bootstrap-token --user-name admin --generate-password",
        "tokentools temporary-token --valid-for 10m --sandbox",
    ];

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools installer-token ATOM --sandbox",
        "tokentools installer-token MOLECULE --valid-for 30m --account-id acme-A1B2C3 --user-name admin@acme.example --api-token-file boomi.txt",
        "INSTALL_TOKEN=$(tokentools installer-token ATOM --output token)   # BOOMI_ACCOUNT_ID, BOOMI_USERNAME, BOOMI_API_TOKEN",
    ];

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var validFor = context.Parsed.GetValue(_validFor);
        var minutes = context.Parsed.GetValue(_minutes);
        if (validFor is not null && minutes is not null)
        {
            throw CliText.ArgumentError("ValidFor", nameof(CliMessages.NotBoth), _minutes.Name, _validFor.Name);
        }

        var request = InstallerTokenRequest.Create(
            context.Parsed.GetValue(_type), validFor is { } time ? InstallerTokenRequest.Minutes(time) : minutes, context.Parsed.GetValue(_cloud));
        using var sandbox = _sandbox.Start(context);
        using var boomi = _boomi.Connect(context, sandbox);
        InstallerToken token;
        try
        {
            token = await boomi.CreateInstallerTokenAsync(request, asPlainText: true, context.Progress, context.CancellationToken);
        }
        catch (Http.RequestCanceledException canceled) when (canceled.RequestSent)
        {
            context.Terminal.WriteWarning(MessageText.Format(
                nameof(Messages.InstallerTokenMayExist),
                request.InstallType,
                boomi.EffectiveAccount(request),
                TimeText.CeilingToMinute(boomi.LatestExpiration(request))));
            throw;
        }

        context.Write(new CommandResult(token.ToString())
        {
            Token = (string)token.Token,
            Rows =
            [
                ("InstallType", token.InstallType),
                ("AccountId", token.AccountId),
                ("CloudId", token.CloudId),
                ("Created", TimeText.Local(token.Created)),
                ("Expires", TimeText.Local(token.Expiration) + " (" + TimeText.Left(token.TimeLeft) + ")"),
                ("DurationMinutes", token.DurationMinutes.ToString(CultureInfo.InvariantCulture)),
                ("Token", token.InstallType.ToLowerInvariant() + "-" + Security.Redactor.Mask),
            ],
        });
        return ExitCode.Success;
    }
}
