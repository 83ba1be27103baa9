using TokenTools.Security;

namespace TokenTools.Export;

/// <summary>The service's own JSON document with the token.</summary>
internal sealed class JsonForm : TokenExportForm
{
    /// <inheritdoc/>
    public override string Name => "Json";

    /// <inheritdoc/>
    public override string Description => "the service's own JSON document with the token";

    /// <inheritdoc/>
    public override void Write(PreparedExport export, SecretBuffer text) => text.Add(export.Token.ToJson(export.IncludesPassword) + "\n");
}
