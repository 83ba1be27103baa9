using System.Management.Automation;
using System.Threading.Tasks;
using TokenTools.GoodData;

namespace TokenTools.PowerShell.Commands.GoodData;

/// <summary>Computes the salted hash of a password for a GoodData.CN Organization resource.</summary>
[Cmdlet(VerbsData.ConvertTo, "PasswordHash", HelpUri = HelpPages.Folder + "ConvertTo-PasswordHash.md")]
[OutputType(typeof(string))]
public sealed class ConvertToPasswordHashCommand : TokenCommand
{
    private readonly PasswordHashSpec _spec = new();

    /// <summary>The password as a SecureString, credential, bootstrap token or text. You are prompted for it by default.</summary>
    [Parameter(
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpMessages.Password)]
    [Secret(Property = nameof(BootstrapToken.Password))]
    public SecretArgument? Password { get; set; }

    /// <summary>Sha512Crypt (default), or Sha256Crypt as documented for GoodData.CN 1.x and 2.x.</summary>
    [Parameter]
    [Choice(typeof(PasswordHashAlgorithm), nameof(Algorithm))]
    public PasswordHashAlgorithm Algorithm { get => _spec.Algorithm; set => _spec.Algorithm = value; }

    /// <summary>
    /// The salt: letters, digits, dots and slashes, of which the first 16 are used; 16 random ones by default. Specify one only to
    /// reproduce a known hash.
    /// </summary>
    [Parameter]
    public string? Salt { get => _spec.Salt; set => _spec.Salt = value; }

    /// <summary>
    /// The number of rounds: 1000 to 999999999; 5000 by default. The hash contains the number only if it is specified; GoodData's
    /// documentation shows no such hash.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "5000")]
    [Number(nameof(Rounds))]
    public int? Rounds { get => _spec.Rounds; set => _spec.Rounds = value; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput(nameof(Password), () =>
    {
        _spec.Password = SecretArgument.Check(OrPrompt(Password, nameof(Password), HelpMessages.Password), nameof(Password));
        WriteObject(Await(
            (_, cancellationToken) => Task.FromResult(_spec.Build(cancellationToken)),
            ModuleText.Format(nameof(ModuleMessages.HashActivity))));
    });
}
