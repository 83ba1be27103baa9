namespace TokenTools.PowerShell;

/// <summary>How a manifest is written.</summary>
public enum ManifestFormat
{
    /// <summary>YAML, each document after a <c>---</c>.</summary>
    Yaml,

    /// <summary>JSON; several documents as a List.</summary>
    Json,
}
