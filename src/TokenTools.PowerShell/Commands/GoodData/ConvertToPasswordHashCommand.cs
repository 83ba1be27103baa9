using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using TokenTools.GoodData;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Computes the salted hash of a password for a GoodData.CN Organization resource.</summary>
[Cmdlet(VerbsData.ConvertTo, "PasswordHash", HelpUri = HelpPages.Folder + "ConvertTo-PasswordHash.md")]
[OutputType(typeof(string))]
public sealed class ConvertToPasswordHashCommand : TokenCommand
{
    /// <summary>The password as a SecureString, credential, bootstrap token or text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Secret(Property = nameof(BootstrapToken.Password))]
    public SecureString? Password { get; set; }

    /// <summary>Sha512Crypt (default), or Sha256Crypt as documented for GoodData.CN 1.x and 2.x.</summary>
    [Parameter]
    [Choice(typeof(PasswordHashAlgorithm), nameof(Algorithm))]
    public PasswordHashAlgorithm Algorithm { get; set; }

    /// <summary>
    /// The salt: letters, digits, dots and slashes, of which the first 16 are used; 16 random ones by default. Specify one only to
    /// reproduce a known hash.
    /// </summary>
    [Parameter]
    public string? Salt { get; set; }

    /// <summary>
    /// The number of rounds: 1000 to 999999999; 5000 by default. The hash contains the number only if it is specified; GoodData's
    /// documentation shows no such hash.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "5000")]
    public int? Rounds { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(nameof(Password), () =>
    {
        var spec = new PasswordHashSpec
        {
            Password = SecretAttribute.Check(Password, nameof(Password)),
            Algorithm = Algorithm,
            Salt = Salt,
            Rounds = Rounds,
        };
        WriteObject(Await((_, cancellationToken) => Task.FromResult(spec.Build(cancellationToken))));
    });
}
