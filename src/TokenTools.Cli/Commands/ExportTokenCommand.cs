using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Export;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>The command for Export-Token.</summary>
internal sealed class ExportTokenCommand : CliCommand
{
    private readonly SettingOptions<TokenExportSpec> _settings;
    private readonly SecretSource _token;

    public ExportTokenCommand()
        : base("export-token", "Writes a token of any platform to a file that only its owner can read, in a form for its consumer.")
    {
        _token = Add(new SecretSource("--token", CliVariables.Token, "token, alone or in its JSON document", piped: true));
        _settings = new SettingOptions<TokenExportSpec>(this);
        _settings.Add(nameof(TokenExportSpec.Path), "The file to write.", "file").Required = true;
        _settings.Add(
            nameof(TokenExportSpec.As),
            string.Join(", ", TokenExportForm.All) + ": " + TokenExportForm.All[0] + " by default.",
            "form",
            TokenExportForm.Descriptions.Keys);
        _settings.Add(
            nameof(TokenExportSpec.VariableName),
            ForNamedValues() + "the token's variable; by default, " + OptionText.ConsumerVariables + ".",
            "name");
        _settings.Add(nameof(TokenExportSpec.IncludePassword), "Also writes the password in a bootstrap token.");
        _settings.Add(
            nameof(TokenExportSpec.PasswordVariableName),
            ForNamedValues() + "the password's variable; GD_ADMIN_USER_PASSWORD by default.",
            "name");
        _settings.Add(nameof(TokenExportSpec.Force), "Replaces an existing file.");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools export-token --token-file token.json --as EnvironmentFile --path orders.env",
        "tokentools temporary-token --sandbox --output token | tokentools export-token --path token.txt",
    ];

    private static string ForNamedValues() =>
        "For " + string.Join(" and ", TokenExportForm.All.Where(static form => form.HasNames)) + ": ";

    protected override Task<int> RunAsync(CommandContext context)
    {
        var spec = _settings.Read(context.Parsed, new TokenExportSpec());
        spec.Validate();
        spec.RequirePath();
        spec.Path = OutputPath.ResolveCreatable(context, spec.Path, spec.Force)!;
        var export = spec.Build(TokenText.Read(_token.Read(context)));
        context.Warn(export.Warnings);
        export.Save(new OwnerOnlyFile());
        var json = new JObject { ["path"] = export.Path };
        context.Write(new CommandResult(json.ToString(Formatting.None)) { Rows = [("Path", export.Path)] });
        return Task.FromResult(ExitCode.Success);
    }
}
