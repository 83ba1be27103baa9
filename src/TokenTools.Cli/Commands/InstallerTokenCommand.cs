using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Threading.Tasks;
using TokenTools.Boomi;

namespace TokenTools.Cli.Commands;

/// <summary>The command for New-InstallerToken.</summary>
internal sealed class InstallerTokenCommand : CliCommand
{
    private readonly Argument<string> _type = new("install-type")
    {
        Description = "What the token installs: " + string.Join(", ", InstallerTokenRequest.InstallTypes.Keys) + ".",
    };

    private readonly Option<string?> _minutes;
    private readonly DurationOption _validFor = new("--valid-for", "The token's lifetime as a duration of whole minutes: 90m, 2h, PT30M.");
    private readonly Option<string?> _cloud;
    private readonly SandboxOption _sandbox = new();
    private readonly BoomiOptionGroup _boomi;

    public InstallerTokenCommand()
        : base("installer-token", "Creates a Boomi installer token.")
    {
        Add(_type);
        _type.CompletionSources.Add([.. InstallerTokenRequest.InstallTypes.Keys]);
        _minutes = Option<string?>("--duration-minutes", "The token's lifetime in minutes: 30 to 1440, 60 by default.", "n");
        Add(_validFor);
        _cloud = Option<string?>("--cloud-id", "The runtime cloud's id: required for CLOUD and not allowed for any other type.", "id");
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
        "tokentools installer-token MOLECULE --valid-for 30m --account-id acme-A1B2C3 --user-name admin@acme.example "
            + "--api-token-file boomi.txt",
        "INSTALL_TOKEN=$(tokentools installer-token ATOM --output token)   # BOOMI_ACCOUNT_ID, BOOMI_USERNAME, BOOMI_API_TOKEN",
    ];

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var request = new InstallerTokenSpec
        {
            InstallType = context.Parsed.GetValue(_type),
            DurationMinutes = context.Parsed.GetValue(_minutes),
            ValidFor = _validFor.Read(context.Parsed),
            CloudId = context.Parsed.GetValue(_cloud),
        }.Build();
        _boomi.Validate(context.Parsed, _sandbox);
        using var sandbox = _sandbox.Start(context);
        using var boomi = _boomi.Connect(context, sandbox);
        var outcome = await boomi.IssueAsync(request, asPlainText: true, context.Progress, context.CancellationToken);
        switch (outcome)
        {
            case IssueOutcome<InstallerToken>.Issued { Problem: null, Token: var token }:
                context.Write(Result(token, token.Secret.Reveal()));
                return ExitCode.Success;
            case IssueOutcome<InstallerToken>.Issued { Problem: { } problem, Token: var token }:
                return WriteWithProblem(context, token, problem);
            case IssueOutcome<InstallerToken>.Rejected { Error: var error }:
                throw error;
            case IssueOutcome<InstallerToken>.NotSent { Error: { } error }:
                throw error;
            case IssueOutcome<InstallerToken>.Unknown { Error: { } error }:
                throw error;
            case IssueOutcome<InstallerToken>.Unknown unknown:
                context.Terminal.WriteWarning(boomi.MayExist(request, unknown.LatestExpiration).ToString());
                throw new OperationCanceledException(context.CancellationToken);
            default:
                throw new OperationCanceledException(context.CancellationToken);
        }
    }

    // The token exists and cannot be revoked, so it must not be lost. It is written as JSON even if only the token was requested: a
    // script that ignores the exit code must not install into the wrong account.
    private static int WriteWithProblem(CommandContext context, InstallerToken token, TokenException problem)
    {
        context.Write(Result(token, token.ToString()));
        context.Terminal.WriteError(problem.Message, context.Parsed.GetValue(CommonOptions.Output) == OutputForm.Text
            ? problem.RecommendedAction
            : CliText.Format(nameof(CliMessages.InstallerTokenWritten), problem.RecommendedAction));
        return ExitCode.Of(problem);
    }

    private static CommandResult Result(InstallerToken token, string plainToken) => new(token.ToString())
    {
        Token = plainToken,
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
    };
}
