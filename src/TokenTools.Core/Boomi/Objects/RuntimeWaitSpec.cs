using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Security;

namespace TokenTools.Boomi.Objects;

/// <summary>Which runtimes to wait for, as a front end binds it.</summary>
internal sealed class RuntimeWaitSpec
{
    /// <summary>The default time limit in seconds: what public deployments of Boomi's runtimes wait.</summary>
    public const int DefaultTimeoutSec = 600;

    /// <summary>The default interval in seconds.</summary>
    public const int DefaultIntervalSec = 10;

    // A query's filter names each of them.
    private const int MaximumCount = 1000;

    /// <summary>The names of the runtimes.</summary>
    public IReadOnlyList<string>? Name { get; set; }

    /// <summary>The ids of the runtimes.</summary>
    public IReadOnlyList<string>? Id { get; set; }

    /// <summary>The time limit for all of the runtimes in seconds: 1 to 86400; 600 by default.</summary>
    public int? TimeoutSec { get; set; }

    /// <summary>The time between two queries in seconds: 1 to 3600; 10 by default.</summary>
    public int? IntervalSec { get; set; }

    /// <summary>Creates the wait. Sends nothing.</summary>
    /// <exception cref="TokenArgumentException">A setting is not valid.</exception>
    public RuntimeWait Build(BoomiConnection connection)
    {
        SettingParser.RequireRange(TimeoutSec, 1, 86_400, nameof(TimeoutSec));
        SettingParser.RequireRange(IntervalSec, 1, 3600, nameof(IntervalSec));
        var targets = (Name ?? []).Select(static name => new RuntimeTarget(BoomiName.Validate(name, nameof(Name)), IsId: false))
            .Concat((Id ?? []).Select(static id => new RuntimeTarget(BoomiName.Validate(id, nameof(Id)), IsId: true)))
            .Distinct()
            .ToList();
        if (targets.Count is 0 or > MaximumCount)
        {
            throw new TokenArgumentException(
                nameof(Name), nameof(Messages.BoomiRuntimeCountInvalid), new SettingName(nameof(Name)), MaximumCount);
        }

        return new RuntimeWait(
            connection,
            targets,
            TimeSpan.FromSeconds(TimeoutSec ?? DefaultTimeoutSec),
            TimeSpan.FromSeconds(IntervalSec ?? DefaultIntervalSec));
    }
}

/// <summary>A runtime to wait for.</summary>
/// <param name="Text">Its name or id.</param>
/// <param name="IsId">Whether <paramref name="Text"/> is the id.</param>
internal sealed record RuntimeTarget(string Text, bool IsId)
{
    /// <summary>True for a runtime with this name or id. The case of a name is ignored.</summary>
    public bool Matches(BoomiRuntime runtime) => IsId
        ? runtime.Id == Text
        : string.Equals(runtime.Name, Text, StringComparison.OrdinalIgnoreCase);

    /// <summary>The name or id as a message shows it. A name may be a secret that was entered in its place.</summary>
    public object Shown => IsId ? DisplayText.Id(Text) : DisplayText.Sanitize(Text);

    /// <summary>The service's filter.</summary>
    /// <param name="runtime">The runtime as it was found earlier, whose name may differ in case; null if it was not found.</param>
    public QueryExpression ToExpression(BoomiRuntime? runtime) =>
        IsId ? QueryExpression.EqualTo("id", Text) : QueryExpression.EqualTo("name", runtime?.Name ?? Text);
}

/// <summary>What became of a runtime: it is ONLINE, or there is an error.</summary>
/// <param name="Target">The runtime that was waited for.</param>
/// <param name="Runtime">The runtime that is ONLINE; null with an error.</param>
/// <param name="Error">Why it is not ONLINE; null if it is.</param>
internal sealed record RuntimeWaitResult(RuntimeTarget Target, BoomiRuntime? Runtime, TokenException? Error);
