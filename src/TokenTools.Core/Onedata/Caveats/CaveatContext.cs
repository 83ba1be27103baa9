using System;

namespace TokenTools.Onedata.Caveats;

/// <summary>How a token would be used: what caveats are judged against. Whatever is left null is not known.</summary>
public sealed class CaveatContext
{
    private DateTimeOffset? _at;

    /// <summary>When.</summary>
    public DateTimeOffset? At
    {
        get => _at;
        init => _at = value;
    }

    /// <summary>From which IPv4 address, such as <c>189.34.15.7</c>.</summary>
    public string? IpAddress { get; init; }

    /// <summary>At which service, such as <c>ozw-onezone</c> or <c>opw-&lt;provider id&gt;</c>.</summary>
    public string? Service { get; init; }

    /// <summary>By whom, such as <c>usr-&lt;id&gt;</c> or <c>prv-&lt;id&gt;</c>.</summary>
    public string? Consumer { get; init; }

    /// <summary>Through which interface: <c>rest</c>, <c>oneclient</c> or <c>graphsync</c>.</summary>
    public string? Interface { get; init; }

    /// <summary>For which file, such as <c>/&lt;space id&gt;/dir/file.txt</c>.</summary>
    public string? DataPath { get; init; }

    /// <summary>Refuses a situation that can't be, so that a slip isn't taken for an answer. Returns the situation.</summary>
    /// <exception cref="TokenArgumentException">A value breaks its grammar; <see cref="TokenArgumentException.ParameterName"/> is the property's name.</exception>
    public CaveatContext Validate()
    {
        if (IpAddress is not null)
        {
            CheckAddress(IpAddress, nameof(IpAddress));
        }

        if (Service is not null && (ServiceCaveat.FindProblem(Service, strict: true)
            ?? (Service.EndsWith("-*", StringComparison.Ordinal) ? new CaveatProblem(nameof(Messages.CaveatSituationWildcard), "service") : null)) is { } serviceProblem)
        {
            throw serviceProblem.AsArgument(nameof(Service));
        }

        if (Consumer is not null && (ConsumerCaveat.FindProblem(Consumer, strict: true)
            ?? (Consumer.EndsWith("-*", StringComparison.Ordinal) ? new CaveatProblem(nameof(Messages.CaveatSituationWildcard), "consumer") : null)
            ?? (Consumer.StartsWith("grp-", StringComparison.Ordinal) ? new CaveatProblem(nameof(Messages.CaveatSituationGroup)) : null)) is { } consumerProblem)
        {
            throw consumerProblem.AsArgument(nameof(Consumer));
        }

        if (Interface is not null && InterfaceCaveat.FindProblem(Interface) is { } interfaceProblem)
        {
            throw interfaceProblem.AsArgument(nameof(Interface));
        }

        if (DataPath is not null && DataPathCaveat.FindPathProblem(DataPath) is { } pathProblem)
        {
            throw pathProblem.AsArgument(nameof(DataPath));
        }

        return this;
    }

    /// <summary>The same at another time.</summary>
    internal CaveatContext AsOf(DateTimeOffset at)
    {
        var copy = (CaveatContext)MemberwiseClone();
        copy._at = at;
        return copy;
    }

    /// <summary>Refuses what isn't one IPv4 address.</summary>
    internal static void CheckAddress(string address, string parameterName)
    {
        if ((Ipv4Range.FindProblem(address) ?? (address.IndexOf('/') < 0
            ? null
            : new CaveatProblem(nameof(Messages.CaveatSituationIpMask)))) is { } problem)
        {
            throw problem.AsArgument(parameterName);
        }
    }
}
