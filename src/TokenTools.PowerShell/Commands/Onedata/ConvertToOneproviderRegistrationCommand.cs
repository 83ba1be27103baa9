using System;
using System.Collections;
using System.Management.Automation;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Writes a registration token to a file for Onepanel, and returns the settings that name the file.</summary>
[Cmdlet(
    VerbsData.ConvertTo,
    "OneproviderRegistration",
    SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "ConvertTo-OneproviderRegistration.md")]
[OutputType(typeof(Hashtable))]
public sealed class ConvertToOneproviderRegistrationCommand : TokenCommand
{
    private readonly OwnerOnlyFile _files = new();
    private int _position;

    /// <summary>
    /// The registerOneprovider invite token: from New-TemporaryToken or ConvertFrom-OnedataToken, text, SecureString, credential, or an
    /// object with one of these as its Token.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = HelpMessages.OnedataToken)]
    [AllowEmptyString]
    [AllowNull]
    [OnedataToken]
    public object? Token { get; set; }

    /// <summary>The file to write, which only its owner can read.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = HelpMessages.RegistrationFile)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForTokens(Token, ref _position, input =>
    {
        var registration = new OneproviderRegistrationSpec
        {
            Path = FileSystemPath(Path!, nameof(Path)),
            Force = Force,
        }.Build(Decoded(input.Decode(new OnedataDecodeOptions())));
        if (!ShouldProcess(registration.Path, ModuleText.Format(nameof(ModuleMessages.RegistrationFileAction))))
        {
            return;
        }

        registration.Save(_files);
        var settings = new Hashtable(StringComparer.Ordinal);
        foreach (var setting in registration.Settings())
        {
            settings[setting.Key] = setting.Value;
        }

        WriteObject(settings);
    });
}
