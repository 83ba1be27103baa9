using System.Collections.Generic;
using TokenTools.Security;

namespace TokenTools.Export;

/// <summary>Environment variables for docker, podman or systemd.</summary>
internal sealed class EnvironmentFileForm : TokenExportForm
{
    /// <inheritdoc/>
    public override string Name => "EnvironmentFile";

    /// <inheritdoc/>
    public override string Description => "lines of NAME=value, as docker, podman and systemd read them";

    /// <inheritdoc/>
    public override bool HasNames => true;

    /// <inheritdoc/>
    public override IEnumerable<TokenWarning> FindWarnings(PreparedExport export) => EnvironmentFile.FindInterpreted(export.Values);

    /// <inheritdoc/>
    public override void Write(PreparedExport export, SecretBuffer text) => EnvironmentFile.Write(export.Values, text);
}
