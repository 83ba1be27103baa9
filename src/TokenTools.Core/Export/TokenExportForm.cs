using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Security;

namespace TokenTools.Export;

/// <summary>A form in which a token is exported to a file.</summary>
/// <remarks>A new form is one file with its class and one line in <see cref="All"/>.</remarks>
internal abstract class TokenExportForm
{
    /// <summary>The key of the setting.</summary>
    public const string Key = "As";

    /// <summary>All forms; the first is the default.</summary>
    public static IReadOnlyList<TokenExportForm> All { get; } = [new TokenFileForm(), new EnvironmentFileForm(), new JsonForm()];

    /// <summary>The names and descriptions, for completion and help.</summary>
    public static IReadOnlyDictionary<string, string> Descriptions { get; } =
        All.ToDictionary(static form => form.Name, static form => form.Description, StringComparer.OrdinalIgnoreCase);

    /// <summary>The form's name.</summary>
    public abstract string Name { get; }

    /// <summary>What the file contains, in a phrase.</summary>
    public abstract string Description { get; }

    /// <summary>Whether the file has a name for each value.</summary>
    public virtual bool HasNames => false;

    /// <summary>Whether the file can contain a password beside the token.</summary>
    public virtual bool AcceptsPassword => true;

    /// <summary>The form of a name, in any case and abbreviated like a choice; the default for null.</summary>
    /// <exception cref="TokenArgumentException">There is no such form.</exception>
    public static TokenExportForm Find(string? name) => name is null ? All[0] : SettingParser.FindChoice(All, name, Key);

    /// <summary>Possible problems with the file.</summary>
    public virtual IEnumerable<TokenWarning> FindWarnings(PreparedExport export) => [];

    /// <summary>Writes the file's content.</summary>
    public abstract void Write(PreparedExport export, SecretBuffer text);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
