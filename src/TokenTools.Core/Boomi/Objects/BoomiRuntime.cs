using System;
using System.Collections.Generic;

namespace TokenTools.Boomi.Objects;

/// <summary>A runtime, runtime cluster or runtime cloud: the object Atom of the Platform API.</summary>
/// <remarks>Fields: https://developer.boomi.com/docs/api/platformapi/Atom</remarks>
public sealed class BoomiRuntime
{
    /// <summary>The status of a runtime that is running.</summary>
    internal const string Online = "ONLINE";

    private BoomiRuntime(BoomiFields fields)
    {
        Id = fields.Id("id");
        Name = fields.Text("name") ?? string.Empty;
        Type = fields.Text("type") ?? string.Empty;
        Status = fields.Text("status") ?? string.Empty;
        StatusDetail = fields.Text("statusDetail");
        HostName = fields.Text("hostName");
        CurrentVersion = fields.Text("currentVersion");
        DateInstalled = fields.Date("dateInstalled");
        CreatedBy = fields.Text("createdBy");
    }

    /// <summary>The runtime's id.</summary>
    public string Id { get; }

    /// <summary>The runtime's name. The service does not document that it is unique.</summary>
    public string Name { get; }

    /// <summary>The type in the service's spelling: ATOM, MOLECULE or CLOUD.</summary>
    public string Type { get; }

    /// <summary>The status in the service's spelling: UNKNOWN, ONLINE, WARNING or OFFLINE.</summary>
    public string Status { get; }

    /// <summary>The detailed status, such as OFFLINE_NOT_INITIALIZED; null if the service returned none.</summary>
    public string? StatusDetail { get; }

    /// <summary>The name or address of the machine; null if the service returned none.</summary>
    public string? HostName { get; }

    /// <summary>The installed version; null if the service returned none.</summary>
    public string? CurrentVersion { get; }

    /// <summary>When the runtime was installed, in UTC; null if the service returned no date.</summary>
    public DateTimeOffset? DateInstalled { get; }

    /// <summary>The user who created the runtime; null if the service returned none.</summary>
    public string? CreatedBy { get; }

    /// <summary>True for the status ONLINE.</summary>
    public bool IsOnline => Status == Online;

    internal static BoomiObjectKind<BoomiRuntime> Kind { get; } = new("Atom", static fields => new BoomiRuntime(fields));

    /// <summary>The types in the service's schema, with what they are.</summary>
    internal static IReadOnlyDictionary<string, string> Types { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["ATOM"] = "a basic runtime on one machine",
        ["MOLECULE"] = "a runtime cluster",
        ["CLOUD"] = "a runtime cloud",
    };

    /// <summary>The statuses in the service's schema, with what they mean.</summary>
    internal static IReadOnlyDictionary<string, string> Statuses { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [Online] = "running",
        ["WARNING"] = "running with a problem",
        ["OFFLINE"] = "not running, or not connected",
        ["UNKNOWN"] = "not known to the platform",
    };

    /// <summary>Status and detailed status.</summary>
    internal string StatusText => string.IsNullOrEmpty(StatusDetail) ? Status : Status + " (" + StatusDetail + ")";

    /// <summary>
    /// True if a runtime with this detailed status does not become ONLINE without an intervention: it was deleted, is being removed, or did
    /// not come back from a restart (OpenAPI description, Atom).
    /// </summary>
    internal bool IsFinal => StatusDetail is "DELETED" or "OFFBOARDING" or "RESTARTING_DEAD";

    /// <summary>Name, id and status.</summary>
    public override string ToString() => Name + " (" + Id + ") " + StatusText;
}
