using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Onedata;

namespace TokenTools.PowerShell;

/// <summary>
/// Completes the names of the named tokens at the zone that the session is connected to, with a time limit: a prompt must not wait for a
/// service.
/// </summary>
internal sealed class NamedTokenCompleter : WordCompleter, IArgumentCompleter
{
    /// <summary>How long a prompt waits.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    // More words than these are of no use at a prompt.
    private const int MaximumCount = 100;

    private OnezoneConnection? _connection;
    private string? _subject;

    private protected override IEnumerable<KeyValuePair<string, string>> Words => _connection is null ? [] : Query(_connection);

    /// <inheritdoc/>
    IEnumerable<CompletionResult> IArgumentCompleter.CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        // Not the environment's connection: completion does not read secrets.
        _connection = (fakeBoundParameters["Connection"] is { } bound ? PSObject.AsPSObject(bound).BaseObject as OnezoneConnection : null)
            ?? Session.Current.Default<OnezoneConnection>();
        _subject = fakeBoundParameters["For"] as string;
        return CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters).ToList();
    }

    private List<KeyValuePair<string, string>> Query(OnezoneConnection connection)
    {
        using var limit = new CancellationTokenSource(TimeLimit);
        var cancellationToken = limit.Token;
        var subject = _subject;
        try
        {
            var task = Task.Run(() => ReadAsync(connection.NamedTokens, subject, cancellationToken), cancellationToken);
            return task.Wait(TimeLimit) ? task.Result : [];
        }
        catch (Exception error) when (error is AggregateException or OperationCanceledException or TokenException)
        {
            // A completer cannot report an error at a prompt.
            return [];
        }
    }

    private static async Task<List<KeyValuePair<string, string>>> ReadAsync(
        OnezoneNamedTokens tokens, string? subject, CancellationToken cancellationToken)
    {
        var ids = await tokens.ListIdsAsync(subject, null, cancellationToken).ConfigureAwait(false);
        var found = await Task.WhenAll(ids.Take(MaximumCount).Select(id => tokens.FindByIdAsync(id, false, null, cancellationToken)))
            .ConfigureAwait(false);
        return found.OfType<NamedToken>().Select(static token => new KeyValuePair<string, string>(
            token.Name, (token.InviteType ?? token.Type) + (token.Revoked ? ", revoked" : string.Empty))).ToList();
    }
}

/// <summary>Completes the privileges that an invite token can grant.</summary>
internal sealed class PrivilegeCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words { get; } = OnezoneEntityKind.All.SelectMany(
        static kind => kind.Privileges.Select(privilege => new KeyValuePair<string, string>(privilege, "in a " + kind.Name)));
}
