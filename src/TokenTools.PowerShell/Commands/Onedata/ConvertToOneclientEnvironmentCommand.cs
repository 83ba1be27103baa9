using System;
using System.Collections;
using System.Management.Automation;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Converts a Onedata access token to the environment variables of Oneclient, or to a file with them for systemd or docker.</summary>
[Cmdlet(
    VerbsData.ConvertTo,
    "OneclientEnvironment",
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "ConvertTo-OneclientEnvironment.md")]
[OutputType(typeof(Hashtable))]
public sealed class ConvertToOneclientEnvironmentCommand : TokenCommand
{
    private readonly OwnerOnlyFile _files = new();
    private int _position;

    /// <summary>
    /// The access token: from ConvertFrom-OnedataToken or New-TemporaryToken, text, SecureString, credential, or an object with one of
    /// these as its Token.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = HelpMessages.OnedataToken)]
    [AllowEmptyString]
    [AllowNull]
    [OnedataToken]
    public object? Token { get; set; }

    /// <summary>The host of the Oneprovider, such as oneprovider.example.com. Get-TokenScope lists those of a token.</summary>
    [Parameter(Position = 0)]
    public string? ProviderHost { get; set; }

    /// <summary>
    /// The file to write, which only its owner can read. Without it, a hashtable of the variables is returned; with it, nothing.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForTokens(Token, ref _position, input =>
    {
        var variables = new OneclientSpec
        {
            ProviderHost = ProviderHost,
            Path = Path is null ? null : FileSystemPath(Path, nameof(Path)),
            Force = Force,
        }.Build(Decoded(input.Decode(new OnedataDecodeOptions())));
        WriteWarnings(variables.Warnings);
        if (variables.Path is { } path)
        {
            if (ShouldProcess(path, ModuleText.Format(nameof(ModuleMessages.OneclientFileAction))))
            {
                variables.Save(_files);
            }

            return;
        }

        var table = new Hashtable(StringComparer.Ordinal);
        foreach (var variable in variables.Values())
        {
            table[variable.Name] = variable.Reveal();
        }

        WriteObject(table);
    });
}
