using System.Management.Automation;
using TokenTools.Boomi;
using TokenTools.GoodData;
using TokenTools.Onedata;

namespace TokenTools.PowerShell;

/// <summary>
/// Binds a token with plain text as the same token with a SecureString: module logging writes the text of each bound value.
/// </summary>
internal sealed class SecuredInputAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether rows and text may contain a secret as well. They are then bound as a <see cref="MaskedInput"/>.</summary>
    public bool IsMasked { get; set; }

    /// <summary>The bound object, secured but not masked.</summary>
    public static PSObject? Unmask(PSObject? bound) =>
        bound?.BaseObject is MaskedInput masked ? PSObject.AsPSObject(MaskedInput.Value(masked)) : bound;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (inputData is null or PSObject { BaseObject: MaskedInput })
        {
            return inputData;
        }

        var input = Secured(TokenConverter.TryRestore(inputData)) is { } token ? PSObject.AsPSObject(token) : inputData;
        return IsMasked ? PSObject.AsPSObject(new MaskedInput(input)) : input;
    }

    /// <summary>The same token with a SecureString; null for an object that is not a token.</summary>
    internal static object? Secured(object? input) => input switch
    {
        InstallerToken token => token.Secured(),
        BootstrapToken token => token.Secured(),
        GoodDataApiToken token => token.Secured(),
        GoodDataJwt token => token.Secured(),
        OnedataToken token => token.Secured(),
        NamedToken token => token.Secured(),
        _ => null,
    };
}
