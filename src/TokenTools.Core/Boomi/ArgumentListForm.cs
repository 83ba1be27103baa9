using System.Collections.Generic;
using System.Linq;

namespace TokenTools.Boomi;

/// <summary>Arguments of an installer that contain the token: other users of the machine can read them while the installer runs.</summary>
internal sealed class ArgumentListForm : InstallerForm
{
    /// <inheritdoc/>
    public override InstallerArgumentForm Form => InstallerArgumentForm.ArgumentList;

    /// <inheritdoc/>
    public override InstallerFileUse FileUse => InstallerFileUse.None;

    /// <inheritdoc/>
    public override void Validate(InstallerArgumentSpec spec, IReadOnlyList<InstallerVariable> variables, List<TokenWarning> warnings) =>
        ValidateForInstaller(spec, variables);

    /// <inheritdoc/>
    public override IEnumerable<string> Arguments(InstallerArguments arguments) =>
    [
        "-q",
        "-console",
        "-VinstallToken=" + arguments.Token.Secret.Reveal(),
        .. InstallerVariables(arguments).Select(static variable => "-V" + variable.Installer + "=" + variable.Reveal()),
        .. DirectoryOption(arguments),
    ];
}
