using System;
using System.Security;
using TokenTools.Boomi;
using TokenTools.Security;

namespace TokenTools.Sandbox;

// The simulated installer.
public sealed partial class TokenSandbox
{
    private const string InstallerTokenKey = "InstallerToken";

    /// <summary>Installs a Boomi runtime, as an installer would.</summary>
    /// <param name="installerToken">An installer token of this sandbox, in plain text.</param>
    /// <param name="name">The runtime's name.</param>
    /// <exception cref="TokenArgumentException">The token is not one of this sandbox, or has expired.</exception>
    public SandboxRuntime InstallRuntime(string installerToken, string name)
    {
        var issued = _boomiService.FindToken(installerToken ?? throw new ArgumentNullException(nameof(installerToken)))
            ?? throw SandboxText.ArgumentError(InstallerTokenKey, nameof(SandboxMessages.SandboxInstallerTokenUnknown));
        return _boomiService.Install(installerToken, name) ?? throw SandboxText.ArgumentError(
            InstallerTokenKey, nameof(SandboxMessages.SandboxInstallerTokenExpired), issued.InstallType, issued.Expiration.UtcDateTime);
    }

    /// <summary>Installs a Boomi runtime, as an installer would.</summary>
    /// <param name="installerToken">An installer token of this sandbox.</param>
    /// <param name="name">The runtime's name.</param>
    /// <exception cref="TokenArgumentException">The token is not one of this sandbox, or has expired.</exception>
    public SandboxRuntime InstallRuntime(SecureString installerToken, string name) =>
        InstallRuntime(SecureText.Reveal(installerToken ?? throw new ArgumentNullException(nameof(installerToken))), name);

    /// <summary>Installs a Boomi runtime, as an installer would.</summary>
    /// <param name="installerToken">An installer token of this sandbox. Without this overload, PowerShell would show its text in an error.</param>
    /// <param name="name">The runtime's name.</param>
    /// <exception cref="TokenArgumentException">The token is not one of this sandbox, or has expired.</exception>
    public SandboxRuntime InstallRuntime(InstallerToken installerToken, string name) =>
        InstallRuntime((installerToken ?? throw new ArgumentNullException(nameof(installerToken))).Secret.Reveal(), name);
}
