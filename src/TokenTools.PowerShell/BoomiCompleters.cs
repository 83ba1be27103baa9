using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Boomi.Objects;

namespace TokenTools.PowerShell;

/// <summary>
/// Completes from the objects of the account that the session is connected to, with a time limit: a prompt must not wait for a service.
/// </summary>
/// <typeparam name="T">The type of the objects.</typeparam>
internal abstract class BoomiObjectCompleter<T> : WordCompleter, IArgumentCompleter
    where T : class
{
    /// <summary>How long a prompt waits.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    private BoomiConnection? _connection;

    private protected sealed override IEnumerable<KeyValuePair<string, string>> Words => _connection is null ? [] : Query(_connection);

    private protected abstract BoomiObjectKind<T> Kind { get; }

    /// <summary>The value to complete, and its tooltip.</summary>
    private protected abstract KeyValuePair<string, string> Describe(T item);

    /// <inheritdoc/>
    IEnumerable<CompletionResult> IArgumentCompleter.CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        // Not the environment's connection: completion does not read secrets.
        _connection = (fakeBoundParameters["Connection"] is { } bound ? PSObject.AsPSObject(bound).BaseObject as BoomiConnection : null)
            ?? Session.Current.Default<BoomiConnection>();
        return CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters).ToList();
    }

    private IEnumerable<KeyValuePair<string, string>> Query(BoomiConnection connection)
    {
        using var limit = new CancellationTokenSource(TimeLimit);
        var token = limit.Token;
        try
        {
            // Only the first page: more than 100 words are of no use at a prompt.
            var task = Task.Run(() => new BoomiQuery<T>(connection, Kind, null).ReadPageAsync(null, token), token);
            return task.Wait(TimeLimit) ? task.Result.Select(Describe).Where(static word => word.Key.Length > 0).ToList() : [];
        }
        catch (Exception error) when (error is AggregateException or OperationCanceledException or TokenException)
        {
            // A completer cannot report an error at a prompt.
            return [];
        }
    }
}

/// <summary>Completes the names of runtimes.</summary>
internal sealed class BoomiRuntimeCompleter : BoomiObjectCompleter<BoomiRuntime>
{
    private protected override BoomiObjectKind<BoomiRuntime> Kind => BoomiRuntime.Kind;

    private protected override KeyValuePair<string, string> Describe(BoomiRuntime item) => new(item.Name, item.Type + ", " + item.StatusText);
}

/// <summary>Completes the ids of runtimes.</summary>
internal sealed class BoomiRuntimeIdCompleter : BoomiObjectCompleter<BoomiRuntime>
{
    private protected override BoomiObjectKind<BoomiRuntime> Kind => BoomiRuntime.Kind;

    private protected override KeyValuePair<string, string> Describe(BoomiRuntime item) => new(item.Id, item.Name + ", " + item.StatusText);
}

/// <summary>Completes the names of environments.</summary>
internal sealed class BoomiEnvironmentCompleter : BoomiObjectCompleter<BoomiRuntimeEnvironment>
{
    private protected override BoomiObjectKind<BoomiRuntimeEnvironment> Kind => BoomiRuntimeEnvironment.Kind;

    private protected override KeyValuePair<string, string> Describe(BoomiRuntimeEnvironment item) =>
        new(item.Name, item.Classification ?? item.Id);
}

/// <summary>Completes the ids of environments.</summary>
internal sealed class BoomiEnvironmentIdCompleter : BoomiObjectCompleter<BoomiRuntimeEnvironment>
{
    private protected override BoomiObjectKind<BoomiRuntimeEnvironment> Kind => BoomiRuntimeEnvironment.Kind;

    private protected override KeyValuePair<string, string> Describe(BoomiRuntimeEnvironment item) => new(item.Id, item.Name);
}

/// <summary>Completes words of Boomi's schemas: types and statuses of runtimes, classifications of environments.</summary>
internal sealed class BoomiWordCompleter : WordCompleter
{
    private protected override IEnumerable<KeyValuePair<string, string>> Words => [];

    private protected override IEnumerable<KeyValuePair<string, string>> GetWords(string parameterName, string typed) =>
        parameterName.ToUpperInvariant() switch
        {
            "TYPE" => BoomiRuntime.Types,
            "STATUS" => BoomiRuntime.Statuses,
            "CLASSIFICATION" => BoomiRuntimeEnvironment.Classifications,
            _ => Words,
        };
}
