using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Boomi.Objects;

namespace TokenTools.PowerShell;

/// <summary>Completes from the objects of an account.</summary>
/// <typeparam name="T">The type of the objects.</typeparam>
internal abstract class BoomiObjectCompleter<T> : ServiceCompleter<BoomiConnection>
    where T : class
{
    private protected abstract BoomiObjectKind<T> Kind { get; }

    /// <summary>The value to complete, and its tooltip.</summary>
    private protected abstract KeyValuePair<string, string> Describe(T item);

    private protected sealed override async Task<IReadOnlyList<KeyValuePair<string, string>>> ReadAsync(
        BoomiConnection connection, IDictionary boundParameters, CancellationToken cancellationToken)
    {
        // Only the first page, which has at most 100 objects.
        var page = await new BoomiQuery<T>(connection, Kind, null).ReadPageAsync(null, cancellationToken).ConfigureAwait(false);
        return page.Select(Describe).Where(static word => word.Key.Length > 0).ToList();
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
