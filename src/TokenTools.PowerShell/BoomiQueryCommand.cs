using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using TokenTools.Boomi.Objects;
using TokenTools.Security;

namespace TokenTools.PowerShell;

/// <summary>The base class of cmdlets that get objects of Boomi's Platform API, page by page.</summary>
/// <typeparam name="T">The type of the objects.</typeparam>
public abstract class BoomiQueryCommand<T> : BoomiCommand
    where T : class
{
    private protected BoomiQueryCommand()
    {
    }

    /// <summary>Which objects to get.</summary>
    private protected abstract IObjectQuerySpec<T> CreateSpec();

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForInput("Boomi", () =>
    {
        var spec = CreateSpec();
        var query = spec.Build(EffectiveConnection);
        while (!query.HasEnded)
        {
            foreach (var item in Await(query.ReadPageAsync))
            {
                WriteObject(item);
            }
        }

        foreach (var name in spec.NotFound)
        {
            var error = new TokenArgumentException("Name", nameof(Messages.BoomiObjectNotFound), DisplayText.Id(name));
            WriteError(ErrorRecords.From(error, DisplayText.Id(name)));
        }
    }, bringsConnection: MyInvocation.ExpectingInput && !MyInvocation.BoundParameters.ContainsKey("Name"));

    /// <summary>Names and wildcard patterns as Core filters by them.</summary>
    /// <exception cref="TokenArgumentException">A pattern is not valid.</exception>
    private protected static IReadOnlyList<NameFilter>? Filters(string[]? names, string parameterName) => names?.Select(name =>
        WildcardPattern.ContainsWildcardCharacters(name)
            ? new NameFilter(name, Wildcard.Parse(name, parameterName).IsMatch)
            : new NameFilter(WildcardPattern.Unescape(name))).ToList();
}
