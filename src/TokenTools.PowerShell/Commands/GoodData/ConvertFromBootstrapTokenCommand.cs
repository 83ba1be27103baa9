using System.Management.Automation;
using System.Security;
using TokenTools.GoodData;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Decodes a GoodData.CN bootstrap token, and warns of what is wrong with it. Nothing is sent anywhere.</summary>
[Cmdlet(VerbsData.ConvertFrom, "BootstrapToken", HelpUri = HelpPages.Folder + "ConvertFrom-BootstrapToken.md")]
[OutputType(typeof(BootstrapToken))]
public sealed class ConvertFromBootstrapTokenCommand : TokenCommand
{
    /// <summary>The token, base64 of user:bootstrap:password, as SecureString, credential, bootstrap token or text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Secret(Property = nameof(BootstrapToken.Token))]
    public SecureString? Token { get; set; }

    /// <summary>The address that the token is for. It is only looked at: the published default of Community Edition is good on this machine alone.</summary>
    [Parameter]
    [Alias("HostName")]
    public string? Uri { get; set; }

    /// <summary>Gives the token as a string rather than a SecureString, also in ToString(). The password stays a SecureString.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(nameof(Token), () =>
    {
        var token = BootstrapTokenReader.Read(SecretAttribute.Check(Token, nameof(Token)), Uri, AsPlainText);
        WriteWarnings(token.Warnings);
        WriteObject(token);
    });
}
