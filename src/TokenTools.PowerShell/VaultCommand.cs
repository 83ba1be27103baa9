using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using TokenTools.Vault;

namespace TokenTools.PowerShell;

/// <summary>The base class of the five commands that SecretManagement calls in a vault's extension module.</summary>
/// <remarks>
/// SecretManagement 1.1.2 runs them in a runspace of its own and writes the records of each stream again. It replaces the message of an
/// error that ends a command, so these commands never throw. See PowerShell/SecretManagement:src/code/Utils.cs.
/// </remarks>
public abstract class VaultCommand : TokenCommand
{
    // VaultParameters, Secrets, one secret, a list of values.
    private const int DeepestTable = 4;

    private protected VaultCommand()
    {
    }

    /// <summary>The name under which the vault is registered.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    public string? VaultName { get; set; }

    /// <summary>The parameters with which the vault is registered.</summary>
    [Parameter]
    [AllowNull]
    public Hashtable? AdditionalParameters { get; set; }

    /// <summary>The vault as its parameters describe it.</summary>
    /// <exception cref="TokenArgumentException">They describe no vault.</exception>
    private protected VaultDefinition Definition =>
        VaultDefinition.Read(ShownName, ToTable(AdditionalParameters ?? new Hashtable(), DeepestTable));

    /// <summary>The vault's name for messages.</summary>
    private protected string ShownName => VaultName ?? string.Empty;

    /// <summary>Does the command's work; Core's errors are written.</summary>
    /// <param name="target">The target of an error: the secret's name.</param>
    /// <param name="work">The work.</param>
    private protected void ForVault(string? target, Action work)
    {
        try
        {
            work();
        }
        catch (TokenException error)
        {
            WriteError(error, ErrorRecords.From(error, target ?? string.Empty), isTerminating: false);
        }
    }

    /// <summary>Writes a verbose message that the caller's own preference applies to.</summary>
    /// <remarks>The runspace of the extension has another preference, by which WriteVerbose would write nothing.</remarks>
    private protected void WriteVerboseRecord(string text) => WriteObject(new VerboseRecord(text));

    private static Dictionary<string, object?> ToTable(IDictionary values, int depth)
    {
        var table = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in values)
        {
            table[entry.Key.ToString() ?? string.Empty] = ToValue(entry.Value, depth - 1);
        }

        return table;
    }

    // A table may contain itself.
    private static object? ToValue(object? value, int depth) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        string text => text,
        IEnumerable when depth <= 0 => new List<object?>(),
        IDictionary table => ToTable(table, depth),
        IEnumerable list => list.Cast<object?>().Select(item => ToValue(item, depth - 1)).ToList(),
        PSCredential credential => credential.Password,
        var other => other,
    };
}
