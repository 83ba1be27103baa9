using System;
using System.CommandLine;
using TokenTools.Boomi;
using TokenTools.Http;
using TokenTools.Sandbox;

namespace TokenTools.Cli;

/// <summary>The options for a connection to Boomi or to a sandbox. Settings without an option are read from the environment.</summary>
internal sealed class BoomiOptionGroup
{
    private readonly Option<string?> _account = new("--account-id")
    {
        Description = "The account, such as acme-A1B2C3. Or BOOMI_ACCOUNT_ID.",
        HelpName = "id",
    };

    private readonly Option<string?> _user = new("--user-name") { Description = "The user name. Or BOOMI_USERNAME.", HelpName = "name" };
    private readonly Option<string?> _base = new("--base-uri")
    {
        Description = "The Platform API's address; https://api.boomi.com by default. Or BOOMI_API_URL.",
        HelpName = "uri",
    };

    private readonly Option<string?> _override = new("--override-account-id")
    {
        Description = "The account to act for through the Partner API.",
        HelpName = "id",
    };

    private readonly SecretSource _apiToken = new("--api-token", BoomiEnvironment.ApiToken, "platform API token");
    private readonly SecretSource _password = new("--password", null, "password, instead of an API token");
    private readonly HttpOptionGroup _http;

    public BoomiOptionGroup(CliCommand command, Func<SecretSource, SecretSource> addSecret)
    {
        command.Add(_account);
        command.Add(_user);
        addSecret(_apiToken);
        addSecret(_password);
        command.Add(_base);
        command.Add(_override);
        _base.CompletionSources.Add(BoomiConnectionOptions.UnitedStates, BoomiConnectionOptions.GreatBritain);
        _http = new HttpOptionGroup(command);
    }

    /// <summary>Rejects options that cannot be used together.</summary>
    /// <exception cref="TokenArgumentException">Two of them are specified.</exception>
    public void Validate(ParseResult parsed, SandboxOption sandbox)
    {
        if (_apiToken.IsGiven(parsed) && _password.IsGiven(parsed))
        {
            throw TokenArgumentException.Exclusive("Credential", _apiToken.File.Name, _password.File.Name);
        }

        Option[] ofTheService = [_account, _user, _base, _apiToken.File, _password.File];
        if (parsed.GetValue(sandbox) && Array.Find(ofTheService, option => parsed.GetResult(option) is not null) is { } option)
        {
            throw TokenArgumentException.Exclusive("Sandbox", option.Name, sandbox.Name);
        }
    }

    /// <summary>Creates the connection, and writes its warnings.</summary>
    /// <exception cref="TokenArgumentException">A setting is missing or cannot be used.</exception>
    public BoomiConnection Connect(CommandContext context, TokenSandbox? sandbox)
    {
        var http = _http.Read(context.Parsed, BoomiConnectionOptions.DefaultRequestsPerSecond, sandbox: sandbox is not null);
        var environment = new EnvironmentSource();
        var options = sandbox?.ToBoomiOptions(http) ?? Options(context, http, environment);
        options.OverrideAccountId = context.Parsed.GetValue(_override);
        var connection = environment.Connect(() => BoomiConnection.Create(options));
        context.Warn(connection.Warnings);
        return connection;
    }

    private BoomiConnectionOptions Options(CommandContext context, HttpOptions http, EnvironmentSource environment)
    {
        var options = new BoomiConnectionOptions
        {
            AccountId = context.Parsed.GetValue(_account),
            UserName = context.Parsed.GetValue(_user),
            BaseUri = context.Parsed.GetValue(_base),
            IsApiToken = !_password.IsGiven(context.Parsed),
            Http = http,
        };
        BoomiEnvironment.Complete(options, environment);
        if (options.AccountId is null || options.UserName is null)
        {
            throw new TokenArgumentException(
                "Connection",
                nameof(Messages.NoConnection),
                "Boomi",
                CliText.Create(nameof(CliMessages.OptionOrSandbox), options.AccountId is null ? _account.Name : _user.Name),
                options.AccountId is null ? BoomiEnvironment.AccountId : BoomiEnvironment.UserName);
        }

        options.Secret = !options.IsApiToken ? _password.Read(context)
            : _apiToken.IsGiven(context.Parsed) ? _apiToken.Read(context)
            : BoomiEnvironment.Secret(environment) ?? _apiToken.Read(context);
        return options;
    }
}
