using System;
using System.CommandLine;
using TokenTools.Onedata;
using TokenTools.Sandbox;

namespace TokenTools.Cli;

/// <summary>The connection to an Onezone: from options, else from the environment; or to a sandbox.</summary>
internal sealed class OnezoneOptionGroup
{
    private readonly Option<string?> _uri = new("--uri") { Description = "The zone's host or https address. Or ONEZONE_HOST.", HelpName = "uri" };
    private readonly Option<string?> _rootTokenFile = new("--root-token-file")
    {
        Description = "A provider's provider_root_token.txt, in the token's place.",
        HelpName = "file",
    };

    private readonly SecretSource _token = new("--token", OnezoneEnvironment.ApiKey, "access token");
    private readonly Option<bool> _asProvider = new("--as-provider") { Description = "With --sandbox: as its Oneprovider, not as its user." };
    private readonly HttpOptionGroup _http;

    public OnezoneOptionGroup(CliCommand command, Func<SecretSource, SecretSource> addSecret)
    {
        command.Add(_uri);
        addSecret(_token);
        command.Add(_rootTokenFile);
        command.Add(_asProvider);
        _http = new HttpOptionGroup(command);
    }

    public OnezoneConnection Connect(CommandContext context, TokenSandbox? sandbox)
    {
        var http = _http.Read(context.Parsed, sandbox: sandbox is not null);
        var environment = new EnvironmentSource();
        var options = sandbox?.ToOnezoneOptions(context.Parsed.GetValue(_asProvider), http) ?? Options(context, http, environment);
        var connection = environment.Connect(() => OnezoneConnection.Create(options));
        context.Warn(connection.Warnings);
        return connection;
    }

    private OnezoneConnectionOptions Options(CommandContext context, Http.HttpOptions http, EnvironmentSource environment)
    {
        var options = new OnezoneConnectionOptions { Uri = context.Parsed.GetValue(_uri), Http = http };
        OnezoneEnvironment.Complete(options, environment);
        if (options.Uri is null)
        {
            throw new TokenArgumentException(
                "Connection",
                nameof(Messages.NoConnection),
                "Onezone",
                CliText.Create(nameof(CliMessages.OptionOrSandbox), _uri.Name),
                OnezoneEnvironment.Host);
        }

        options.Token = context.Parsed.GetValue(_rootTokenFile) is { } file ? ProviderRootToken.Read(file)
            : _token.IsGiven(context.Parsed) ? _token.Read(context)
            : OnezoneEnvironment.Secret(environment) ?? _token.Read(context);
        return options;
    }
}
