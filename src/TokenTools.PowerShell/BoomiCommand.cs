using TokenTools.Boomi;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets that send requests to Boomi.</summary>
public abstract class BoomiCommand : ConnectionCommand<BoomiConnection>
{
    private protected BoomiCommand()
    {
    }

    private protected sealed override BoomiConnection FromEnvironment() => ConnectionEnvironment.Boomi(Session, WriteWarning, WriteVerbose);
}
