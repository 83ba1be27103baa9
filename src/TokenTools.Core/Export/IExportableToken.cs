namespace TokenTools.Export;

/// <summary>A token that can be exported.</summary>
internal interface IExportableToken
{
    /// <summary>What an export of the token can contain.</summary>
    /// <exception cref="TokenArgumentException">The token has no secret.</exception>
    TokenExport ToExport();
}
