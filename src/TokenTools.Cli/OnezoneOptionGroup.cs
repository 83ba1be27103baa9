using System;
using System.CommandLine;
using TokenTools.Onedata;
using TokenTools.Sandbox;

namespace TokenTools.Cli;

/// <summary>The options for a connection to a Onezone or to a sandbox. Settings without an option are read from the environment.</summary>
internal sealed class OnezoneOptionGroup
{
    private readonly Option<string?> _uri = new("--uri")
    {
        Description = "The zone's host or https address. Or ONEZONE_HOST.",
        HelpName = "uri",
    };

    private readonly Option<string?> _rootTokenFile = new("--root-token-file")
    {
        Description = "A provider's provider_root_token.txt, instead of an access token.",
        HelpName = "file",
    };

    private readonly SecretSource _token = new("--token", OnezoneEnvironment.ApiKey, "access token");
    private readonly Option<bool> _asProvider = new("--as-provider")
    {
        Description = "With --sandbox: connects as its Oneprovider, not as its user.",
    };

    private readonly HttpOptionGroup _http;

    public OnezoneOptionGroup(CliCommand command, Func<SecretSource, SecretSource> addSecret)
    {
        command.Add(_uri);
        addSecret(_token);
        command.Add(_rootTokenFile);
        command.Add(_asProvider);
        _http = new HttpOptionGroup(command);
    }

    /// <summary>Creates the connection.</summary>
    /// <exception cref="TokenException">The options are invalid, incomplete, or cannot be used together.</exception>
    public OnezoneConnection Connect(CommandContext context, TokenSandbox? sandbox)
    {
        var http = _http.Read(context.Parsed, sandbox: sandbox is not null);
        var environment = new EnvironmentSource();
        var options = sandbox is null ? Options(context, http, environment) : SandboxOptions(context, sandbox, http);
        var connection = environment.Connect(() => OnezoneConnection.Create(options));
        context.Warn(connection.Warnings);
        return connection;
    }

    private OnezoneConnectionOptions SandboxOptions(CommandContext context, TokenSandbox sandbox, Http.HttpOptions http)
    {
        foreach (var option in new[] { _uri, _token.File, _rootTokenFile })
        {
            if (context.Parsed.GetResult(option) is { Implicit: false })
            {
                throw TokenArgumentException.Exclusive("Sandbox", "--sandbox", option.Name);
            }
        }

        return sandbox.ToOnezoneOptions(context.Parsed.GetValue(_asProvider), http);
    }

    private OnezoneConnectionOptions Options(CommandContext context, Http.HttpOptions http, EnvironmentSource environment)
    {
        var rootTokenFile = context.Parsed.GetValue(_rootTokenFile);
        if (context.Parsed.GetValue(_asProvider))
        {
            throw CliText.ArgumentError("AsProvider", nameof(CliMessages.Needs), _asProvider.Name, "--sandbox");
        }

        if (rootTokenFile is not null && _token.IsGiven(context.Parsed))
        {
            throw TokenArgumentException.Exclusive("RootTokenFile", _rootTokenFile.Name, _token.File.Name);
        }

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

        options.Token = rootTokenFile is not null ? ProviderRootToken.Read(rootTokenFile)
            : _token.IsGiven(context.Parsed) ? _token.Read(context)
            : OnezoneEnvironment.Secret(environment) ?? _token.Read(context);
        return options;
    }
}
