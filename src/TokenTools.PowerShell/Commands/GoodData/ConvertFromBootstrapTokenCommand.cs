using System.Management.Automation;
using TokenTools.GoodData;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Decodes a GoodData.CN bootstrap token, and warns about mistakes in it. Nothing is sent to a service.</summary>
[Cmdlet(VerbsData.ConvertFrom, "BootstrapToken", HelpUri = HelpPages.Folder + "ConvertFrom-BootstrapToken.md")]
[OutputType(typeof(BootstrapToken))]
public sealed class ConvertFromBootstrapTokenCommand : TokenCommand
{
    /// <summary>
    /// The token (base64 of user:bootstrap:password) as a SecureString, credential, bootstrap token or text. You are prompted for it by
    /// default.
    /// </summary>
    [Parameter(
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpMessages.BootstrapToken)]
    [Secret(Property = nameof(BootstrapToken.Token), AcceptsToken = true)]
    public SecretArgument? Token { get; set; }

    /// <summary>
    /// The address, or its host name, at which the token is used. Nothing is sent to it: the cmdlet warns if the token is the published
    /// default of Community Edition and the address is not this machine.
    /// </summary>
    [Parameter]
    [Alias("HostName")]
    public string? Uri { get; set; }

    /// <summary>Returns the token as a string instead of a SecureString, also in ToString(). The password stays a SecureString.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(nameof(Token), () =>
    {
        var secret = SecretArgument.Check(OrPrompt(Token, nameof(Token), HelpMessages.BootstrapToken), nameof(Token));
        var token = BootstrapTokenReader.Read(secret, Uri, AsPlainText);
        WriteWarnings(token.Warnings);
        WriteObject(token);
    });
}
