using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.GoodData;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>The command for New-GoodDataUser.</summary>
internal sealed class GoodDataUserCommand : CliCommand
{
    private readonly SettingOptions<GoodDataUserSpec> _settings;
    private readonly SecretSource _password = new("--password", null, "password in Dex, also of an existing user", prompts: false);
    private readonly SandboxOption _sandbox = new();
    private readonly GoodDataOptionGroup _gooddata;

    public GoodDataUserCommand()
        : base(
            "gooddata-user",
            "Creates a user of an organization of GoodData.CN, or changes an existing one to what is specified. It can be repeated.")
    {
        _settings = new SettingOptions<GoodDataUserSpec>(this);
        _settings.AddArgument(
            nameof(GoodDataUserSpec.Email), "email", "The e-mail address, from which the id is derived: @ becomes .at.").Arity =
            ArgumentArity.ZeroOrOne;
        _settings.Add(nameof(GoodDataUserSpec.Id), "The user's id; derived from the e-mail address by default.", "id");
        _settings.Add(nameof(GoodDataUserSpec.FirstName), "The first name; an existing one is not changed by default.", "name");
        _settings.Add(nameof(GoodDataUserSpec.LastName), "The last name; an existing one is not changed by default.", "name");
        _settings.Add(
            nameof(GoodDataUserSpec.AuthenticationId), "The id by which an external identity provider identifies the user.", "id");
        _settings.AddTexts(
            nameof(GoodDataUserSpec.UserGroup),
            "The ids of groups that the user becomes a member of.",
            "id",
            static (spec, groups) => spec.UserGroup = groups);
        _settings.Add(nameof(GoodDataUserSpec.Manage), "Gives the user the permission MANAGE in the organization.");
        _settings.Add(
            nameof(GoodDataUserSpec.Dex),
            "Also creates the user in Dex, the built-in identity provider; the JSON contains the generated password.");
        Add(_password);
        Add(_sandbox);
        _gooddata = new GoodDataOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools gooddata-user ada@example.com --user-group adminGroup --manage --sandbox",
        "tokentools gooddata-user ada@example.com --first-name Ada --manage --dex --output-file ada.json   # GOODDATA_HOST, GOODDATA_TOKEN",
    ];

    protected override bool HasNewSecret => true;

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var spec = _settings.Read(context.Parsed, new GoodDataUserSpec());
        spec.Password = _password.IsSpecified(context.Parsed) ? _password.Read(context) : null;
        spec.Validate();
        if (spec is { Dex: true, Password: null } && context.Form == OutputForm.Text)
        {
            throw CliText.ArgumentError("Output", nameof(CliMessages.PasswordNeedsJson));
        }

        using var sandbox = _sandbox.Start(context, _gooddata.ServiceOptions);
        using var gooddata = _gooddata.Connect(context, sandbox);
        context.EnsureResultCanBeWritten(containsToken: false);
        var user = await gooddata.Users.EnsureAsync(spec, context.Progress, context.CancellationToken);
        context.Warn(user.Warnings);
        var isGenerated = spec.Password is null && user.Password is not null;
        var result = Result(user, isGenerated);
        context.Write(
            isGenerated ? result with { Issued = UserDirectory.DexPasswordNotReturned(spec) }
            : user.Change is null or GoodDataChange.Unchanged ? result
            : result.AfterChange());
        return ExitCode.Success;
    }

    private static CommandResult Result(GoodDataUser user, bool isGenerated)
    {
        var json = JObject.Parse(user.ToString());
        json["permissions"] = user.Permissions is null ? null : new JArray(user.Permissions);
        json["canManage"] = user.CanManage;
        json["change"] = user.Change?.ToString();
        if (isGenerated && user.Password is { } password)
        {
            json["password"] = SecureText.Reveal(password);
        }

        return new CommandResult(json.ToString(Formatting.None))
        {
            NewSecrets = isGenerated && user.Password is { } generated ? [SecureText.Reveal(generated)] : [],
            Rows =
            [
                ("Id", user.Id),
                ("Email", user.Email),
                ("Name", (user.FirstName + " " + user.LastName).Trim()),
                ("UserGroups", string.Join(", ", user.UserGroups)),
                ("Permissions", user.Permissions is null ? null : string.Join(", ", user.Permissions)),
                ("Change", user.Change?.ToString()),
            ],
        };
    }
}
