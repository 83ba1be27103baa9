using System;
using System.Collections;
using System.Management.Automation;
using System.Security;
using TokenTools.Boomi;
using TokenTools.GoodData;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Common;

/// <summary>Converts a token to parameters for splatting into Invoke-RestMethod or Invoke-WebRequest.</summary>
[Cmdlet(VerbsData.ConvertTo, "RestParameter", HelpUri = HelpPages.Folder + "ConvertTo-RestParameter.md")]
[OutputType(typeof(Hashtable))]
public sealed class ConvertToRestParameterCommand : TokenCommand
{
    // Invoke-RestMethod has -Authentication and -Token since PowerShell 6.0.
    private static readonly bool HasAuthentication = typeof(PSObject).Assembly.GetName().Version.Major >= 6;

    /// <summary>
    /// A bootstrap token, a GoodData API token or JSON Web Token, or a Onedata access token. Installer tokens do not authenticate requests
    /// and are rejected. You are prompted for one by default.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, HelpMessage = HelpMessages.Token)]
    [AllowNull]
    [Alias("Token")]
    [Token]
    public object? InputObject { get; set; }

    /// <summary>
    /// Returns a header for a token of GoodData instead of -Authentication and -Token. On Windows PowerShell 5.1, the result is always a
    /// header.
    /// </summary>
    [Parameter]
    public SwitchParameter AsHeader { get; set; }

    /// <summary>
    /// For a Onedata access token: the identity token of the service that sends the request for a user, as x-onedata-service-token.
    /// </summary>
    [Parameter]
    [Secret]
    [ValidateNotNull]
    public SecretArgument? ServiceToken { get; set; }

    /// <summary>
    /// For a Onedata access token: the identity token of the consumer, as x-onedata-consumer-token. A token with a consumer caveat
    /// requires it.
    /// </summary>
    [Parameter]
    [Secret]
    [ValidateNotNull]
    public SecretArgument? ConsumerToken { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Only the type: the input is a secret, or an object with text that may contain one.
        var argument = TokenOrPrompt(
            InputObject, nameof(InputObject), HelpMessages.Token, static secret => new TokenArgument(secret)) as TokenArgument;
        ForInput(argument?.Kind ?? "null", () => WriteObject((argument?.Value is NamedToken named ? named.Decoded : argument?.Value) switch
        {
            BootstrapToken or GoodDataApiToken or GoodDataJwt when ServiceToken is not null || ConsumerToken is not null =>
                throw ModuleText.ArgumentError(
                    ServiceToken is not null ? nameof(ServiceToken) : nameof(ConsumerToken), nameof(ModuleMessages.RestParameterOnedataOnly)),
            BootstrapToken bootstrap => Bearer(bootstrap.Token),
            GoodDataApiToken { Token: { } secret } => Bearer(secret),
            GoodDataApiToken => throw Error(nameof(ModuleMessages.RestParameterWithoutSecret)),
            GoodDataJwt jwt => Bearer(jwt.Token),
            OnedataToken { Type: "accessToken" } access => OnedataHeaderTable(access),
            OnedataToken other => throw Error(nameof(ModuleMessages.RestParameterNoAccessToken), other.Type),
            InstallerToken => throw Error(nameof(ModuleMessages.RestParameterInstallerToken)),
            _ => throw Error(nameof(ModuleMessages.RestParameterNoToken)),
        }));
    }

    private Hashtable Bearer(object secret) => HasAuthentication && !AsHeader
        ? new Hashtable(StringComparer.OrdinalIgnoreCase)
        {
            ["Authentication"] = "Bearer",
            ["Token"] = secret as SecureString ?? SecureText.FromString((string)secret),
        }
        : Headers("Authorization", "Bearer " + Plain(secret));

    private static TokenArgumentException Error(string messageName, params object?[] arguments) =>
        ModuleText.ArgumentError(nameof(InputObject), messageName, arguments);

    private Hashtable OnedataHeaderTable(OnedataToken token)
    {
        WriteWarnings(OnedataHeaders.FindWarnings(token, ConsumerToken));
        var headers = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (var header in OnedataHeaders.Create(token, ServiceToken, ConsumerToken))
        {
            headers[header.Key] = header.Value;
        }

        return new Hashtable(StringComparer.OrdinalIgnoreCase) { ["Headers"] = headers };
    }

    private static Hashtable Headers(string name, string value) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Headers"] = new Hashtable(StringComparer.OrdinalIgnoreCase) { [name] = value },
    };

    private static string Plain(object token) => token as string ?? SecureText.Reveal((SecureString)token);
}
