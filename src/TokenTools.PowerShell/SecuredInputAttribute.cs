using System.Management.Automation;
using TokenTools.Boomi;
using TokenTools.GoodData;

namespace TokenTools.PowerShell;

/// <summary>
/// Binds an installer or bootstrap token with plain text as the same token with a SecureString: module logging writes the text of each bound value.
/// </summary>
internal sealed class SecuredInputAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            InstallerToken token => PSObject.AsPSObject(token.Secured()),
            BootstrapToken token => PSObject.AsPSObject(token.Secured()),
            _ => inputData,
        };
}
