using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Security;
using TokenTools.Boomi;
using TokenTools.Sandbox;

namespace TokenTools.Cli;

/// <summary>The options for a connection to Boomi or to a sandbox. Settings without an option are read from the environment.</summary>
internal sealed class BoomiOptionGroup
{
    private readonly SettingOptions<BoomiConnectionOptions> _settings;
    private readonly Option _accountId;
    private readonly Option _userName;
    private readonly Option _overrideAccountId;
    private readonly Option _requireOneTimePassword;
    private readonly SecretSource _apiToken = new("--api-token", BoomiEnvironment.ApiToken, "platform API token") { KeepsLineEnd = true };
    private readonly SecretSource _password = new("--password", null, "password, instead of an API token") { KeepsLineEnd = true };
    private readonly SecretSource _oneTimePassword = new(
        "--one-time-password", null, "code that the authenticator shows now, for a password with two-factor authentication", prompts: false);

    private readonly HttpOptionGroup _http;

    /// <param name="command">The command that the options are added to.</param>
    /// <param name="timeoutSec">What <c>--timeout-sec</c> limits, if it is not one request.</param>
    public BoomiOptionGroup(CliCommand command, string? timeoutSec = null)
    {
        _settings = new SettingOptions<BoomiConnectionOptions>(command);
        _accountId = _settings.Add(
            nameof(BoomiConnectionOptions.AccountId), "The account, such as acme-A1B2C3. Or BOOMI_ACCOUNT_ID.", "id");
        _userName = _settings.Add(nameof(BoomiConnectionOptions.UserName), "The user name. Or BOOMI_USERNAME.", "name");
        command.Add(_apiToken);
        command.Add(_password);
        command.Add(_oneTimePassword);
        _requireOneTimePassword = _settings.Add(
            nameof(BoomiConnectionOptions.RequireOneTimePassword),
            "The password requires a code of the authenticator, which you are prompted for. Or use --one-time-password-file.");
        _settings.Add(
            nameof(BoomiConnectionOptions.BaseUri),
            "The Platform API's address or host; https://api.boomi.com by default. Or BOOMI_API_URL, BOOMI_BASE_URL.",
            "uri",
            BoomiConnectionOptions.UnitedStates,
            BoomiConnectionOptions.GreatBritain);
        _overrideAccountId = _settings.Add(
            nameof(BoomiConnectionOptions.OverrideAccountId), "The account to act for through the Partner API.", "id");
        _http = new HttpOptionGroup(command, timeoutSec);
    }

    /// <summary>The options for the address and credentials.</summary>
    public IEnumerable<Option> ServiceOptions => 
    [
        .. _settings.All.Where(option => option != _overrideAccountId && option != _requireOneTimePassword), _apiToken.File, _password.File,
    ];

    /// <summary>The value of <c>--timeout-sec</c>; null for none.</summary>
    /// <exception cref="TokenArgumentException">It is not a number.</exception>
    public int? TimeoutSec(CommandContext context) => _http.TimeoutSec(context.Parsed, _http.ReadSpec(context, sandbox: false));

    /// <summary>Creates the connection, and writes its warnings.</summary>
    /// <exception cref="TokenArgumentException">A setting is missing or cannot be used.</exception>
    public BoomiConnection Connect(CommandContext context, TokenSandbox? sandbox)
    {
        context.Parsed.RejectBoth(_apiToken.File, _password.File);
        var http = _http.Read(context, BoomiConnectionOptions.DefaultRequestsPerSecond, sandbox: sandbox is not null);
        var environment = new EnvironmentSource();
        var options = _settings.Read(context.Parsed, sandbox?.ToBoomiOptions(http) ?? new BoomiConnectionOptions { Http = http });
        if (sandbox is null)
        {
            Complete(options, context, environment);
        }

        var connection = environment.Connect(() => BoomiConnection.Create(options));
        context.Warn(connection.Warnings);
        foreach (var remark in context.IsVerbose ? connection.Remarks : [])
        {
            context.Terminal.WriteNote(remark.Render(environment.Vocabulary));
        }

        return connection;
    }

    /// <summary>The code for a call, from the file or the keyboard; null if the connection requires none.</summary>
    /// <exception cref="TokenArgumentException">There is no code, or it cannot be read.</exception>
    public SecureString? OneTimePassword(CommandContext context, BoomiConnection connection) =>
        connection.RequiresOneTimePassword || _oneTimePassword.IsGiven(context.Parsed) ? _oneTimePassword.Read(context) : null;

    private void Complete(BoomiConnectionOptions options, CommandContext context, EnvironmentSource environment)
    {
        BoomiEnvironment.Complete(options, environment);
        if (options.AccountId is null)
        {
            throw CliText.NoConnection("Boomi", _accountId, BoomiEnvironment.AccountId);
        }

        if (options.UserName is null)
        {
            throw CliText.NoConnection("Boomi", _userName, BoomiEnvironment.UserName);
        }

        options.IsApiToken = !_password.IsGiven(context.Parsed);
        options.Secret = !options.IsApiToken ? _password.Read(context)
            : _apiToken.IsGiven(context.Parsed) ? _apiToken.Read(context)
            : BoomiEnvironment.Secret(environment) ?? _apiToken.Read(context);
    }
}
