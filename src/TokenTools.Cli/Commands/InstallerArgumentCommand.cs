using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Security;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Security;

namespace TokenTools.Cli.Commands;

/// <summary>The command for ConvertTo-InstallerArgument.</summary>
internal sealed class InstallerArgumentCommand : CliCommand
{
    private readonly Argument<string?> _installType;
    private readonly SecretSource _token;
    private readonly InstallerOptionGroup _installer;

    public InstallerArgumentCommand()
        : base(
            "installer-argument",
            "Converts an installer token, from this or another program, into arguments, a file or a Kubernetes Secret for Boomi's installers.")
    {
        _installType = new Argument<string?>("install-type")
        {
            Description = "The install type, required if the token is text and not its document: "
                + string.Join(", ", InstallerTokenRequest.InstallTypes.Keys) + ".",
            Arity = ArgumentArity.ZeroOrOne,
        };
        _installType.CompletionSources.Add([.. InstallerTokenRequest.InstallTypes.Keys]);
        Add(_installType);
        _token = Add(new SecretSource("--token", CliVariables.Token, "installer token or its document in JSON or XML", piped: true));
        _installer = new InstallerOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools installer-argument --token-file token.json --as ResponseFile --path orders.properties --runtime-name orders",
        "tokentools installer-argument MOLECULE --token-file token.txt --as KubernetesSecret --runtime-name orders --secret-key token "
            + "| kubectl apply --server-side -f -",
    ];

    protected override Task<int> RunAsync(CommandContext context)
    {
        var spec = _installer.Read(context);
        // Before a token is read, which an earlier command may be about to create: it could not be revoked.
        spec.ValidateBeforeToken();
        if (spec.Path is not null)
        {
            new OwnerOnlyFile().EnsureCreatable(spec.Path, spec.Force);
        }

        var text = _token.Read(context);
        try
        {
            Write(context, spec, text);
        }
        catch (TokenArgumentException error) when (error.ParameterName != InstallerTokenInput.Key)
        {
            error.Advice ??= CliText.Create(nameof(CliMessages.InstallerTokenExists));
            throw;
        }

        return Task.FromResult(ExitCode.Success);
    }

    private void Write(CommandContext context, InstallerArgumentSpec spec, SecureString text)
    {
        if (InstallerTokenInput.ReadRow(text) is { HasColumns: true } row)
        {
            // Of installer-token --csv.
            row.CopyTo(spec, key => _installer.IsSpecified(context.Parsed, key));
            spec.Path = OutputPath.Resolve(context, spec.Path);
        }

        var token = InstallerTokenInput.FromText(text, context.Parsed.GetValue(_installType));
        var arguments = spec.Build(token);
        context.Warn(arguments.Warnings);
        if (arguments.Path is not null)
        {
            arguments.Save(new OwnerOnlyFile());
        }

        context.Write(new CommandResult(arguments.ToJson())
        {
            Text = arguments.ToArguments() is { } elements
                ? string.Concat(elements.Select(static element => element + "\n"))
                : arguments.ToText(),
        });
    }
}
