using System.Collections;
using System.Linq;
using TokenTools.Onedata.Caveats;

namespace TokenTools.PowerShell;

/// <summary>
/// Binds numbers of autonomous systems in Core's grammar. PowerShell itself rounds: it would bind 1.5 as 2. The parameter is of decimals for
/// the same reason: a proxy function and a mock have its type without this attribute.
/// </summary>
internal sealed class AutonomousSystemAttribute : SettingTransformationAttribute
{
    private protected override object? Convert(object? value, object? input) => value switch
    {
        null => null,
        IEnumerable list and not string => list.Cast<object?>().Select(static element => AsnCaveat.ToNumber(Unwrap(element))).ToArray(),
        var single => new[] { AsnCaveat.ToNumber(single) },
    };
}
