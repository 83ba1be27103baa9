using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using TokenTools.Onedata;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Converts a Onedata access token to the environment variables of Oneclient, or to a file with them for systemd or docker.</summary>
[Cmdlet(
    VerbsData.ConvertTo,
    "OneclientEnvironment",
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "ConvertTo-OneclientEnvironment.md")]
[OutputType(typeof(Hashtable))]
public sealed class ConvertToOneclientEnvironmentCommand : OnedataFileCommand
{
    /// <summary>The host of the Oneprovider, such as oneprovider.example.com. Get-TokenScope lists those of a token.</summary>
    [Parameter(Position = 0)]
    public string? ProviderHost { get; set; }

    /// <summary>
    /// The file to write, which only its owner can read. Without it, a hashtable of the variables is returned; with it, nothing.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    private protected override string? FilePath => Path;

    /// <inheritdoc/>
    private protected override void ProcessToken(OnedataToken token)
    {
        var variables = new OneclientSpec
        {
            ProviderHost = ProviderHost,
            Path = Path is null ? null : FileSystemPath(Path, nameof(Path)),
            Force = Force,
        }.Build(token);
        WriteWarnings(variables.Warnings);
        if (variables.Path is { } path)
        {
            if (ShouldProcess(path, ModuleText.Format(nameof(ModuleMessages.OneclientFileAction))))
            {
                variables.Save(Files);
            }

            return;
        }

        WriteTable(variables.Values().Select(static value => new KeyValuePair<string, string>(value.Name, value.Reveal())));
    }
}
