using System.Collections.Generic;
using System.CommandLine;
using TokenTools.GoodData;
using TokenTools.Sandbox;

namespace TokenTools.Cli;

/// <summary>
/// The options for a connection to an organization of GoodData.CN or to a sandbox. Settings without an option are read from the environment.
/// </summary>
internal sealed class GoodDataOptionGroup
{
    private readonly SettingOptions<GoodDataConnectionOptions> _settings;
    private readonly Option _uri;
    private readonly SecretSource _token = new("--token", GoodDataEnvironment.Token, "bootstrap token, other API token or JSON Web Token");
    private readonly HttpOptionGroup _http;

    public GoodDataOptionGroup(CliCommand command)
    {
        _settings = new SettingOptions<GoodDataConnectionOptions>(command);
        _uri = _settings.Add(
            nameof(GoodDataConnectionOptions.Uri), "The organization's address or host name. Or GOODDATA_HOST.", "uri");
        _settings.Add(
            nameof(GoodDataConnectionOptions.HostHeader),
            "The Host header, by which the platform identifies the organization; the address's host by default. Or GOODDATA_OVERRIDE_HOST.",
            "host");
        command.Add(_token);
        _http = new HttpOptionGroup(command);
    }

    /// <summary>The options for the address and credentials.</summary>
    public IEnumerable<Option> ServiceOptions => [_uri, _token.File];

    /// <summary>Creates the connection, and writes its warnings.</summary>
    /// <exception cref="TokenException">The options are invalid, incomplete, or cannot be used together.</exception>
    public GoodDataConnection Connect(CommandContext context, TokenSandbox? sandbox)
    {
        var http = _http.Read(context, sandbox: sandbox is not null);
        var environment = new EnvironmentSource();
        var options = _settings.Read(context.Parsed, sandbox?.ToGoodDataOptions(http) ?? new GoodDataConnectionOptions { Http = http });
        if (sandbox is null)
        {
            GoodDataEnvironment.Complete(options, environment);
            if (options.Uri is null)
            {
                throw CliText.NoConnection("GoodData", _uri, GoodDataEnvironment.Host);
            }

            options.Token = _token.IsGiven(context.Parsed) ? _token.Read(context)
                : GoodDataEnvironment.Secret(environment) ?? _token.Read(context);
        }

        var connection = environment.Connect(() => GoodDataConnection.Create(options));
        context.Warn(connection.Warnings);
        foreach (var remark in connection.Remarks)
        {
            context.Note(remark);
        }

        return connection;
    }
}
