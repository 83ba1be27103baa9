using TokenTools.Security;

namespace TokenTools.Export;

/// <summary>The token alone.</summary>
/// <remarks>Without a line end, which would become part of the token in a Kubernetes Secret.</remarks>
internal sealed class TokenFileForm : TokenExportForm
{
    /// <inheritdoc/>
    public override string Name => "TokenFile";

    /// <inheritdoc/>
    public override string Description => "the token alone, without a line end";

    /// <inheritdoc/>
    public override bool AcceptsPassword => false;

    /// <inheritdoc/>
    public override void Write(PreparedExport export, SecretBuffer text) => text.AddSecret(export.Token.Secret.ToSecureString());
}
