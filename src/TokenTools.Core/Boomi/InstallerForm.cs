using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>A form in which an installer token is passed on: a class that is registered in <see cref="All"/>.</summary>
internal abstract class InstallerForm
{
    /// <summary>The variable of a container for the token.</summary>
    public const string TokenVariable = "INSTALL_TOKEN";

    /// <summary>The variable of a container for the account's id.</summary>
    public const string AccountVariable = "BOOMI_ACCOUNTID";

    // The names that the installer of the container images accepts.
    private static readonly Regex ContainerName = new(@"\A[0-9A-Za-z_-]+\z", RegexOptions.CultureInvariant);

    /// <summary>All forms.</summary>
    public static IReadOnlyList<InstallerForm> All { get; } =
        [new ArgumentListForm(), new ResponseFileForm(), new EnvironmentFileForm(), new KubernetesSecretForm()];

    /// <summary>The form's name.</summary>
    public abstract InstallerArgumentForm Form { get; }

    /// <summary>Whether it writes a file.</summary>
    public abstract InstallerFileUse FileUse { get; }

    /// <summary>Checks the settings for this form.</summary>
    /// <exception cref="TokenArgumentException">A setting cannot be used with this form.</exception>
    public abstract void Validate(InstallerArgumentSpec spec, IReadOnlyList<InstallerVariable> variables, List<TokenWarning> warnings);

    /// <summary>The arguments; null if the form is text.</summary>
    public abstract IEnumerable<string>? Arguments(InstallerArguments arguments);

    /// <summary>The form as text.</summary>
    public virtual string Text(InstallerArguments arguments) => throw new NotSupportedException();

    /// <summary>The form as JSON: an array of the arguments, or the manifest.</summary>
    public virtual string Json(InstallerArguments arguments) => new JArray(Arguments(arguments)!).ToString(Formatting.None);

    /// <summary>The content of the file.</summary>
    public virtual void Write(InstallerArguments arguments, SecretBuffer text) => throw new NotSupportedException();

    /// <summary>Checks the settings for an installer.</summary>
    private protected static void ValidateForInstaller(InstallerArgumentSpec spec, IReadOnlyList<InstallerVariable> variables)
    {
        if (string.IsNullOrWhiteSpace(spec.RuntimeName))
        {
            throw new TokenArgumentException(nameof(spec.RuntimeName), nameof(Messages.InstallerNameMissing));
        }

        if (variables.FirstOrDefault(static variable => variable.Installer is null) is { } unknown)
        {
            throw new TokenArgumentException(
                unknown.SettingKey, nameof(Messages.InstallerOptionContainersOnly), new SettingName(unknown.SettingKey));
        }

        // The documentation calls the account invalid together with a token.
        if (spec.IncludeAccount)
        {
            throw new TokenArgumentException(
                nameof(spec.IncludeAccount), nameof(Messages.InstallerOptionContainersOnly), new SettingName(nameof(spec.IncludeAccount)));
        }

        ValidateNoSecretName(spec);
    }

    /// <summary>Checks the settings for a container.</summary>
    private protected static void ValidateForContainer(
        InstallerArgumentSpec spec, IReadOnlyList<InstallerVariable> variables, List<TokenWarning> warnings)
    {
        if (variables.FirstOrDefault(static variable => variable.Container is null) is { } unknown)
        {
            throw new TokenArgumentException(
                unknown.SettingKey, nameof(Messages.InstallerOptionNotForContainers), new SettingName(unknown.SettingKey));
        }

        if (spec.RuntimeName?.Trim() is { Length: > 0 } name && !ContainerName.IsMatch(name))
        {
            warnings.Add(new TokenWarning(nameof(Messages.InstallerWarningContainerName), DisplayText.Sanitize(name)));
        }
    }

    /// <summary>Rejects the settings of a Kubernetes Secret.</summary>
    private protected static void ValidateNoSecretName(InstallerArgumentSpec spec)
    {
        var key = !string.IsNullOrWhiteSpace(spec.SecretName) ? nameof(spec.SecretName)
            : !string.IsNullOrWhiteSpace(spec.SecretKey) ? nameof(spec.SecretKey)
            : !string.IsNullOrWhiteSpace(spec.AccountKey) ? nameof(spec.AccountKey)
            : !string.IsNullOrWhiteSpace(spec.Namespace) ? nameof(spec.Namespace)
            : null;
        if (key is not null)
        {
            throw new TokenArgumentException(key, nameof(Messages.InstallerOptionKubernetesOnly), new SettingName(key));
        }
    }

    /// <summary>The variables of an installer.</summary>
    private protected static IEnumerable<InstallerVariable> InstallerVariables(InstallerArguments arguments) =>
        arguments.Variables.Where(static variable => !variable.IsDirectory);

    /// <summary>The option of an installer for the folder, with its value; empty if there is no value.</summary>
    private protected static IEnumerable<string> DirectoryOption(InstallerArguments arguments) => arguments.Variables
        .Where(static variable => variable.IsDirectory)
        .SelectMany(static variable => new[] { variable.Installer!, variable.Text! });
}

/// <summary>Whether a form writes a file.</summary>
internal enum InstallerFileUse
{
    /// <summary>It never writes one.</summary>
    None,

    /// <summary>It writes one if a path is specified.</summary>
    Optional,

    /// <summary>It always writes one.</summary>
    Required,
}
