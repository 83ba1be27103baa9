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

    /// <summary>A bootstrap token or a Onedata access token. Installer tokens do not authenticate requests and are rejected.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [Alias("Token")]
    [Token]
    public object? InputObject { get; set; }

    /// <summary>
    /// Returns a header for a bootstrap token instead of -Authentication and -Token. On Windows PowerShell 5.1, the result is always a
    /// header.
    /// </summary>
    [Parameter]
    public SwitchParameter AsHeader { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        object? token = null;
        ForInput(nameof(InputObject), () => token = (InputObject as TokenArgument)?.Value);
        // Only the type: the input is a secret, or an object with text that may contain one.
        var kind = token?.GetType().Name ?? "null";
        ForInput(kind, () => WriteObject(token switch
        {
            BootstrapToken bootstrap when HasAuthentication && !AsHeader => new Hashtable(StringComparer.OrdinalIgnoreCase)
            {
                ["Authentication"] = "Bearer",
                ["Token"] = bootstrap.Token as SecureString ?? SecureText.FromString((string)bootstrap.Token),
            },
            BootstrapToken bootstrap => Headers("Authorization", "Bearer " + Plain(bootstrap.Token)),
            OnedataToken { Type: "accessToken" } access => Headers("x-auth-token", Plain(access.Token)),
            OnedataToken other => throw Error(nameof(ModuleMessages.RestParameterNoAccessToken), other.Type),
            InstallerToken => throw Error(nameof(ModuleMessages.RestParameterInstallerToken)),
            _ => throw Error(nameof(ModuleMessages.RestParameterNoToken)),
        }));
    }

    private static TokenArgumentException Error(string messageName, params object?[] arguments) =>
        ModuleText.ArgumentError(nameof(InputObject), messageName, arguments);

    private static Hashtable Headers(string name, string value) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Headers"] = new Hashtable(StringComparer.OrdinalIgnoreCase) { [name] = value },
    };

    private static string Plain(object token) => token as string ?? SecureText.Reveal((SecureString)token);
}
