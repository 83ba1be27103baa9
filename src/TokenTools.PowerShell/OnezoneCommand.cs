using TokenTools.Onedata;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets that send requests to a Onezone.</summary>
public abstract class OnezoneCommand : ConnectionCommand<OnezoneConnection>
{
    private protected OnezoneCommand()
    {
    }

    private protected sealed override OnezoneConnection FromEnvironment() => ConnectionEnvironment.Onezone(Session, WriteWarning);
}
