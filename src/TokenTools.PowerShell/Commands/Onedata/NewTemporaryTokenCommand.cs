using System.Management.Automation;
using TokenTools.Onedata;

namespace TokenTools.PowerShell.Commands.Onedata;

/// <summary>Creates a temporary token at a Onezone, narrowed by caveats.</summary>
[Cmdlet(VerbsCommon.New, "TemporaryToken", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "New-TemporaryToken.md")]
[OutputType(typeof(OnedataToken))]
public sealed class NewTemporaryTokenCommand : TokenRequestCommand
{
    /// <summary>
    /// The type of the token: Access (default) to act as its subject, Identity to prove an identity, Invite to let its holder join
    /// something.
    /// </summary>
    [Parameter(Position = 0)]
    [Choice(typeof(TemporaryTokenType), nameof(Type))]
    public TemporaryTokenType Type { get; set; }

    /// <summary>
    /// Masks the token in the log of GitHub Actions or Azure Pipelines, if one of them runs this process, before it is returned. True by
    /// default; -Mask:$false omits it.
    /// </summary>
    [Parameter]
    [PSDefaultValue(Help = "True")]
    public SwitchParameter Mask { get; set; }

    /// <inheritdoc/>
    private protected override void RequestToken()
    {
        var request = Fill(new TemporaryTokenSpec
        {
            Type = MyInvocation.BoundParameters.ContainsKey(nameof(Type)) ? Type.ToString() : null,
        }).Build();
        var connection = EffectiveConnection;
        // Also with -WhatIf, which must not announce an operation that would be rejected.
        connection.Validate(request);
        if (ShouldRequest(connection, ModuleText.Create(
            nameof(ModuleMessages.TemporaryTokenAction), request.Type.InviteType?.Name ?? request.Type.Name)))
        {
            WriteCreated(
                (progress, stop) => connection.CreateTemporaryTokenAsync(request, AsPlainText, progress, stop),
                token =>
                {
                    this.MaskNew(token.Token);
                    // First: under -WarningAction Stop, a warning ends the pipeline.
                    WriteRecorded(token, token.InviteType ?? token.Type, token.ExpiresAt, token.Secured);
                    WriteWarnings(token.WarningsSince(original: null));
                },
                DescribeUnwritten);
        }
    }

    private static string DescribeUnwritten(OnedataToken token) => token.ExpiresAt is { } expiry
        ? ModuleText.Format(
            nameof(ModuleMessages.TemporaryTokenNotReturned), token.InviteType ?? token.Type, TimeText.CeilingToMinute(expiry))
        : ModuleText.Format(nameof(ModuleMessages.TemporaryTokenNotReturnedWithoutExpiry), token.InviteType ?? token.Type);
}

/// <summary>The types of token that can be requested.</summary>
public enum TemporaryTokenType
{
    /// <summary>Acts as its subject.</summary>
    Access,

    /// <summary>Only proves the identity of its subject.</summary>
    Identity,

    /// <summary>Lets its holder join its target.</summary>
    Invite,
}
