using TokenTools.Onedata;

namespace TokenTools.PowerShell;

/// <summary>A cmdlet that sends requests to an Onezone.</summary>
public abstract class OnezoneCommand : ConnectionCommand<OnezoneConnection>
{
    private protected OnezoneCommand()
    {
    }

    private protected sealed override OnezoneConnection FromEnvironment() => ConnectionEnvironment.Onezone(Session, WriteWarning);
}
