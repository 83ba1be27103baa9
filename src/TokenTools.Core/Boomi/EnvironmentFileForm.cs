using System.Collections.Generic;
using System.Linq;
using TokenTools.Export;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>A file of environment variables for a container, and the arguments of docker or podman that refer to it.</summary>
internal sealed class EnvironmentFileForm : InstallerForm
{
    /// <inheritdoc/>
    public override InstallerArgumentForm Form => InstallerArgumentForm.EnvironmentFile;

    /// <inheritdoc/>
    public override InstallerFileUse FileUse => InstallerFileUse.Required;

    /// <inheritdoc/>
    public override void Validate(InstallerArgumentSpec spec, IReadOnlyList<InstallerVariable> variables, List<TokenWarning> warnings)
    {
        ValidateForContainer(spec, variables, warnings);
        ValidateNoSecretName(spec);
        warnings.AddRange(EnvironmentFile.FindInterpreted(variables.Select(static variable => variable.ForContainer())));
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Arguments(InstallerArguments arguments) => ["--env-file", arguments.Path!];

    /// <inheritdoc/>
    public override void Write(InstallerArguments arguments, SecretBuffer text) =>
        EnvironmentFile.Write(arguments.ContainerValues(TokenVariable, AccountVariable), text);
}
