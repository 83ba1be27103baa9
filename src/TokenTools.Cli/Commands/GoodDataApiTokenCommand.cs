using System.Collections.Generic;
using System.Threading.Tasks;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>The command for New-GoodDataApiToken.</summary>
internal sealed class GoodDataApiTokenCommand : CliCommand
{
    private readonly SettingOptions<GoodDataApiTokenSpec> _settings;
    private readonly SandboxOption _sandbox = new();
    private readonly GoodDataOptionGroup _gooddata;

    public GoodDataApiTokenCommand()
        : base("gooddata-api-token", "Creates an API token of a user of GoodData.CN, which never expires. Its secret is shown only once.")
    {
        _settings = new SettingOptions<GoodDataApiTokenSpec>(this);
        _settings.Add(nameof(GoodDataApiTokenSpec.Id), "The token's id, which is unique among the tokens of its user.", "id").Required = true;
        _settings.Add(
            nameof(GoodDataApiTokenSpec.UserId), "The id of the user that the token acts as; the connection's own user by default.", "id");
        _settings.Add(
            nameof(GoodDataApiTokenSpec.Force), "Replaces an existing token of that id: the earlier secret is no longer accepted.");
        Add(_sandbox);
        _gooddata = new GoodDataOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools gooddata-api-token --id ci --sandbox",
        "tokentools gooddata-api-token --id ci --user-id ada.at.example.com --force --output token --output-file ci.txt --overwrite   "
            + "# GOODDATA_HOST, GOODDATA_TOKEN",
    ];

    public override bool HasToken => true;

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var spec = _settings.Read(context.Parsed, new GoodDataApiTokenSpec { AsPlainText = true });
        spec.Validate();
        if (context.Form == OutputForm.Text)
        {
            throw CliText.ArgumentError("Output", nameof(CliMessages.SecretNeedsJson));
        }

        using var sandbox = _sandbox.Start(context, _gooddata.ServiceOptions);
        using var gooddata = _gooddata.Connect(context, sandbox);
        context.EnsureResultCanBeWritten();
        var token = await gooddata.CreateApiTokenAsync(spec, context.Progress, context.CancellationToken);
        context.Write(new CommandResult(token.ToString())
        {
            Token = token.Secret!.Reveal(),
            NewSecrets = [token.Secret.Reveal()],
            Issued = token.NotReturned,
            Rows = [("Id", token.Id), ("UserId", token.UserId), ("Token", Redactor.Mask)],
        });
        return ExitCode.Success;
    }
}
