using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Http;

namespace TokenTools.Attacks.Tests.Faults;

/// <summary>
/// Boomi's InstallerToken endpoint with a ledger. Rows ask with their own cloud id, <c>cloud-0017</c>; some of them meet a fault on
/// their first request.
/// </summary>
internal sealed class LedgerServer : IDisposable
{
    public const string AccountId = "acme-A1B2C3";

    private readonly FaultKind _kind;
    private readonly Func<int, bool> _isFaulted;
    private readonly HostileServer _server;
    private volatile bool _faultsEnabled = true;

    /// <param name="kind">The fault.</param>
    /// <param name="isFaulted">Whether a row meets it; for kinds that come with a connection, whether that connection does.</param>
    public LedgerServer(FaultKind kind, Func<int, bool> isFaulted)
    {
        (_kind, _isFaulted) = (kind, isFaulted);
        _server = new HostileServer(ServeAsync);
    }

    public Uri Uri => _server.Uri;

    public TokenLedger Ledger { get; } = new();

    /// <summary>Called after a row's request was handled and before its answer; null for nothing to do.</summary>
    public Func<int, Task>? BeforeAnswer { get; init; }

    /// <summary>The rows that met the fault.</summary>
    public ConcurrentDictionary<int, bool> FaultedRows { get; } = new();

    /// <summary>The connections that met the fault.</summary>
    public ConcurrentDictionary<int, bool> FaultedConnections { get; } = new();

    public void Dispose() => _server.Dispose();

    /// <summary>From now on, no request meets the fault.</summary>
    public void DisableFaults() => _faultsEnabled = false;

    /// <summary>A row's cloud id.</summary>
    public static string CloudId(int row) => "cloud-" + row.ToString("D4", CultureInfo.InvariantCulture);

    /// <summary>The row of a cloud id.</summary>
    public static int Row(string cloudId) => int.Parse(cloudId["cloud-".Length..], CultureInfo.InvariantCulture);

    private async Task ServeAsync(HostileConnection connection)
    {
        if (_kind.OnConnect && _faultsEnabled && _isFaulted(connection.Number))
        {
            FaultedConnections[connection.Number] = true;
            await _kind.ShowAsync(new FaultExchange(connection, string.Empty));
            // The answer is on its way; the request is handled nevertheless.
            if (await connection.ReadRequestAsync() is { } late && _kind.Issuing == Issuing.Half && RowOf(late) % 2 == 0)
            {
                Ledger.AddRequest(RowOf(late));
                Ledger.Issue(RowOf(late));
            }

            return;
        }

        while (await connection.ReadRequestAsync() is { } request)
        {
            var row = RowOf(request);
            var earlier = Ledger.AddRequest(row);
            var isFaulted = earlier == 0 && _faultsEnabled && !_kind.OnConnect && _isFaulted(row);
            var issues = row != _kind.NeverIssuedFor
                && (!isFaulted || _kind.Issuing == Issuing.Always || (_kind.Issuing == Issuing.Half && row / 3 % 2 == 0));
            var document = Document(request, issues ? Ledger.Issue(row) : "cloud-00000000-0000-0000-0000-000000000000");
            if (BeforeAnswer is { } before)
            {
                await before(row);
            }

            if (isFaulted)
            {
                FaultedRows[row] = true;
            }

            if (!await (isFaulted ? _kind : FaultKinds.None).ShowAsync(new FaultExchange(connection, document))
                || (_faultsEnabled && (_kind.ClosesAfterAnswers || _kind.OnConnect)))
            {
                return;
            }
        }
    }

    private static int RowOf(HttpRequest request) => Row(JsonNode.Parse(request.Body)!["cloudId"]!.GetValue<string>());

    private static string Document(HttpRequest request, string token)
    {
        var asked = JsonNode.Parse(request.Body)!;
        var now = DateTimeOffset.UtcNow;
        var minutes = asked["durationMinutes"]!.GetValue<int>();
        return JsonSerializer.Serialize(new
        {
            installType = asked["installType"]!.GetValue<string>(),
            token,
            created = Date(now),
            expiration = Date(now.AddMinutes(minutes)),
            accountId = AccountId,
            durationMinutes = minutes,
            cloudId = asked["cloudId"]!.GetValue<string>(),
        });
    }

    private static string Date(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
