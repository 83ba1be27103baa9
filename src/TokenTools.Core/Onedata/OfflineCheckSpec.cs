using System;
using TokenTools.Onedata.Caveats;
using TokenTools.Onedata.Purposes;

namespace TokenTools.Onedata;

/// <summary>The context in which a token is evaluated without a server, as a front end binds it.</summary>
internal sealed class OfflineCheckSpec
{
    /// <summary>The time at which the token is used; null for the time of the token's clock.</summary>
    public DateTimeOffset? At { get; set; }

    /// <summary>The IPv4 address from which the token is used; null if it is not known.</summary>
    public string? IpAddress { get; set; }

    /// <summary>The service at which the token is used; null if it is not known.</summary>
    public string? Service { get; set; }

    /// <summary>The consumer that uses the token; null if it is not known.</summary>
    public string? Consumer { get; set; }

    /// <summary>The interface through which the token is used, in any case; null if it is not known.</summary>
    public string? Interface { get; set; }

    /// <summary>The file or directory for which the token is used; null if it is not known.</summary>
    public string? DataPath { get; set; }

    /// <summary>The name of the purpose, in any case; null for none.</summary>
    public string? Purpose { get; set; }

    /// <summary>The check.</summary>
    /// <exception cref="TokenArgumentException">A value is invalid.</exception>
    public OfflineCheck Build() => new(
        new CaveatContext
        {
            At = At,
            IpAddress = IpAddress,
            Service = Service,
            Consumer = Consumer,
            Interface = Interface,
            DataPath = DataPath,
        }.Validate(),
        TokenPurposes.Find(Purpose));
}
