using System.Management.Automation;
using TokenTools.Boomi;

namespace TokenTools.PowerShell.Commands.Boomi;

/// <summary>Tests whether Boomi accepts the credentials of a connection, without creating anything.</summary>
[Cmdlet(VerbsDiagnostic.Test, "BoomiConnection", HelpUri = HelpPages.Folder + "Test-BoomiConnection.md")]
[OutputType(typeof(bool), typeof(BoomiConnectionTest))]
public sealed class TestBoomiConnectionCommand : BoomiSecondFactorCommand
{
    /// <summary>Returns the account's name, status and licenses, or the reason, instead of true or false.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var bound = Connection;
        ForInput(
            bound ?? (object)"Boomi",
            () =>
            {
                var connection = EffectiveConnection;
                var code = OneTimePasswordFor(connection);
                var test = Await((progress, cancellationToken) =>
                    BoomiConnectionTester.TestAsync(connection, code, progress, cancellationToken));
                WriteWarnings(test.Warnings);
                if (!test.Accepted)
                {
                    WriteVerbose(test.Reason!);
                    if (test.Advice is not null)
                    {
                        WriteVerbose(test.Advice);
                    }
                }

                WriteObject(Detailed ? test : test.Accepted);
            },
            bringsConnection: bound is not null);
    }
}
