using System.Collections.Generic;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>A file of install4j variables that contains the token, and the arguments of an installer that refer to it.</summary>
/// <remarks>
/// install4j's option -varfile (https://www.ej-technologies.com/resources/install4j/help/doc/installers/options.html). Boomi's
/// installers are built with install4j; Boomi does not document the option.
/// </remarks>
internal sealed class ResponseFileForm : InstallerForm
{
    /// <inheritdoc/>
    public override InstallerArgumentForm Form => InstallerArgumentForm.ResponseFile;

    /// <inheritdoc/>
    public override InstallerFileUse FileUse => InstallerFileUse.Required;

    /// <inheritdoc/>
    public override void Validate(InstallerArgumentSpec spec, IReadOnlyList<InstallerVariable> variables, List<TokenWarning> warnings) =>
        ValidateForInstaller(spec, variables);

    /// <inheritdoc/>
    public override IEnumerable<string> Arguments(InstallerArguments arguments) =>
        ["-q", "-console", "-varfile", arguments.Path!, .. DirectoryOption(arguments)];

    /// <inheritdoc/>
    public override void Write(InstallerArguments arguments, SecretBuffer text)
    {
        text.Add("installToken=");
        text.AddPropertyValue(arguments.Token.Secret.ToSecureString());
        foreach (var variable in InstallerVariables(arguments))
        {
            text.Add("\n" + variable.Installer + "=");
            text.AddPropertyValue(variable.Value);
        }

        text.Add("\n");
    }
}
