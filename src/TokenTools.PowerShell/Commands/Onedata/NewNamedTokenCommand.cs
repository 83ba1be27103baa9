using System.Management.Automation;
using TokenTools.Onedata;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Creates a named token at a Onezone, which stores it, or returns the existing one.</summary>
[Cmdlet(VerbsCommon.New, "NamedToken", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "New-NamedToken.md")]
[OutputType(typeof(NamedToken))]
public sealed class NewNamedTokenCommand : TokenRequestCommand
{
    /// <summary>
    /// The name, which is unique among the tokens of its subject: 2 to 128 letters, digits, underscores and round brackets, and inside
    /// also spaces, dots and dashes.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = HelpMessages.NamedTokenName)]
    [AllowEmptyString]
    public string Name { get; set; } = string.Empty;

    /// <summary>
    /// The type of the token: Access (default) to act as its subject, Identity to prove an identity, Invite to let its holder join
    /// something.
    /// </summary>
    [Parameter(Position = 1)]
    [Choice(typeof(TemporaryTokenType), nameof(Type))]
    public TemporaryTokenType Type { get; set; }

    /// <summary>The number of times that an invite token can be used, 1 or more; unlimited by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsNull]
    [Number(nameof(UsageLimit))]
    public int? UsageLimit { get; set; }

    /// <summary>
    /// The privileges that an invite token grants to the user or group that joins, such as space_view. By default, those of a member.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(PrivilegeCompleter))]
    public string[]? Privileges { get; set; }

    /// <summary>The user's own data about the token: a hashtable, an object, or JSON. None by default.</summary>
    [Parameter]
    public object? Metadata { get; set; }

    /// <summary>
    /// Returns the existing token if the subject has one with this name; an error if that is revoked, expired, or differs from the
    /// requested one. By default, an existing token is an error.
    /// </summary>
    [Parameter]
    public SwitchParameter GetExisting { get; set; }

    /// <summary>
    /// Masks the token in the log of GitHub Actions or Azure Pipelines, if one of them runs this process, before it is returned. True by
    /// default; -Mask:$false omits it.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "True")]
    public SwitchParameter Mask { get; set; }

    /// <inheritdoc/>
    private protected override bool IsRow => true;

    /// <inheritdoc/>
    private protected override void RequestToken()
    {
        var request = CreateSpec().Build();
        var connection = EffectiveConnection;
        // Also with -WhatIf, which must not announce an operation that would be rejected.
        connection.NamedTokens.Validate(request);
        if (ShouldRequest(connection, ModuleText.Create(
            nameof(ModuleMessages.NamedTokenAction), request.Name, request.Type.InviteType?.Name ?? request.Type.Name)))
        {
            WriteCreated(
                (progress, stop) => connection.NamedTokens.CreateAsync(request, AsPlainText, progress, stop),
                Write,
                static token => token.AlreadyExisted ? null : ModuleText.Format(nameof(ModuleMessages.NamedTokenNotReturned), token.Name));
        }
    }

    private void Write(NamedToken token)
    {
        this.MaskNew(token.Token);
        // First: under -WarningAction Stop, a warning ends the pipeline.
        WriteObject(token);
        if (token.AlreadyExisted)
        {
            WriteVerbose(ModuleText.Format(nameof(ModuleMessages.NamedTokenExisted), token.Name));
        }

        WriteWarnings(token.Decoded.WarningsSince(original: null));
    }

    private NamedTokenSpec CreateSpec()
    {
        var spec = Fill(new NamedTokenSpec
        {
            Name = Name,
            Type = MyInvocation.BoundParameters.ContainsKey(nameof(Type)) ? Type.ToString() : null,
            UsageLimit = UsageLimit,
            GetExisting = GetExisting,
        });
        spec.Privileges = Bound(nameof(Privileges), Privileges);
        spec.Metadata = MetadataArgument.ToPlain(Bound(nameof(Metadata), Metadata));
        return spec;
    }

    // An empty variable must not silently leave a restriction out.
    private T? Bound<T>(string key, T? value)
        where T : class => value is null && MyInvocation.BoundParameters.ContainsKey(key)
            ? throw new TokenArgumentException(key, nameof(Messages.SettingIsNull), new SettingName(key))
            : value;
}
