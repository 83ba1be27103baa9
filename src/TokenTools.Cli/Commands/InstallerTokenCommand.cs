using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Rows;

namespace TokenTools.Cli.Commands;

/// <summary>The command for New-InstallerToken.</summary>
internal sealed class InstallerTokenCommand : CliCommand
{
    private readonly SettingOptions<InstallerTokenSpec> _settings;
    private readonly Option _durationMinutes;
    private readonly Option _validFor;
    private readonly Option<string?> _csv;
    private readonly Option<string?> _throttleLimit;
    private readonly SandboxOption _sandbox = new();
    private readonly BoomiOptionGroup _boomi;

    public InstallerTokenCommand()
        : base("installer-token", "Creates a Boomi installer token.")
    {
        _settings = new SettingOptions<InstallerTokenSpec>(this);
        _settings.AddArgument(
            nameof(InstallerTokenSpec.InstallType),
            "install-type",
            "The install type: " + string.Join(", ", InstallerTokenRequest.InstallTypes.Keys) + ".",
            InstallerTokenRequest.InstallTypes.Keys).Arity = ArgumentArity.ZeroOrOne;
        _durationMinutes = _settings.Add(
            nameof(InstallerTokenSpec.DurationMinutes), "The token's lifetime in minutes: 30 to 1440, 60 by default.", "n");
        _validFor = _settings.Add(
            nameof(InstallerTokenSpec.ValidFor), "The token's lifetime as a duration of whole minutes: 90m, 2h, PT30M; 60m by default.", "duration");
        _settings.Add(
            nameof(InstallerTokenSpec.CloudId), "The runtime cloud's id: required for CLOUD and not allowed for any other type.", "id");
        _csv = Option<string?>(
            "--csv",
            "Creates a token for each row of a CSV file, or - for standard input, with one line of JSON for each. Columns: InstallType, "
                + "DurationMinutes or ValidFor, CloudId, AccountId, OverrideAccountId or overrideAccount, RuntimeName or atomName, and others. "
                + "An option applies to all rows.",
            "file");
        _throttleLimit = Option<string?>("--throttle-limit", "With --csv: the number of concurrent requests: 1 to 256, 1 by default.", "n");
        Add(_sandbox);
        _boomi = new BoomiOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools installer-token ATOM --sandbox",
        "tokentools installer-token MOLECULE --valid-for 30m --account-id acme-A1B2C3 --user-name admin@acme.example "
            + "--api-token-file boomi.txt",
        "tokentools installer-token --csv runtimes.csv --throttle-limit 8 --output-file tokens.jsonl",
        "INSTALL_TOKEN=$(tokentools installer-token ATOM --output token)   # BOOMI_ACCOUNT_ID, BOOMI_USERNAME, BOOMI_API_TOKEN",
    ];

    public override bool HasToken => true;

    protected override async Task<int> RunAsync(CommandContext context)
    {
        if (context.Parsed.GetValue(_csv) is { } file)
        {
            return await RunAllAsync(context, file);
        }

        if (context.Parsed.IsSpecified(_throttleLimit))
        {
            throw CliText.ArgumentError("ThrottleLimit", nameof(CliMessages.OptionRequiresOther), _throttleLimit.Name, _csv.Name);
        }

        var spec = _settings.Read(context.Parsed, new InstallerTokenSpec());
        spec.Build();
        using var sandbox = _sandbox.Start(context, _boomi.ServiceOptions);
        using var boomi = _boomi.Connect(context, sandbox);
        context.EnsureResultCanBeWritten();
        spec.OneTimePassword = _boomi.OneTimePassword(context, boomi);
        var request = spec.Build();
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

    private async Task<int> RunAllAsync(CommandContext context, string file)
    {
        var parsed = context.Parsed;
        if (context.Form != OutputForm.Json)
        {
            throw CliText.ArgumentError("Output", nameof(CliMessages.CsvIsJson), _csv.Name);
        }

        var throttleLimit = SettingParser.ParseNumber(parsed.GetValue(_throttleLimit), "ThrottleLimit") ?? 1;
        var isLifetimeGiven = parsed.IsSpecified(_durationMinutes) || parsed.IsSpecified(_validFor);
        using var text = OpenCsv(context, file);
        var csv = new CsvReader(text);
        using var sandbox = _sandbox.Start(context, _boomi.ServiceOptions);
        using var boomi = _boomi.Connect(context, sandbox);
        if (boomi.RequiresOneTimePassword)
        {
            throw CliText.ArgumentError(BoomiOneTimePassword.Key, nameof(CliMessages.CsvOneTimePassword), _csv.Name);
        }

        context.EnsureResultCanBeWritten();
        return await new InstallerTokenBulk(context, boomi, throttleLimit, row =>
        {
            var spec = new InstallerTokenSpec();
            row.CopyTo(spec, key =>
                isLifetimeGiven && (key is nameof(InstallerTokenSpec.DurationMinutes) or nameof(InstallerTokenSpec.ValidFor)));
            return _settings.Read(parsed, spec);
        }).RunAsync(csv);
    }

    private StreamReader OpenCsv(CommandContext context, string file)
    {
        try
        {
            var stream = file == "-"
                ? context.Terminal.OpenInput(_csv.Name)
                : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            return new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw CliText.ArgumentError(CsvReader.Key, nameof(CliMessages.CsvUnreadable), _csv.Name, FileError.ReasonOf(error, file));
        }
    }

    // The token exists and cannot be revoked, so it must not be lost. It is written as JSON in every form: a script that expects only the
    // token and ignores the exit code must not install into the wrong account, and a masked token would be lost.
    private static int WriteWithProblem(CommandContext context, InstallerToken token, TokenException problem)
    {
        var json = token.ToString();
        try
        {
            context.Write(new CommandResult(json)
            {
                Token = json,
                Text = json + "\n",
                Issued = token.NotReturned,
                NewSecrets = [token.Secret.Reveal()],
            });
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
        NewSecrets = [token.Secret.Reveal()],
        Issued = token.NotReturned,
        Rows =
        [
            ("InstallType", token.InstallType),
            ("AccountId", token.AccountId),
            ("CloudId", token.CloudId),
            ("Created", TimeText.WithZone(token.Created)),
            ("Expires", TimeText.WithZone(token.Expiration) + " (" + TimeText.Left(token.TimeLeft) + ")"),
            ("DurationMinutes", token.DurationMinutes.ToString(CultureInfo.InvariantCulture)),
            ("Token", token.InstallType.ToLowerInvariant() + "-" + Security.Redactor.Mask),
        ],
    };
}
