using System.Management.Automation;
using System.Security;
using TokenTools.Vault;

namespace TokenTools.PowerShell.Commands.Vault;

/// <summary>Issues the token of a vault's secret, or returns one that the vault has kept. SecretManagement calls it.</summary>
[Cmdlet(VerbsCommon.Get, "Secret")]
[OutputType(typeof(SecureString))]
public sealed class GetSecretCommand : VaultCommand
{
    /// <summary>The name of the secret.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => ForVault(Name, () =>
    {
        if (WildcardPattern.ContainsWildcardCharacters(Name ?? string.Empty))
        {
            WriteVerboseRecord(MessageText.Format(nameof(Messages.VaultWildcard)));
            return;
        }

        var vault = Definition;
        // SecretManagement asks every vault for a name, and reports one that none of them has.
        if (vault.Find(Name ?? string.Empty) is { } secret)
        {
            Write(vault, secret);
        }
    });

    private void Write(VaultDefinition vault, VaultSecret secret) => WriteCreated(
        (progress, cancellationToken) => VaultSessions.Of(Session).GetAsync(vault.Name, secret, progress, cancellationToken),
        issued =>
        {
            // A copy: the caller may dispose of it.
            WriteObject(issued.Value.Copy());
            WriteVerboseRecord(MessageText.Format(issued.Origin, vault.Name, secret.Name, secret.Kind.Name, Expiration(issued)));
            if (secret.MinimumTimeLeft is { } minimum && !issued.HasLeft(minimum))
            {
                WriteWarning(MessageText.Format(nameof(Messages.VaultShortLived), secret.Name, Duration.Format(minimum)));
            }
        },
        issued => MessageText.Format(nameof(Messages.VaultUnwritten), secret.Kind.Name, secret.Name, Expiration(issued)));

    private static object? Expiration(IssuedSecret issued) =>
        issued.ExpiresAt is { } expiration ? TimeText.CeilingToMinute(expiration) : null;
}
