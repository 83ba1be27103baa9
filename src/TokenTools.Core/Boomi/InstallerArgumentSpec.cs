using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Text.RegularExpressions;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>The settings for passing an installer token to an installer, as a front end binds them, and the rules for them.</summary>
/// <remarks>
/// help.boomi.com, unattended installation and Docker images. A setting that is null or blank is omitted. Account and cloud are never
/// passed with a token: the documentation calls them invalid.
/// </remarks>
internal sealed class InstallerArgumentSpec
{
    // help.boomi.com, runtime names; the last one is the yen sign.
    private const string ReservedInNames = "*\\^:$><%|?\"/\u00A5";

    private const int MaximumPort = 65535;

    private static readonly Regex WindowsPath = new(@"\A\s*(?:[A-Za-z]:|\\\\)", RegexOptions.CultureInvariant);

    /// <summary>The form.</summary>
    public InstallerArgumentForm As { get; set; }

    /// <summary>The file to write, as a full path; null or blank for none.</summary>
    public string? Path { get; set; }

    /// <summary>Whether an existing file is replaced.</summary>
    public bool Force { get; set; }

    /// <summary>What the token installs, if the token itself does not say it; null for none.</summary>
    public string? InstallType { get; set; }

    /// <summary>
    /// The name of the Kubernetes Secret; null for <see cref="KubernetesSecretForm.DefaultName"/>, followed by the runtime's name.
    /// </summary>
    public string? SecretName { get; set; }

    /// <summary>The key of the token in the Kubernetes Secret; null for <see cref="InstallerForm.TokenVariable"/>.</summary>
    public string? SecretKey { get; set; }

    /// <summary>The key of the account's id in the Kubernetes Secret; null for <see cref="InstallerForm.AccountVariable"/>.</summary>
    public string? AccountKey { get; set; }

    /// <summary>Whether a container also gets the id of the token's account. It is part of the Secret with a key for it.</summary>
    public bool IncludeAccount { get; set; }

    /// <summary>The namespace of the Kubernetes Secret; null or blank for the current namespace of kubectl.</summary>
    public string? Namespace { get; set; }

    /// <summary>The runtime's name.</summary>
    public string? RuntimeName { get; set; }

    /// <summary>The folder to install into; the installer creates one below it.</summary>
    public string? InstallDirectory { get; set; }

    /// <summary>For runtimes with several nodes: an existing folder that is local to each node.</summary>
    public string? LocalPath { get; set; }

    /// <summary>For runtimes with several nodes: an existing folder for temporary files that is local to each node.</summary>
    public string? LocalTempPath { get; set; }

    /// <summary>The environment to attach the runtime to.</summary>
    public string? EnvironmentId { get; set; }

    /// <summary>For CLOUD: the JDK to use.</summary>
    public string? JdkPath { get; set; }

    /// <summary>On Linux: the folder for symbolic links to the installed programs.</summary>
    public string? SymlinksDirectory { get; set; }

    /// <summary>For containers: the node's id.</summary>
    public string? LocalHostId { get; set; }

    /// <summary>For containers: options of the Java virtual machine, separated by vertical bars.</summary>
    public string? VmOptions { get; set; }

    /// <summary>For containers: properties of the runtime, name=value, separated by vertical bars.</summary>
    public string? ContainerProperties { get; set; }

    /// <summary>For containers: whether the access to the mounted folder is checked; null for the image's default.</summary>
    public bool? ValidateMountAccess { get; set; }

    /// <summary>For containers: whether the permissions of the mounted folder are changed; null for the image's default.</summary>
    public bool? UpdateMountPermissions { get; set; }

    /// <summary>The proxy's host.</summary>
    public string? ProxyHost { get; set; }

    /// <summary>The proxy's port.</summary>
    public int? ProxyPort { get; set; }

    /// <summary>The user name at the proxy.</summary>
    public string? ProxyUser { get; set; }

    /// <summary>The password at the proxy.</summary>
    public SecureString? ProxyPassword { get; set; }

    /// <summary>The same settings, for one of several tokens.</summary>
    public InstallerArgumentSpec Copy() => (InstallerArgumentSpec)MemberwiseClone();

    /// <summary>Checks everything that can be checked without writing anything.</summary>
    /// <exception cref="TokenArgumentException">The token has expired, or a setting cannot be used.</exception>
    public InstallerArguments Build(InstallerTokenInput token)
    {
        var warnings = new List<TokenWarning>();
        ValidateToken(token, warnings);
        var variables = ValidateSettings(warnings);
        foreach (var variable in variables)
        {
            if (variable.Types is { } types && Array.IndexOf(types, token.InstallType) < 0)
            {
                var name = new SettingName(variable.SettingKey);
                warnings.Add(new TokenWarning(nameof(Messages.InstallerWarningOption), name, string.Join(", ", types), token.InstallType));
            }
        }

        if (InstallDirectory is { } folder && folder.Any(static c => c > '~') && WindowsPath.IsMatch(folder))
        {
            warnings.Add(new TokenWarning(nameof(Messages.InstallerWarningFolder)));
        }

        var form = InstallerForm.All.Single(form => form.Form == As);
        ValidatePath(form);
        form.Validate(this, variables, warnings);
        if (IncludesAccount && token.AccountId is null)
        {
            throw new TokenArgumentException(nameof(IncludeAccount), nameof(Messages.InstallerAccountUnknown));
        }

        return new InstallerArguments(this, form, token, variables, warnings);
    }

