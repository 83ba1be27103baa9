using System;
using System.Collections;
using System.Management.Automation;
using TokenTools.Vault;

namespace TokenTools.PowerShell.Commands.Vault;

/// <summary>Describes the secrets of a vault without issuing one. SecretManagement calls it.</summary>
[Cmdlet(VerbsCommon.Get, "SecretInfo")]
[OutputType("Microsoft.PowerShell.SecretManagement.SecretInformation")]
public sealed class GetSecretInfoCommand : VaultCommand
{
    private const string Namespace = "Microsoft.PowerShell.SecretManagement.";

    /// <summary>The name of the secrets, with wildcards.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    public string? Filter { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => ForVault(Filter, () =>
    {
        var vault = Definition;
        var filter = Wildcard.Parse(string.IsNullOrEmpty(Filter) ? "*" : Filter!, nameof(Filter));
        foreach (var name in vault.SecretNames)
        {
            if (filter.IsMatch(name))
            {
                // One that cannot be read does not hide the others.
                ForVault(name, () => Write(vault, name));
            }
        }
    });

    private void Write(VaultDefinition vault, string name)
    {
        if (vault.Find(name) is { } secret)
        {
            WriteObject(ToInformation(secret));
        }
    }

    // The types are those of the SecretManagement that runs the command; the module does not reference it.
    private object ToInformation(VaultSecret secret)
    {
        var metadata = new Hashtable();
        foreach (var pair in secret.Metadata)
        {
            metadata[pair.Key] = pair.Value;
        }

        var type = LanguagePrimitives.ConvertTo<Type>(Namespace + "SecretType");
        return Activator.CreateInstance(
            LanguagePrimitives.ConvertTo<Type>(Namespace + "SecretInformation"),
            secret.Name,
            Enum.Parse(type, nameof(System.Security.SecureString)),
            ShownName,
            metadata);
    }
}
