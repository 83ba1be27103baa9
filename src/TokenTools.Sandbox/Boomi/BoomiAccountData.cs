using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json.Linq;
using TokenTools.Sandbox.Recording;

namespace TokenTools.Sandbox.Boomi;

/// <summary>The runtimes, environments, attachments and audit log of one account. Thread-safe.</summary>
internal sealed class BoomiAccountData
{
    private readonly object _gate = new();
    private readonly List<SandboxRuntime> _runtimes = [];
    private readonly List<SandboxEnvironment> _environments = [];
    private readonly BoundedLog<JObject> _auditLog;
    private readonly string _accountId;
    private readonly string _userName;
    private readonly SandboxClock _clock;
    private readonly SandboxOptions _options;

    public BoomiAccountData(string accountId, string userName, SandboxClock clock, SandboxOptions options)
    {
        _accountId = accountId;
        _userName = userName;
        _clock = clock;
        _options = options;
        _auditLog = new BoundedLog<JObject>(options.MaximumRecorded);
    }

    public SandboxRuntime[] Runtimes => Locked(() => _runtimes.ToArray());

    public SandboxEnvironment[] Environments => Locked(() => _environments.ToArray());

    /// <summary>The objects Atom.</summary>
    public IEnumerable<JObject> RuntimeObjects => Runtimes.Select(runtime => runtime.ToJson(_userName));

    /// <summary>The objects Environment.</summary>
    public IEnumerable<JObject> EnvironmentObjects => Environments.Select(ToJson);

    /// <summary>The objects EnvironmentAtomAttachment.</summary>
    public IEnumerable<JObject> AttachmentObjects =>
        Runtimes.Where(static runtime => runtime.EnvironmentId is not null).Select(ToAttachment);

    /// <summary>The objects AuditLog.</summary>
    public IEnumerable<JObject> AuditLog => _auditLog.ToArray();

    /// <summary>Installs a runtime; null if there are too many.</summary>
    public SandboxRuntime? Install(SandboxInstallerToken token, string name, string hostName) => Locked(() =>
    {
        if (_runtimes.Count >= _options.MaximumRecorded)
        {
            return null;
        }

        var runtime = new SandboxRuntime(token, name, hostName, _clock, _options.RuntimeStartup);
        token.RuntimeId ??= runtime.Id;
        _runtimes.Add(runtime);
        Log("as.atom", "INSTALL", "TOKEN", "INTERNAL", runtime.Id);
        return runtime;
    });

    /// <summary>Creates an environment; null if the name is taken, or if there are too many.</summary>
    public JObject? CreateEnvironment(string name, string? classification) => Locked(() =>
    {
        if (_environments.Count >= _options.MaximumRecorded
            || _environments.Exists(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        // The default is PROD (OpenAPI description, Environment).
        var environment = new SandboxEnvironment(RandomText.Uuid(), name, classification ?? "PROD");
        _environments.Add(environment);
        Log("as.environment", "ADD", "NONE", "API");
        return ToJson(environment);
    });

    /// <summary>Attaches a runtime, or moves it; null if it or the environment does not exist.</summary>
    public JObject? Attach(string atomId, string environmentId) => Locked(() =>
    {
        if (_runtimes.Find(one => one.Id == atomId) is not { } runtime || !_environments.Exists(one => one.Id == environmentId))
        {
            return null;
        }

        if (runtime.EnvironmentId != environmentId)
        {
            runtime.EnvironmentId = environmentId;
            runtime.AttachmentCount++;
            Log("as.environment", "ATTACH", "NONE", "API", atomId);
        }

        return ToAttachment(runtime);
    });

    /// <summary>Adds an entry to the audit log.</summary>
    public void Log(string type, string action, string modifier, string source, string? containerId = null)
    {
        var entry = new JObject
        {
            ["@type"] = "AuditLog",
            ["documentId"] = RandomText.Hex(20),
            ["accountId"] = _accountId,
            ["userId"] = _userName,
            ["date"] = BoomiQueryEngine.Date(_clock.UtcNow),
            ["type"] = type,
            ["action"] = action,
            ["modifier"] = modifier,
            ["level"] = "INFO",
            ["source"] = source,
        };
        if (containerId is not null)
        {
            entry["containerId"] = containerId;
        }

        _auditLog.Add(entry);
    }

    private T Locked<T>(Func<T> action)
    {
        lock (_gate)
        {
            return action();
        }
    }

    private static JObject ToJson(SandboxEnvironment environment) => new()
    {
        ["@type"] = "Environment",
        ["id"] = environment.Id,
        ["name"] = environment.Name,
        ["classification"] = environment.Classification,
    };

    private static JObject ToAttachment(SandboxRuntime runtime)
    {
        using var hash = SHA256.Create();
        var id = hash.ComputeHash(Encoding.UTF8.GetBytes(runtime.Id + runtime.EnvironmentId));
        return new JObject
        {
            ["@type"] = "EnvironmentAtomAttachment",
            // Computed from both ids (OpenAPI description).
            ["id"] = string.Concat(id.Select(static part => part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture))),
            ["atomId"] = runtime.Id,
            ["environmentId"] = runtime.EnvironmentId,
        };
    }
}
