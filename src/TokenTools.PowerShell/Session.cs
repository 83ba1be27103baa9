using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using TokenTools.Http;

namespace TokenTools.PowerShell;

/// <summary>The connections and sandboxes of one runspace.</summary>
/// <remarks>
/// Stored with the module instance of the runspace, and ends with it. Runspaces do not share module instances; nothing here is static.
/// </remarks>
internal sealed class Session : IDisposable
{
    private const string Key = "TokenTools.Session";

    private readonly object _gate = new();
    private readonly List<ServiceConnection> _open = [];
    private readonly List<IDisposable> _registered = [];
    private bool _watching;
    private readonly HashSet<ServiceConnection> _shared = [];
    private readonly Dictionary<Type, ServiceConnection> _defaults = [];
    private readonly Dictionary<Type, (string Fingerprint, ServiceConnection Connection)> _fromEnvironment = [];

    /// <summary>The session of the runspace that the cmdlet runs in.</summary>
    public static Session Of(PSCmdlet command)
    {
        // A cmdlet without a module (in a host's own list of commands) has no persistent session, but supports -Connection.
        var module = command.MyInvocation.MyCommand.Module;
        return module is null ? new Session() : Of(module);
    }

    /// <summary>Closes everything that a module instance holds.</summary>
    public static void Release(PSModuleInfo module)
    {
        if (module.PrivateData is IDictionary data && data[Key] is Session session)
        {
            data.Remove(Key);
            session.Dispose();
        }
    }

    /// <summary>The session's open connections, oldest first.</summary>
    public IReadOnlyList<ServiceConnection> Open
    {
        get
        {
            lock (_gate)
            {
                _open.RemoveAll(static connection => connection.IsClosed);
                return _open.ToArray();
            }
        }
    }

    public bool IsDefault(ServiceConnection connection)
    {
        lock (_gate)
        {
            return _defaults.TryGetValue(connection.GetType(), out var current) && current == connection;
        }
    }

    /// <summary>The default connection; null for none.</summary>
    public T? Default<T>()
        where T : ServiceConnection
    {
        lock (_gate)
        {
            return _defaults.TryGetValue(typeof(T), out var current) && !current.IsClosed ? (T)current : null;
        }
    }

    /// <summary>Makes a connection the default. Closes the previous default unless a script may still use it.</summary>
    public void SetDefault(ServiceConnection connection)
    {
        lock (_gate)
        {
            if (_defaults.TryGetValue(connection.GetType(), out var previous))
            {
                SetIsDefault(previous, isDefault: false);
                if (!_shared.Contains(previous))
                {
                    Close(previous);
                }
            }

            _defaults[connection.GetType()] = connection;
            SetIsDefault(connection, isDefault: true);
            _open.Add(connection);
        }
    }

    /// <summary>Records that a script may use the connection from now on.</summary>
    public void MarkShared(ServiceConnection connection)
    {
        lock (_gate)
        {
            _shared.Add(connection);
        }
    }

    /// <summary>
    /// The connection that the environment describes, which is the same until the environment changes. Closes the previous one unless a
    /// script may still use it.
    /// </summary>
    public T FromEnvironment<T>(string fingerprint, Func<T> create)
        where T : ServiceConnection
    {
        lock (_gate)
        {
            if (_fromEnvironment.TryGetValue(typeof(T), out var existing))
            {
                if (existing.Fingerprint == fingerprint && !existing.Connection.IsClosed)
                {
                    return (T)existing.Connection;
                }

                if (!_shared.Contains(existing.Connection))
                {
                    Close(existing.Connection);
                }
            }

            var connection = create();
            _fromEnvironment[typeof(T)] = (fingerprint, connection);
            SetIsDefault(connection, isDefault: false);
            _open.Add(connection);
            return connection;
        }
    }

    /// <summary>Registers a resource to dispose of with the session: when the module is removed or its runspace is closed.</summary>
    public void Register(IDisposable resource)
    {
        lock (_gate)
        {
            _registered.Add(resource);
            // Closing a runspace removes no modules. This runs on the pipeline thread, so the default runspace is the session's.
            if (!_watching && Runspace.DefaultRunspace is { } runspace)
            {
                _watching = true;
                runspace.StateChanged += (_, change) =>
                {
                    if (change.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
                    {
                        Dispose();
                    }
                };
            }
        }
    }

    /// <summary>Disposes of a resource, registered with this session or another one.</summary>
    public void Release(IDisposable resource)
    {
        lock (_gate)
        {
            _registered.Remove(resource);
        }

        resource.Dispose();
    }

    /// <summary>The registered resources of a type, oldest first.</summary>
    public IReadOnlyList<T> Registered<T>()
    {
        lock (_gate)
        {
            return _registered.OfType<T>().ToArray();
        }
    }

    /// <summary>Closes and removes a connection.</summary>
    public void Close(ServiceConnection connection)
    {
        lock (_gate)
        {
            connection.Dispose();
            _open.Remove(connection);
            _shared.Remove(connection);
            if (_defaults.TryGetValue(connection.GetType(), out var current) && current == connection)
            {
                _defaults.Remove(connection.GetType());
                SetIsDefault(connection, isDefault: false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var connection in _open.ToList())
            {
                Close(connection);
            }

            foreach (var resource in _registered)
            {
                resource.Dispose();
            }

            _registered.Clear();
        }
    }

    // For views, as a note property, because Core has no sessions. It is on the object itself, so every reference shows the current value.
    private static void SetIsDefault(ServiceConnection connection, bool isDefault)
    {
        const string Name = "IsDefault";
        var members = PSObject.AsPSObject(connection).Properties;
        if (members[Name] is { } member)
        {
            member.Value = isDefault;
        }
        else
        {
            members.Add(new PSNoteProperty(Name, isDefault));
        }
    }

    /// <summary>The session stored with a module instance.</summary>
    public static Session Of(PSModuleInfo module)
    {
        // The manifest's PrivateData; a new hashtable where the assembly was imported without its manifest.
        if (module.PrivateData is not IDictionary data)
        {
            module.PrivateData = data = new Hashtable();
        }

        if (data[Key] is not Session session)
        {
            data[Key] = session = new Session();
        }

        return session;
    }
}
