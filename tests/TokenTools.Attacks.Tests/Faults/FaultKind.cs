using System;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Http;

namespace TokenTools.Attacks.Tests.Faults;

/// <summary>How often a service that shows a fault has issued the token before it.</summary>
internal enum Issuing
{
    /// <summary>Never: the fault says that the request was rejected.</summary>
    Never,

    /// <summary>For half of the rows: the fault says nothing about it.</summary>
    Half,

    /// <summary>Always.</summary>
    Always,
}

/// <summary>One way in which a service or the network fails.</summary>
/// <param name="Name">The kind's name.</param>
/// <param name="Issuing">Whether the service has issued a token before it shows the fault.</param>
/// <param name="ShowAsync">Shows the fault on a connection. Its result says whether the connection serves further requests.</param>
internal sealed record FaultKind(string Name, Issuing Issuing, Func<FaultExchange, Task<bool>> ShowAsync)
{
    /// <summary>The client waits until its timeout.</summary>
    public bool TimesOut { get; init; }

    /// <summary>The fault comes with the connection, before a request was read, rather than as an answer.</summary>
    public bool OnConnect { get; init; }

    /// <summary>The client must say that certainly nothing was issued; otherwise its user could never ask again.</summary>
    public bool IsCertainRejection { get; init; }

    /// <summary>The connection is closed after every answer, without notice.</summary>
    public bool ClosesAfterAnswers { get; init; }

    /// <summary>A row for which no token is issued although the fault would allow it; null for none.</summary>
    public int? NeverIssuedFor { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A request that meets a fault.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Document">The service's document of the token; of a token for this row that was not issued if the kind issues none.</param>
internal sealed record FaultExchange(HostileConnection Connection, string Document)
{
    public async Task<bool> WriteAsync(byte[] bytes, bool keepOpen)
    {
        await Connection.WriteAsync(bytes);
        return keepOpen;
    }

    public async Task<bool> WriteAsync(string text, bool keepOpen)
    {
        await Connection.WriteAsync(text);
        return keepOpen;
    }
}
