using System.Collections.Generic;
using System.Linq;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>A file of environment variables for a container, and the arguments of docker or podman that refer to it.</summary>
/// <remarks>Lines of name=value in UTF-8, which docker and podman read literally: nothing is quoted or escaped.</remarks>
internal sealed class EnvironmentFileForm : InstallerForm
{
    // docker compose interprets some of them (https://docs.docker.com/reference/compose-file/services/#env_file), and a shell that sources
    // the file all of them (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html, 2.2 and 2.6.1).
    private const string Interpreted = "'\"$\\#`;&|<>()~";

    /// <inheritdoc/>
    public override InstallerArgumentForm Form => InstallerArgumentForm.EnvironmentFile;

    /// <inheritdoc/>
    public override InstallerFileUse FileUse => InstallerFileUse.Required;

    /// <inheritdoc/>
    public override void Validate(InstallerArgumentSpec spec, IReadOnlyList<InstallerVariable> variables, List<TokenWarning> warnings)
    {
        ValidateForContainer(spec, variables, warnings);
        ValidateNoSecretName(spec);
        warnings.AddRange(variables.Where(static variable => variable.ContainsAny(IsInterpreted)).Select(static variable =>
            new TokenWarning(nameof(Messages.InstallerWarningInterpreted), new SettingName(variable.SettingKey))));
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Arguments(InstallerArguments arguments) => ["--env-file", arguments.Path!];

    /// <inheritdoc/>
    public override void Write(InstallerArguments arguments, SecretBuffer text)
    {
        text.Add(TokenVariable + "=");
        text.AddSecret(arguments.Token.Secret.ToSecureString());
        if (arguments.AccountId is { } account)
        {
            text.Add("\n" + AccountVariable + "=" + account);
        }

        foreach (var variable in arguments.Variables)
        {
            text.Add("\n" + variable.Container + "=");
            text.AddSecret(variable.Value);
        }

        text.Add("\n");
    }

    private static bool IsInterpreted(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || Interpreted.IndexOf(c) >= 0;
}
