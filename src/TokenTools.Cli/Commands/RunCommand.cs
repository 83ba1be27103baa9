using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Security;
using System.Threading.Tasks;
using TokenTools.Processes;

namespace TokenTools.Cli.Commands;

/// <summary>Runs a command with secrets, like Invoke-TokenCommand.</summary>
internal sealed class RunCommand : CliCommand
{
    private readonly Option<string[]> _environment;
    private readonly Option<string[]> _file;
    private readonly Option<string?> _standardInput;
    private readonly Option<string[]> _masked;
    private readonly Option<bool> _binary;
    private readonly Argument<string[]> _command = new("command")
    {
        Description = "The command to run, after --, and its arguments, which must not contain a secret. The exit code is the command's "
            + "own, 126 if it cannot be started, or 127 if it is not found.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public RunCommand()
        : base(
            "run",
            "Runs a command that gets secrets by environment variables, temporary files or standard input, and masks them in its output, "
            + "plain or encoded. Secrets in the variables that tokentools itself reads are masked as well. In a text of several lines or JSON, such "
            + "as a kubeconfig, the secrets are the values of names such as password or token and words that look random; if there are none, the "
            + "whole text is.")
    {
        _environment = Option<string[]>(
            "--environment",
            "Sets an environment variable to the secret in a file, or on standard input for -. Can be repeated.",
            "name=file");
        _file = Option<string[]>(
            "--file",
            "Copies the secret from a file, or from standard input for -, to a temporary file, and sets an environment variable to its path. "
            + "Only you can read the temporary file, which is removed when the command ends. Can be repeated.",
            "name=file");
        _standardInput = Option<string?>("--standard-input", "Passes the content of a file, the secret, to the command's standard input.", "file");
        _masked = Option<string[]>(
            "--masked-variable", "Masks the value of an environment variable that is already set. Can be repeated.", "name");
        _binary = Option<bool>(
            "--binary", "Leaves the command's output as it is. What it writes to standard error is masked anyway.");
        Add(_command);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools installer-token ATOM -o token | tokentools run --environment INSTALL_TOKEN=- -- docker run -e INSTALL_TOKEN boomi/atom",
        "tokentools run --environment ONECLIENT_ACCESS_TOKEN=token.txt -- oneclient -H provider.example.com /mnt",
        "tokentools run --standard-input curl.conf -- curl --config -",
        "tokentools run --file KUBECONFIG=admin.conf -- kubectl get pods",
    ];

    protected override bool HasForms => false;

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var spec = new ChildCommandSpec
        {
            Command = context.Parsed.GetValue(_command) ?? [],
            StandardInput = context.Parsed.GetValue(_standardInput) is { } path
                ? SecretSource.ReadFile(context, _standardInput.Name, path, SecretReader.ReadText)
                : null,
        };
        Read(context, _environment, spec.Environment, SecretReader.ReadSecret);
        // A copy: a private key needs its last line end.
        Read(context, _file, spec.File, SecretReader.ReadText);
        spec.Secret.AddRange(SecretVariables.Values());
        foreach (var name in new[] { CliVariables.Password, CliVariables.Secret, CliVariables.Token })
        {
            if (EnvironmentVariables.Secret(name) is { } value)
            {
                spec.Secret.Add(value);
            }
        }

        foreach (var name in context.Parsed.GetValue(_masked) ?? [])
        {
            // The value is not repeated: it may be the secret itself.
            spec.Secret.Add(EnvironmentVariables.Secret(name)
                ?? throw CliText.ArgumentError(_masked.Name, nameof(CliMessages.RunVariableMissing), _masked.Name));
        }

        var command = spec.Build();
        context.Warn(command.Warnings);
        return await ChildProcess.RunAsync(command, context.Parsed.IsOn(_binary), context.Terminal, context.CancellationToken);
    }

    private static void Read(
        CommandContext context,
        Option<string[]> option,
        List<KeyValuePair<string, SecureString>> variables,
        Func<Stream, string, SecureString> read)
    {
        foreach (var given in context.Parsed.GetValue(option) ?? [])
        {
            var separator = given.IndexOf('=', StringComparison.Ordinal);
            if (separator <= 0 || separator == given.Length - 1)
            {
                throw CliText.ArgumentError(option.Name, nameof(CliMessages.RunVariableFormat), option.Name);
            }

            var secret = SecretSource.ReadFile(context, option.Name, given[(separator + 1)..], read);
            variables.Add(new(given[..separator], secret));
        }
    }
}
