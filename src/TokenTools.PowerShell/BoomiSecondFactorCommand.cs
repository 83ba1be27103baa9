using System.Management.Automation;
using System.Security;
using TokenTools.Boomi;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets that send a code of the user's second factor with each call.</summary>
public abstract class BoomiSecondFactorCommand : BoomiCommand
{
    private bool _needsCode;

    private protected BoomiSecondFactorCommand()
    {
    }

    /// <summary>
    /// The code that the user's authenticator shows now, for a connection with a password and two-factor authentication. A code is valid
    /// for one call; it is neither stored nor sent again. With a connection that requires one, you are prompted by default.
    /// </summary>
    [Parameter]
    [Secret(AcceptsNumber = true)]
    public SecretArgument? OneTimePassword { get; set; }

    /// <summary>The code for the next call: the specified one, otherwise, if the connection requires one, the user's answer.</summary>
    /// <param name="connection">The connection of the call.</param>
    /// <exception cref="TokenArgumentException">A code is required, and the host cannot prompt.</exception>
    private protected SecureString? OneTimePasswordFor(BoomiConnection connection)
    {
        if (OneTimePassword is { } given)
        {
            // A further call needs another code.
            OneTimePassword = null;
            _needsCode = true;
            return SecretArgument.Check(given, nameof(OneTimePassword));
        }

        return _needsCode || connection.RequiresOneTimePassword ? Prompt(connection) : null;
    }

    private SecureString Prompt(BoomiConnection connection) =>
        Ask(host =>
        {
            host.Write(ModuleText.Format(nameof(ModuleMessages.OneTimePasswordPrompt), DisplayText.Id(connection.AccountId)));
            return host.ReadLineAsSecureString();
        }) ?? throw new TokenArgumentException(BoomiOneTimePassword.Key, nameof(Messages.BoomiOneTimePasswordMissing));
}
