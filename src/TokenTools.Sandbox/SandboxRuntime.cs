using System;
using Newtonsoft.Json.Linq;
using TokenTools.Sandbox.Boomi;

namespace TokenTools.Sandbox;

/// <summary>A Boomi runtime of the sandbox, installed with one of its installer tokens.</summary>
public sealed class SandboxRuntime
{
    private readonly object _gate = new();
    private readonly SandboxClock _clock;
    private readonly DateTimeOffset _online;
    private string? _status;
    private string? _statusDetail;

    internal SandboxRuntime(SandboxInstallerToken token, string name, string hostName, SandboxClock clock, TimeSpan startup)
    {
        InstallerToken = token;
        Name = name;
        HostName = hostName;
        _clock = clock;
        DateInstalled = clock.UtcNow;
        _online = DateInstalled + startup;
    }

    /// <summary>The runtime's id.</summary>
    public string Id { get; } = RandomText.Uuid();

    /// <summary>The runtime's name.</summary>
    public string Name { get; }

    /// <summary>The name of the machine.</summary>
    public string HostName { get; }

    /// <summary>The token that it was installed with.</summary>
    public SandboxInstallerToken InstallerToken { get; }

    /// <summary>The time of the installation in UTC, by the sandbox's clock.</summary>
    public DateTimeOffset DateInstalled { get; }

    /// <summary>ATOM, MOLECULE or CLOUD.</summary>
    public string Type => InstallerToken.InstallType is "MOLECULE" or "CLOUD" ? InstallerToken.InstallType : "ATOM";

    /// <summary>The status: OFFLINE until the runtime has started, then ONLINE; or the one that a test has set.</summary>
    public string Status
    {
        get
        {
            lock (_gate)
            {
                return _status ?? (_clock.UtcNow < _online ? "OFFLINE" : "ONLINE");
            }
        }
    }

    /// <summary>The detailed status.</summary>
    public string? StatusDetail
    {
        get
        {
            lock (_gate)
            {
                return _status is not null ? _statusDetail : _clock.UtcNow < _online ? "OFFLINE_NOT_INITIALIZED" : "ONLINE_RUNNING";
            }
        }
    }

    /// <summary>The id of the environment that it is attached to; null for none.</summary>
    public string? EnvironmentId { get; internal set; }

    /// <summary>How often it was attached: more than once if it was moved.</summary>
    public int AttachmentCount { get; internal set; }

    /// <summary>Sets the status, which then no longer changes.</summary>
    /// <param name="status">UNKNOWN, ONLINE, WARNING or OFFLINE.</param>
    /// <param name="statusDetail">The detailed status; null for none.</param>
    public void SetStatus(string status, string? statusDetail = null)
    {
        lock (_gate)
        {
            _status = status;
            _statusDetail = statusDetail;
        }
    }

    /// <summary>Name and status.</summary>
    public override string ToString() => Name + " " + Status;

    /// <summary>The object Atom, with the fields of the OpenAPI description.</summary>
    internal JObject ToJson(string createdBy)
    {
        var json = new JObject { ["@type"] = "Atom", ["id"] = Id, ["name"] = Name, ["status"] = Status, ["type"] = Type };
        if (StatusDetail is { } detail)
        {
            json["statusDetail"] = detail;
        }

        json["hostName"] = HostName;
        json["dateInstalled"] = BoomiQueryEngine.Date(DateInstalled);
        json["currentVersion"] = "26.11.0";
        json["createdBy"] = createdBy;
        return json;
    }
}
