using System.Collections.Generic;
using System.CommandLine;
using TokenTools.Onedata;
using TokenTools.Sandbox;

namespace TokenTools.Cli;

/// <summary>The options for a connection to a Onezone or to a sandbox. Settings without an option are read from the environment.</summary>
internal sealed class OnezoneOptionGroup
{
    private readonly SettingOptions<OnezoneConnectionOptions> _settings;
    private readonly Option _uri;
    private readonly Option<string?> _rootTokenFile = new("--root-token-file")
    {
        Description = "A provider's /etc/op_worker/provider_root_token.json, instead of an access token.",
        HelpName = "file",
    };

    private readonly SecretSource _token = new("--token", OnezoneEnvironment.ApiKey, "access token");
    private readonly Option _userName;
    private readonly SecretSource _password = new("--password", null, "password, for signing in with --user-name instead of a token");
    private readonly Option<bool> _asProvider = new("--as-provider")
    {
        Description = "With --sandbox: connects as its Oneprovider, not as its user.",
    };

    private readonly HttpOptionGroup _http;

    public OnezoneOptionGroup(CliCommand command)
    {
        _settings = new SettingOptions<OnezoneConnectionOptions>(command);
        _uri = _settings.Add(nameof(OnezoneConnectionOptions.Uri), "The zone's host or https address. Or ONEZONE_HOST.", "uri");
        command.Add(_token);
        command.Add(_rootTokenFile);
        _userName = _settings.Add(
            nameof(OnezoneConnectionOptions.UserName), "The user's name, for signing in with a password instead of a token.", "name");
        command.Add(_password);
        command.Add(_asProvider);
        _http = new HttpOptionGroup(command);
    }

    /// <summary>The options for the address and credentials.</summary>
    public IEnumerable<Option> ServiceOptions => [_uri, _token.File, _rootTokenFile, _userName, _password.File];

    /// <summary>Creates the connection.</summary>
    /// <exception cref="TokenException">The options are invalid, incomplete, or cannot be used together.</exception>
    public OnezoneConnection Connect(CommandContext context, TokenSandbox? sandbox)
    {
        foreach (var (first, second) in new[]
        {
            (_rootTokenFile, _token.File), (_userName, _token.File), (_userName, _rootTokenFile),
        })
        {
            context.Parsed.RejectBoth(first, second);
        }

        if (_password.IsSpecified(context.Parsed) && !context.Parsed.IsSpecified(_userName))
        {
            throw CliText.ArgumentError(_password.File.Name, nameof(CliMessages.OptionRequiresOther), _password.File.Name, _userName.Name);
        }

        var asProvider = context.Parsed.IsOn(_asProvider);
        if (asProvider && sandbox is null)
        {
            throw CliText.ArgumentError(_asProvider.Name, nameof(CliMessages.OptionRequiresOther), _asProvider.Name, "--sandbox");
        }

        var http = _http.Read(context, sandbox: sandbox is not null);
        var environment = new EnvironmentSource();
        var options = sandbox?.ToOnezoneOptions(asProvider, http)
            ?? _settings.Read(context.Parsed, new OnezoneConnectionOptions { Http = http });
        if (sandbox is null)
        {
            Complete(options, context, environment);
        }

        var connection = environment.Connect(() => OnezoneConnection.Create(options));
        context.Note(connection.Around);
        context.Warn(connection.Warnings);
        foreach (var remark in connection.Remarks)
        {
            context.Note(remark);
        }

        return connection;
    }

    private void Complete(OnezoneConnectionOptions options, CommandContext context, EnvironmentSource environment)
    {
        OnezoneEnvironment.Complete(options, environment);
        if (options.Uri is null)
        {
            throw CliText.NoConnection("Onezone", _uri, OnezoneEnvironment.Host);
        }

        if (options.UserName is not null)
        {
            options.Password = _password.Read(context);
            return;
        }

        options.Token = context.Parsed.GetValue(_rootTokenFile) is { } file ? ProviderRootToken.Read(file)
            : _token.IsSpecified(context.Parsed) ? _token.Read(context)
            : OnezoneEnvironment.Secret(environment) ?? _token.Read(context);
    }
}
