using System;

namespace TokenTools.Onedata.Caveats;

/// <summary>The context in which a token is used and its caveats are evaluated. A property that is null is unknown.</summary>
internal sealed record CaveatContext
{
    /// <summary>The time.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The client's IPv4 address, such as <c>189.34.15.7</c>.</summary>
    public string? IpAddress { get; init; }

    /// <summary>The service, such as <c>ozw-onezone</c> or <c>opw-&lt;provider id&gt;</c>.</summary>
    public string? Service { get; init; }

    /// <summary>The consumer, such as <c>usr-&lt;id&gt;</c> or <c>prv-&lt;id&gt;</c>.</summary>
    public string? Consumer { get; init; }

    /// <summary>The interface: <c>rest</c>, <c>oneclient</c> or <c>graphsync</c>, in any case.</summary>
    public string? Interface
    {
        get;
        init => field = value is null ? null : InterfaceCaveat.Normalize(value);
    }

    /// <summary>The file, such as <c>/&lt;space id&gt;/directory/file.txt</c>.</summary>
    public string? DataPath { get; init; }

    /// <summary>Validates the context, and returns it.</summary>
    /// <exception cref="TokenArgumentException">
    /// A value is invalid; <see cref="TokenArgumentException.ParameterName"/> is the name of its property.
    /// </exception>
    public CaveatContext Validate()
    {
        Check(IpAddress, FindAddressProblem, nameof(IpAddress));
        Check(Service, ServiceCaveat.FindProblem, nameof(Service));
        Check(Consumer, ConsumerCaveat.FindProblem, nameof(Consumer));
        Check(Interface, InterfaceCaveat.FindProblem, nameof(Interface));
        Check(DataPath, DataPathCaveat.FindProblem, nameof(DataPath));
        return this;
    }

    /// <summary>The problem with a client's address; null if it is one IPv4 address.</summary>
    public static CaveatProblem? FindAddressProblem(string address) => Ipv4Range.FindProblem(address)
        ?? (address.IndexOf('/') >= 0 ? new CaveatProblem(nameof(Messages.CaveatContextMask)) : null);

    /// <summary>Rejects a value that has a problem.</summary>
    /// <exception cref="TokenArgumentException">The value has a problem.</exception>
    public static void Check(string? value, Func<string, CaveatProblem?> findProblem, string settingKey)
    {
        if (value is not null && findProblem(value) is { } problem)
        {
            throw problem.AsArgument(settingKey);
        }
    }
}
