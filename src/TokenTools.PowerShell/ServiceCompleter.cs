using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Http;

namespace TokenTools.PowerShell;

/// <summary>
/// Completes from what the service has that the session is connected to, with a time limit: a prompt must not wait for a service.
/// </summary>
/// <typeparam name="TConnection">The type of the connection.</typeparam>
internal abstract class ServiceCompleter<TConnection> : WordCompleter, IArgumentCompleter
    where TConnection : ServiceConnection
{
    /// <summary>More words than these are of no use at a prompt.</summary>
    protected const int MaximumCount = 100;

    // How long a prompt waits.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    private IReadOnlyList<KeyValuePair<string, string>> _words = [];

    private protected sealed override IEnumerable<KeyValuePair<string, string>> Words => _words;

    /// <inheritdoc/>
    IEnumerable<CompletionResult> IArgumentCompleter.CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        // Not the environment's connection: completion does not read secrets.
        var connection = fakeBoundParameters["Connection"] is { } bound ? PSObject.AsPSObject(bound).BaseObject as TConnection : null;
        connection ??= Session.Current.Default<TConnection>();
        // Runtimes, for example, may have the same name.
        var names = new HashSet<string>(StringComparer.Ordinal);
        _words = connection is null ? [] : Read(connection, fakeBoundParameters).Where(word => names.Add(word.Key)).ToList();
        return CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters).Take(MaximumCount).ToList();
    }

    /// <summary>The values to complete, each with its tooltip.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="boundParameters">The parameters that the command line already has.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    private protected abstract Task<IReadOnlyList<KeyValuePair<string, string>>> ReadAsync(
        TConnection connection, IDictionary boundParameters, CancellationToken cancellationToken);

    private IReadOnlyList<KeyValuePair<string, string>> Read(TConnection connection, IDictionary boundParameters)
    {
        using var limit = new CancellationTokenSource();
        var cancellationToken = limit.Token;
        var reading = Task.Run(() => ReadAsync(connection, boundParameters, cancellationToken), CancellationToken.None);
        try
        {
            return Task.WaitAny([reading], TimeLimit) < 0 ? [] : reading.GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is OperationCanceledException or TokenException)
        {
            // A completer cannot report an error at a prompt.
            return [];
        }
        finally
        {
            // Requests that took too long must not go on in the background.
            limit.Cancel();
        }
    }
}
