using System.Management.Automation;

namespace TokenTools.PowerShell.Commands.Testing;

/// <summary>Registers the operator LeakSecret of Pester's Should, which runs Find-SecretLeak.</summary>
[Cmdlet(VerbsLifecycle.Register, "SecretLeakOperator", HelpUri = HelpPages.Folder + "Register-SecretLeakOperator.md")]
[OutputType(typeof(void))]
public sealed class RegisterSecretLeakOperatorCommand : TokenCommand
{
    private const string OperatorName = "LeakSecret";

    // Pester calls it with these parameters (https://pester.dev/docs/assertions/custom-assertions). An operator can be added once for a
    // name.
    private const string Registration = """
        param($Name)
        if (-not (Get-Command Get-ShouldOperator -ErrorAction Ignore)) { Import-Module Pester -ErrorAction Ignore }
        if (-not (Get-Command Add-ShouldOperator -ErrorAction Ignore)) { return 'no Pester' }
        if (Get-ShouldOperator | Where-Object Name -EQ $Name) { return }
        Add-ShouldOperator -Name $Name -Test {
            param(
                $ActualValue, [object] $Secret, [string[]] $Path, [string[]] $AllowedPath, [switch] $Negate, [string] $Because, $CallerSessionState
            )
            $options = @{}
            if ($Path) { $options.Path = $Path }
            if ($AllowedPath) { $options.AllowedPath = $AllowedPath }
            if ($CallerSessionState) { $options.SessionState = $CallerSessionState }
            $leaks = @(TokenTools\Find-SecretLeak -ScriptBlock $ActualValue -Secret $Secret @options)
            $reason = if ($Because) { " because $Because," } else { ',' }
            [pscustomobject] @{
                Succeeded      = ($leaks.Count -gt 0) -ne [bool] $Negate
                FailureMessage = if ($Negate) {
                    "Expected no secret to leak$reason but found $($leaks.Count): " + ($leaks -join '; ')
                }
                else { "Expected a secret to leak$reason but found none." }
            }
        }
        """;

    /// <inheritdoc/>
    protected override void EndProcessing() => Required("Pester", () =>
        InvokeCommand.InvokeScript(Registration, OperatorName).Count == 0
            ? true
            : throw ModuleText.ArgumentError("Pester", nameof(ModuleMessages.PesterMissing)));
}
