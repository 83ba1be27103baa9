using System;
using System.Management.Automation;
using System.Security;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>Writes the commands with which a build system masks secrets in its log.</summary>
internal static class TokenMasks
{
    private const string ParameterName = "Mask";

    /// <summary>
    /// Masks a new secret if a build system runs this process and -Mask is not false. A cmdlet calls it before it returns the secret.
    /// </summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="secret">A SecureString, or text if the caller requested it; null for none.</param>
    public static void MaskNew(this PSCmdlet cmdlet, object? secret)
    {
        var isSpecified = cmdlet.MyInvocation.BoundParameters.TryGetValue(ParameterName, out var mask);
        if (secret is null || (isSpecified && mask is SwitchParameter { IsPresent: false }))
        {
            return;
        }

        if (BuildSystem.Current is { } system)
        {
            Write(cmdlet, system, secret as SecureString ?? SecureText.FromString((string)secret));
        }
    }

    /// <summary>Writes the commands for a secret to the host, one a line, and returns their number.</summary>
    public static int Write(PSCmdlet cmdlet, BuildSystem system, SecureString secret)
    {
        var commands = system.MaskCommands(secret);
        foreach (var command in commands)
        {
            try
            {
                // Only the host: streams and variables would keep the secret.
                cmdlet.Host.UI?.WriteLine(command);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // A host that cannot show it must not cost the token, which is returned next.
            }
        }

        return commands.Count;
    }
}
