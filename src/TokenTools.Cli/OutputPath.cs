using System;
using System.IO;
using TokenTools.Security;

namespace TokenTools.Cli;

/// <summary>The path of a file that a command writes.</summary>
internal static class OutputPath
{
    /// <summary>
    /// The full path; null for none. Checked before a token is read, which an earlier command of the pipeline may be about to create.
    /// </summary>
    /// <exception cref="TokenArgumentException">
    /// It starts with a tilde, is that of the result, the file exists, or it cannot be created.
    /// </exception>
    public static string? ResolveCreatable(CommandContext context, string? path, bool replace)
    {
        var resolved = Resolve(context, path);
        if (resolved is not null)
        {
            new OwnerOnlyFile().EnsureCreatable(resolved, replace);
        }

        return resolved;
    }

    /// <summary>The full path; null for none.</summary>
    /// <exception cref="TokenArgumentException">It starts with a tilde, or is that of the result.</exception>
    public static string? Resolve(CommandContext context, string? path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            return null;
        }

        // The shell expands it only at the beginning of an argument: --path=~/a would be a folder named ~.
        if (path.StartsWith('~'))
        {
            throw new TokenArgumentException("Path", nameof(Messages.InstallerFolderTilde), new SettingName("Path"));
        }

        try
        {
            path = Path.GetFullPath(path);
        }
        catch (ArgumentException)
        {
            // OwnerOnlyFile describes the problem.
            return path;
        }

        context.EnsureNotOutputFile(path);
        return path;
    }
}
