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
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Secured(TokenConverter.TryRestore(inputData)) is { } token ? PSObject.AsPSObject(token) : inputData;

    private static object? Secured(object? input) => input switch
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