    /// <summary>Checks everything that can be checked without writing anything.</summary>
    /// <exception cref="TokenArgumentException">The token has expired, or a setting cannot be used.</exception>
    public InstallerArguments Build(InstallerToken token) => Build(InstallerTokenInput.From(token));

    /// <summary>Checks the settings that depend on neither the token nor the form.</summary>
    /// <exception cref="TokenArgumentException">A setting cannot be used.</exception>
    public void ValidateSettings() => ValidateSettings([]);

    /// <summary>Checks, before there is a token, the settings that do not come from its row.</summary>
    /// <exception cref="TokenArgumentException">A setting cannot be used.</exception>
    public void ValidateBeforeToken()
    {
        var settings = Copy();
        // The row may have the path.
        settings.Force = Force && Path is not null;
        settings.ValidateSettings();
    }

    /// <summary>Whether the account's id is passed on.</summary>
    internal bool IncludesAccount => IncludeAccount || AccountKey is not null;

    private IReadOnlyList<InstallerVariable> ValidateSettings(List<TokenWarning> warnings)
    {
        ValidateName(warnings);
        SettingParser.RequireRange(ProxyPort, 1, MaximumPort, nameof(ProxyPort));
        if (Force && Path is null)
        {
            throw new TokenArgumentException(nameof(Force), nameof(Messages.ForceRequiresPath));
        }

        // Not an address: the installer and the images have a variable for the port, and none for the scheme.
        if (ProxyHost?.Trim() is { Length: > 0 } host && Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            throw new TokenArgumentException(nameof(ProxyHost), nameof(Messages.InstallerProxyHost));
        }

        var variables = InstallerVariable.From(this);
        foreach (var variable in variables)
        {
            variable.Validate();
        }

        return variables;
    }

    private void ValidatePath(InstallerForm form)
    {
        var hasPath = !string.IsNullOrWhiteSpace(Path);
        if (hasPath && form.FileUse == InstallerFileUse.None)
        {
            throw new TokenArgumentException(nameof(Path), nameof(Messages.InstallerPathNotAllowed), As);
        }

        if (!hasPath && form.FileUse == InstallerFileUse.Required)
        {
            throw new TokenArgumentException(nameof(Path), nameof(Messages.InstallerPathMissing), As);
        }
    }

    private static void ValidateToken(InstallerTokenInput token, List<TokenWarning> warnings)
    {
        if (token.TimeLeft == TimeSpan.Zero)
        {
            throw new TokenArgumentException(
                InstallerTokenInput.Key, nameof(Messages.InstallerTokenExpired), token.InstallType, token.Expiration!.Value.UtcDateTime);
        }

        if (token.TimeLeft is { } left && ExpiryWarning.IsSoon(left))
        {
            warnings.Add(new TokenWarning(
                nameof(Messages.InstallerWarningExpiresSoon), token.InstallType, token.Expiration!.Value.UtcDateTime));
        }

        NamedValue.ValidateSecret(token.Secret.ToSecureString(), InstallerTokenInput.Key);
        var text = token.Secret.Reveal();
        if (BoomiTokenPattern.IsApiToken(text))
        {
            warnings.Add(new TokenWarning(nameof(Messages.InstallerWarningApiToken)));
        }
        else if (!token.IsFromService && !BoomiTokenPattern.IsInstallerToken(text, token.InstallType))
        {
            warnings.Add(new TokenWarning(nameof(Messages.InstallerWarningUnusualToken), token.InstallType));
        }
    }

    private void ValidateName(List<TokenWarning> warnings)
    {
        if (RuntimeName?.Trim() is not { Length: > 0 } name)
        {
            return;
        }

        var reserved = name.IndexOfAny(ReservedInNames.ToCharArray());
        if (reserved >= 0)
        {
            throw new TokenArgumentException(
                nameof(RuntimeName),
                nameof(Messages.InstallerNameReserved),
                DisplayText.Sanitize(name),
                name[reserved],
                string.Join(" ", ReservedInNames.ToCharArray()));
        }

        if (name.IndexOf('-') >= 0)
        {
            var folder = name.Replace('-', '_');
            warnings.Add(new TokenWarning(
                nameof(Messages.InstallerWarningDash), DisplayText.Sanitize(name), DisplayText.Sanitize(folder)));
        }
    }
}
