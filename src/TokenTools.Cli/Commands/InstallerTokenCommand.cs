using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;
using TokenTools.Boomi;

namespace TokenTools.Cli.Commands;

/// <summary>The command for New-InstallerToken.</summary>
internal sealed class InstallerTokenCommand : CliCommand
{
    private readonly SettingOptions<InstallerTokenSpec> _settings;
    private readonly SandboxOption _sandbox = new();
    private readonly BoomiOptionGroup _boomi;

    public InstallerTokenCommand()
        : base("installer-token", "Creates a Boomi installer token.")
    {
        _settings = new SettingOptions<InstallerTokenSpec>(this);
        _settings.AddArgument(
            nameof(InstallerTokenSpec.InstallType),
            "install-type",
            "What the token installs: " + string.Join(", ", InstallerTokenRequest.InstallTypes.Keys) + ".",
            InstallerTokenRequest.InstallTypes.Keys);
        _settings.Add(nameof(InstallerTokenSpec.DurationMinutes), "The token's lifetime in minutes: 30 to 1440, 60 by default.", "n");
        _settings.Add(
            nameof(InstallerTokenSpec.ValidFor), "The token's lifetime as a duration of whole minutes: 90m, 2h, PT30M.", "duration");
        _settings.Add(
            nameof(InstallerTokenSpec.CloudId), "The runtime cloud's id: required for CLOUD and not allowed for any other type.", "id");
        Add(_sandbox);
        _boomi = new BoomiOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools installer-token ATOM --sandbox",
        "tokentools installer-token MOLECULE --valid-for 30m --account-id acme-A1B2C3 --user-name admin@acme.example "
            + "--api-token-file boomi.txt",
        "INSTALL_TOKEN=$(tokentools installer-token ATOM --output token)   # BOOMI_ACCOUNT_ID, BOOMI_USERNAME, BOOMI_API_TOKEN",
    ];

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var request = _settings.Read(context.Parsed, new InstallerTokenSpec()).Build();
        using var sandbox = _sandbox.Start(context, _boomi.ServiceOptions);
        using var boomi = _boomi.Connect(context, sandbox);
        context.EnsureResultCanBeWritten();
        var outcome = await boomi.IssueAsync(request, asPlainText: true, context.Progress, context.CancellationToken);
        switch (outcome)
        {
            case IssueOutcome<InstallerToken>.Issued { Problem: null, Token: var token }:
                context.Write(Result(token));
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

    // The token exists and cannot be revoked, so it must not be lost. It is written as JSON in every form: a script that expects only the
    // token and ignores the exit code must not install into the wrong account, and a masked token would be lost.
    private static int WriteWithProblem(CommandContext context, InstallerToken token, TokenException problem)
    {
        var json = token.ToString();
        try
        {
            context.Write(new CommandResult(json) { Token = json, Text = json + "\n", Issued = token.NotReturned });
        }
        catch (OutputException)
        {
            context.Terminal.WriteError(problem.Message, problem.RecommendedAction);
            throw;
        }

        context.Terminal.WriteError(
            problem.Message, CliText.Format(nameof(CliMessages.InstallerTokenWritten), problem.RecommendedAction));
        return ExitCode.Of(problem);
    }

    private static CommandResult Result(InstallerToken token) => new(token.ToString())
    {
        Token = token.Secret.Reveal(),
        Issued = token.NotReturned,
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
