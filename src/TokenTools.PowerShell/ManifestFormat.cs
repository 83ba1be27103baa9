namespace TokenTools.PowerShell;

/// <summary>The formats of a manifest.</summary>
public enum ManifestFormat
{
    /// <summary>YAML, in which each document starts with <c>---</c>.</summary>
    Yaml,

    /// <summary>JSON, in which several documents are one List.</summary>
    Json,
}
