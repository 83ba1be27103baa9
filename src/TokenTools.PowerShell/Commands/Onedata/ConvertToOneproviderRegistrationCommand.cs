using System.Collections;
using System.Management.Automation;
using TokenTools.Onedata;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Writes a registration token to a file for Onepanel, and returns the settings that name the file.</summary>
[Cmdlet(
    VerbsData.ConvertTo,
    "OneproviderRegistration",
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "ConvertTo-OneproviderRegistration.md")]
[OutputType(typeof(Hashtable))]
public sealed class ConvertToOneproviderRegistrationCommand : OnedataFileCommand
{
    /// <summary>The file to write, which only its owner can read.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = HelpMessages.RegistrationFile)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    private protected override string? FilePath => Path;

    /// <inheritdoc/>
    private protected override void ProcessToken(OnedataToken token)
    {
        var registration = new OneproviderRegistrationSpec
        {
            Path = FileSystemPath(Path!, nameof(Path)),
            Force = Force,
        }.Build(token);
        if (!ShouldProcess(registration.Path, ModuleText.Format(nameof(ModuleMessages.RegistrationFileAction))))
        {
            return;
        }

        registration.Save(Files);
        WriteTable(registration.Settings());
    }
}
