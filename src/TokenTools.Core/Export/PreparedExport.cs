using System.Collections.Generic;
using System.Linq;
using TokenTools.Security;

namespace TokenTools.Export;

/// <summary>A token and validated settings, ready to be written to a file.</summary>
internal sealed class PreparedExport
{
    private readonly TokenExportForm _form;
    private readonly bool _force;

    internal PreparedExport(
        TokenExport token, TokenExportForm form, IReadOnlyList<NamedValue> values, bool includesPassword, string path, bool force)
    {
        Token = token;
        Values = values;
        IncludesPassword = includesPassword;
        Path = path;
        _form = form;
        _force = force;
        Warnings = form.FindWarnings(this).ToList();
    }

    /// <summary>The token.</summary>
    public TokenExport Token { get; }

    /// <summary>The token and the password with their names; empty if the form has no names.</summary>
    public IReadOnlyList<NamedValue> Values { get; }

    /// <summary>Whether the file contains the password.</summary>
    public bool IncludesPassword { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Possible problems with the file.</summary>
    public IReadOnlyList<TokenWarning> Warnings { get; }

    /// <summary>Writes the file, which only its owner can read.</summary>
    /// <param name="files">Writes it. Shared by all files of a run.</param>
    /// <exception cref="TokenArgumentException">The file exists and is not to be replaced, or cannot be written.</exception>
    public void Save(OwnerOnlyFile files)
    {
        using var text = new SecretBuffer();
        _form.Write(this, text);
        files.Write(Path, _force, text.WriteTo);
    }
}
