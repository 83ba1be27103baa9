using System.Collections;
using System.Linq;
using System.Management.Automation;
using TokenTools.Onedata.Caveats;

namespace TokenTools.PowerShell;

/// <summary>Binds numbers of autonomous systems in Core's grammar. PowerShell itself rounds: it would bind 1.5 as 2.</summary>
internal sealed class AutonomousSystemAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        try
        {
            return Unwrap(inputData) switch
            {
                null => null,
                string text => new[] { AsnCaveat.ToNumber(text) },
                IEnumerable list => list.Cast<object?>().Select(static element => AsnCaveat.ToNumber(Unwrap(element))).ToArray(),
                var single => new[] { AsnCaveat.ToNumber(single) },
            };
        }
        catch (TokenArgumentException error)
        {
            throw new ArgumentTransformationMetadataException(error.Message, error);
        }
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
