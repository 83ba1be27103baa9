using System.Management.Automation;
using TokenTools.Onedata;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Gets the data that access tokens give access to: spaces, Oneproviders, and whether it can be changed.</summary>
[Cmdlet(VerbsCommon.Get, "TokenScope", HelpUri = HelpPages.Folder + "Get-TokenScope.md")]
[OutputType(typeof(TokenScope))]
public sealed class GetTokenScopeCommand : OnezoneTokenCommand
{
    /// <summary>The identity token of the consumer that uses the tokens. By default, the subject of each token is its consumer.</summary>
    [Parameter]
    [Secret]
    [ValidateNotNull]
    public SecretArgument? ConsumerToken { get; set; }

    /// <summary>
    /// The connection to use. By default, the session's default connection, or the one that the environment variables describe. The
    /// connection's own token is not sent.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [NotText(nameof(Connection))]
    public override OnezoneConnection? Connection { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessToken(OnedataTokenInput input)
    {
        var token = Decoded(input.Decode(new OnedataDecodeOptions()));
        WriteObject(Await((progress, stop) => EffectiveConnection.Scopes.GetAsync(token, ConsumerToken?.ToSecureString(), progress, stop)));
    }
}
