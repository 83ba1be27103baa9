using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using TokenTools.Onedata;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets that get existing named tokens, to return, change or remove them.</summary>
public abstract class NamedTokenCommand : OnezoneCommand
{
    private protected const string NameSet = "Name";
    private protected const string IdSet = "Id";

    // Enough that the zone's delays do not add up, and few enough not to burden it.
    private const int ConcurrentRequests = 8;

    private protected NamedTokenCommand()
    {
    }

    /// <summary>The names of the tokens. Wildcards are supported.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet, HelpMessage = HelpMessages.NamedTokenName)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamedTokenCompleter))]
    public virtual string[]? Name { get; set; }

    /// <summary>The ids of the tokens.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpMessages.NamedTokenId)]
    [ArgumentCompleter(typeof(NamedTokenIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>
    /// The subject of the tokens: User or Provider (the connection's own), or another one as usr-ID or prv-ID. By default the
    /// subject of the connection's token.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(SubjectCompleter))]
    public string? For { get; set; }

    /// <summary>Input from the pipeline that is neither a connection nor an object with an id.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [SecuredInput]
    public PSObject? InputObject { get; set; }

    /// <summary>Whether the tokens are strings rather than a SecureString.</summary>
    private protected virtual bool ReturnsPlainText => false;

    /// <summary>Processes each of the tokens that the parameters specify.</summary>
    /// <param name="work">Processes a token; the second value is true if exactly this token was specified.</param>
    private protected void ForTokens(Action<NamedToken, bool> work)
    {
        if (ParameterSetName == IdSet)
        {
            // An id identifies a token without its subject.
            if (For is not null && !MyInvocation.ExpectingInput)
            {
                ForToken(nameof(Id), static () => throw TokenArgumentException.Exclusive(
                    nameof(For), new SettingName(nameof(Id)), new SettingName(nameof(For))));
                return;
            }

            foreach (var id in Id!)
            {
                ForToken(DisplayText.Id(id), () => work(
                    Await((progress, stop) => EffectiveConnection.NamedTokens.GetByIdAsync(id, ReturnsPlainText, progress, stop)), true));
            }

            return;
        }

        if (Name is null)
        {
            ForToken("Onezone", () => ForMatches(static _ => true, work));
            return;
        }

        foreach (var name in Name)
        {
            // The name of a token has no wildcard characters.
            if (WildcardPattern.ContainsWildcardCharacters(name))
            {
                ForToken("Onezone", () => ForMatches(Wildcard.Parse(name, nameof(Name)).IsMatch, work));
            }
            else
            {
                ForToken(name ?? string.Empty, () => work(
                    Await((progress, stop) => EffectiveConnection.NamedTokens.GetByNameAsync(
                        name!, For, ReturnsPlainText, progress, stop)),
                    true));
            }
        }
    }

    /// <summary>Asks whether to change a token, if the user wants to be asked.</summary>
    private protected bool ShouldChange(NamedToken token, string messageName) => ShouldProcess(
        ModuleText.Format(
            nameof(ModuleMessages.NamedTokenTarget),
            DisplayText.Cleaned(token.Name),
            DisplayText.Id(token.Id),
            DisplayText.Cleaned(EffectiveConnection.Uri.Host)),
        ModuleText.Format(messageName));

    /// <summary>
    /// True if a token may be removed or revoked. One that is needed is not, unless it is specified exactly and with -Force.
    /// </summary>
    /// <exception cref="TokenArgumentException">It is specified exactly, but without -Force.</exception>
    private protected bool CanRemoveOrRevoke(NamedToken token, bool isExact, bool force)
    {
        var reason = EffectiveConnection.NamedTokens.ReasonToKeep(token);
        if (reason is not null && isExact && !force)
        {
            throw new TokenArgumentException("Force", reason);
        }

        if (reason is not null && !isExact)
        {
            WriteWarning(ModuleText.Format(nameof(ModuleMessages.NamedTokenKept), token.Name));
        }

        return reason is null || isExact;
    }

    private void ForToken(object target, Action work) => ForInput(
        target,
        () =>
        {
            EnsureKnownInput();
            work();
        },
        bringsConnection: InputObject?.BaseObject is OnezoneConnection);

    // An object without an id, piped by mistake, must not change the tokens that the other parameters specify.
    private void EnsureKnownInput()
    {
        if (ParameterSetName != IdSet && MyInvocation.BoundParameters.ContainsKey(nameof(InputObject))
            && InputObject?.BaseObject is not OnezoneConnection)
        {
            throw ModuleText.ArgumentError(nameof(InputObject), nameof(ModuleMessages.NamedTokenInputUnknown));
        }
    }

    // The zone lists only ids.
    private void ForMatches(Func<string, bool> isMatch, Action<NamedToken, bool> work)
    {
        var connection = EffectiveConnection;
        var ids = Await((progress, stop) => connection.NamedTokens.ListIdsAsync(For, progress, stop));
        for (var i = 0; i < ids.Count; i += ConcurrentRequests)
        {
            var part = ids.Skip(i).Take(ConcurrentRequests).ToList();
            var found = Await((progress, stop) => Task.WhenAll(part.Select(async id =>
            {
                try
                {
                    return (Token: await connection.NamedTokens.FindByIdAsync(id, ReturnsPlainText, progress, stop).ConfigureAwait(false),
                        Error: (TokenException?)null);
                }
                catch (TokenException error)
                {
                    return (Token: null, Error: error);
                }
            })));
            foreach (var (id, (token, error)) in part.Zip(found, static (id, result) => (id, result)))
            {
                ForInput(DisplayText.Id(id), () =>
                {
                    if (error is not null)
                    {
                        throw error;
                    }

                    // Null: it has been deleted since.
                    if (token is not null && isMatch(token.Name))
                    {
                        work(token, false);
                    }
                });
            }
        }
    }
}
