using System;
using System.Management.Automation;
using TokenTools.Boomi;
using TokenTools.GoodData;
using TokenTools.Onedata;

namespace TokenTools.PowerShell.Views;

/// <summary>
/// Members that a token needs in another session and that its properties do not contain. TokenTools.types.ps1xml binds them as hidden
/// members, which jobs, remote sessions and Export-Clixml serialize; <see cref="TokenConverter"/> reads them.
/// </summary>
public static class SerializedMembers
{
    /// <summary>What is known about an installer token, a named token or a JSON Web Token, as JSON without the token.</summary>
    public static string? Document(PSObject instance) => instance?.BaseObject switch
    {
        InstallerToken token => token.ToDocument(),
        NamedToken token => token.ToDocument(),
        GoodDataJwt token => token.ToDocument(),
        _ => null,
    };

    /// <summary>The domain of the Onezone that a Onedata token is sent to; null for none.</summary>
    public static string? ConnectionDomain(PSObject instance) => Onedata(instance)?.ConnectionDomain;

    /// <summary>How far the clock of the service that issued a token is ahead of this machine's; null if it is this machine's.</summary>
    public static TimeSpan? ClockOffset(PSObject instance) => instance?.BaseObject switch
    {
        InstallerToken { Time.Offset: var offset } when offset != TimeSpan.Zero => offset,
        _ => Onedata(instance)?.ClockOffset,
    };

    private static OnedataToken? Onedata(PSObject? instance) => instance?.BaseObject switch
    {
        OnedataToken token => token,
        NamedToken token => token.Decoded,
        _ => null,
    };
}
