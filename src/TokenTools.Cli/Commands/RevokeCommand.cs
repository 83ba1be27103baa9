using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;

namespace TokenTools.Cli.Commands;

/// <summary>The command for Revoke-TemporaryToken, and for Set-NamedToken with -Revoke.</summary>
internal sealed class RevokeCommand : CliCommand
{
    private const string Temporary = "temporary";
    private const string Named = "named";

    private readonly Argument<string?> _what = new("what")
    {
        Description = "temporary for all temporary tokens of a subject, or named for one named token.",
    };

    private readonly Option<string?> _name;
    private readonly Option<string?> _id;
    private readonly Option<string?> _for;
    private readonly Option<bool> _force;
    private readonly SandboxOption _sandbox = new();
    private readonly OnezoneOptionGroup _onezone;

    public RevokeCommand()
        : base("revoke", "Revokes all temporary tokens of a subject, or one named token, at a Onezone.")
    {
        _what.CompletionSources.Add(Temporary, Named);
        Add(_what);
        _name = Option<string?>("--name", "The name of the named token.", "name");
        _id = Option<string?>("--id", "The id of the named token.", "id");
        _for = Option<string?>(
            "--for", "The subject of the tokens: user or provider (the connection's own), or another one as usr-ID or prv-ID.", "subject");
        _force = Option<bool>("--force", "Allows revoking a Oneprovider's root token, or the connection's own token.");
        Add(_sandbox);
        _onezone = new OnezoneOptionGroup(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tokentools revoke temporary --sandbox",
        "tokentools revoke named --name oneclient   # ONEZONE_HOST, ONEZONE_API_KEY",
    ];

    protected override async Task<int> RunAsync(CommandContext context)
    {
        var parsed = context.Parsed;
        var what = parsed.GetValue(_what)?.ToLowerInvariant() is (Temporary or Named) and var known
            ? known
            : throw new TokenArgumentException(
                "what", nameof(Messages.ChoiceInvalid), "<what>", Temporary + ", " + Named);
        context.EnsureResultCanBeWritten(containsToken: false);
        if (what == Temporary)
        {
            parsed.Reject(nameof(CliMessages.OptionNotForTemporaryTokens), [_name, _id, _force]);
        }

        parsed.RejectBoth(_name, _id);
        // An id identifies a token without its subject.
        parsed.RejectBoth(_id, _for);
        if (what == Named && !parsed.IsSpecified(_name) && !parsed.IsSpecified(_id))
        {
            throw CliText.ArgumentError("Name", nameof(CliMessages.OptionRequiresOther), Named, "--name or --id");
        }

        using var sandbox = _sandbox.Start(context, _onezone.ServiceOptions);
        using var onezone = _onezone.Connect(context, sandbox);
        if (what == Temporary)
        {
            var subject = onezone.DescribeSubject(parsed.GetValue(_for));
            await onezone.RevokeTemporaryTokensAsync(parsed.GetValue(_for), context.Progress, context.CancellationToken);
            context.Write(Result(("revoked", Temporary), ("subject", subject)).AfterChange());
            return ExitCode.Success;
        }

        var token = await FindAsync(onezone, context);
        if (!parsed.IsOn(_force) && onezone.NamedTokens.ReasonToKeep(token) is { } reason)
        {
            throw new TokenArgumentException("Force", reason);
        }

        await onezone.NamedTokens.UpdateAsync(
            token.Id, new NamedTokenChange { Revoke = true }, context.Progress, context.CancellationToken);
        context.Write(Result(("revoked", Named), ("name", token.Name), ("id", token.Id)).AfterChange());
        return ExitCode.Success;
    }

    private static CommandResult Result(params (string Name, string Value)[] values)
    {
        var json = new JObject();
        foreach (var (name, value) in values)
        {
            json[name] = value;
        }

        return new CommandResult(json.ToString(Formatting.None))
        {
            Rows = Array.ConvertAll(values, static value => (char.ToUpperInvariant(value.Name[0]) + value.Name[1..], (string?)value.Value)),
        };
    }

    private Task<NamedToken> FindAsync(OnezoneConnection onezone, CommandContext context) => context.Parsed.GetValue(_name) is { } name
        ? onezone.NamedTokens.GetByNameAsync(name, context.Parsed.GetValue(_for), false, context.Progress, context.CancellationToken)
        : onezone.NamedTokens.GetByIdAsync(context.Parsed.GetValue(_id)!, false, context.Progress, context.CancellationToken);
}
