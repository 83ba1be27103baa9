using System.Collections.Generic;
using System.Linq;
using TokenTools.Security;

namespace TokenTools.Boomi;

/// <summary>An installer token and validated settings, in the form that an installer or a container expects.</summary>
internal sealed class InstallerArguments
{
    private readonly InstallerForm _form;

    internal InstallerArguments(
        InstallerArgumentSpec spec,
        InstallerForm form,
        InstallerTokenInput token,
        IReadOnlyList<InstallerVariable> variables,
        IReadOnlyList<TokenWarning> warnings)
    {
        _form = form;
        Spec = spec;
        Token = token;
        Variables = variables;
        Warnings = warnings;
        Path = string.IsNullOrWhiteSpace(spec.Path) ? null : spec.Path;
    }

    /// <summary>Possible problems with the arguments.</summary>
    public IReadOnlyList<TokenWarning> Warnings { get; }

    /// <summary>The file that <see cref="Save"/> writes; null for none.</summary>
    public string? Path { get; }

    /// <summary>The Kubernetes Secret, as namespace/name; null for another form.</summary>
    public string? Secret => _form is KubernetesSecretForm ? KubernetesSecretForm.Manifest(this).Identity : null;

    /// <summary>The account's id, if it is passed on; null otherwise.</summary>
    internal string? AccountId => Spec.IncludesAccount ? Token.AccountId : null;

    /// <summary>The variables of a container: the token, the account if it is passed on, and the settings.</summary>
    /// <param name="tokenName">The name of the token.</param>
    /// <param name="accountName">The name of the account's id.</param>
    internal IReadOnlyList<NamedValue> ContainerValues(string tokenName, string accountName) =>
    [
        new(tokenName, Token.Secret.ToSecureString(), InstallerTokenInput.Key),
        .. AccountId is { } account ? [new NamedValue(accountName, account, nameof(Spec.IncludeAccount))] : Enumerable.Empty<NamedValue>(),
        .. Variables.Select(static variable => variable.ForContainer()),
    ];

    internal InstallerArgumentSpec Spec { get; }

    internal InstallerTokenInput Token { get; }

    internal IReadOnlyList<InstallerVariable> Variables { get; }

    /// <summary>The arguments, one per element, as a program receives them; null if the form without a file is text.</summary>
    public string[]? ToArguments() => _form.Arguments(this)?.ToArray();

    /// <summary>The form as text, such as a manifest.</summary>
    public string ToText() => _form.Text(this);

    /// <summary>The form as JSON: an array of the arguments, or the manifest.</summary>
    public string ToJson() => _form.Json(this);

    /// <summary>Writes the file, which only its owner can read.</summary>
    /// <param name="files">Writes it. Shared by all files of a run.</param>
    /// <exception cref="TokenArgumentException">The file exists and is not to be replaced, or cannot be written.</exception>
    public void Save(OwnerOnlyFile files)
    {
        using var text = new SecretBuffer();
        _form.Write(this, text);
        files.Write(Path!, Spec.Force, text.WriteTo);
    }
}
