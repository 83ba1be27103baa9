using TokenTools.Security;

namespace TokenTools.PowerShell;

// Checks of a file, before the command at the start of the pipeline creates the token for it.
public abstract partial class TokenCommand
{
    /// <summary>Ends the cmdlet if the file cannot be created. With -WhatIf, only whether it exists is checked.</summary>
    /// <param name="files">Writes it later.</param>
    /// <param name="path">The path as specified; null for none.</param>
    /// <param name="replace">Whether an existing file may be replaced.</param>
    private protected void RequireCreatable(OwnerOnlyFile files, string? path, bool replace)
    {
        if (path is not null)
        {
            Required("File", () =>
            {
                EnsureCreatable(files, path, replace);
                return path;
            });
        }
    }

    /// <summary>Checks that the file can be created. With -WhatIf, only whether it exists is checked.</summary>
    /// <exception cref="TokenArgumentException">It cannot.</exception>
    private protected void EnsureCreatable(OwnerOnlyFile files, string path, bool replace)
    {
        var full = files.Check(FileSystemPath(path, "Path"), replace);
        if (!MyInvocation.BoundParameters.ContainsKey("WhatIf"))
        {
            files.EnsureCreatable(full, replace);
        }
    }
}
