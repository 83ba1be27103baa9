using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using TokenTools.GoodData;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Makes the salted hash of a password that a GoodData.CN Organization resource holds.</summary>
[Cmdlet(VerbsData.ConvertTo, "PasswordHash", HelpUri = HelpPages.Folder + "ConvertTo-PasswordHash.md")]
[OutputType(typeof(string))]
public sealed class ConvertToPasswordHashCommand : TokenCommand
{
    /// <summary>The password, as SecureString, credential, bootstrap token or text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Secret(Property = nameof(BootstrapToken.Password))]
    public SecureString? Password { get; set; }

    /// <summary>Sha512Crypt (by default), or Sha256Crypt as GoodData.CN 1.x and 2.x document it.</summary>
    [Parameter]
    public PasswordHashAlgorithm Algorithm { get; set; }

    /// <summary>1 to 16 letters, digits, dots and slashes, cut if there are more; 16 random ones by default. Give one only to make a known hash again.</summary>
    [Parameter]
    public string? Salt { get; set; }

    /// <summary>
    /// How often the password is hashed: 1000 to 999999999; 5000 by default, which doesn't stand in the hash. No document of
    /// GoodData's shows a hash with rounds in it.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "5000")]
    public int? Rounds { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(nameof(Password), () =>
    {
        var password = SecretAttribute.Check(Password, nameof(Password));
        WriteObject(Await((_, stop) => Task.FromResult(ShaCrypt.Hash(password, Algorithm, Salt, Rounds, stop))));
    });
}
