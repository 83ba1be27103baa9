using TokenTools.Onedata;

namespace TokenTools.PowerShell;

/// <summary>A cmdlet that asks an Onezone.</summary>
public abstract class OnezoneCommand : ConnectionCommand<OnezoneConnection>
{
    private protected OnezoneCommand()
    {
    }

    private protected sealed override OnezoneConnection FromEnvironment() => ConnectionEnvironment.Onezone(Session, WriteWarning);
}
