using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using TokenTools.Http;
using TokenTools.Sandbox;

namespace TokenTools.PowerShell;

/// <summary>The connections and sandboxes of one runspace. All modules there that import the cmdlets share them.</summary>
/// <remarks>It ends when the last module with the cmdlets is removed from the runspace, and when the runspace is closed.</remarks>
internal sealed class Session : IDisposable
{
    // Attached to the runspace like a field of it, and collected with it. A module instance would be the wrong owner: a module that nests
    // this one has instances of its own, which come and go with it.
    private static readonly ConditionalWeakTable<Runspace, Session> Sessions = new();

    private readonly object _gate = new();
    private readonly List<ServiceConnection> _open = [];
    private readonly List<IDisposable> _registered = [];
    private readonly HashSet<ServiceConnection> _shared = [];
    private readonly Dictionary<Type, ServiceConnection> _defaults = [];
    private readonly Dictionary<Type, (string Fingerprint, ServiceConnection Connection)> _fromEnvironment = [];

    private volatile bool _isRemoved;

    private Session(Runspace runspace)
    {
        // Closing a runspace removes no modules.
        runspace.StateChanged += (_, change) => EndIf(change.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken);
        runspace.AvailabilityChanged += (_, change) =>
            EndIf(_isRemoved && change.RunspaceAvailability is RunspaceAvailability.Available or RunspaceAvailability.None);
    }

    /// <summary>The session of the current runspace; call this on a pipeline thread.</summary>
    public static Session Current => Of(Runspace.DefaultRunspace);

    /// <summary>The session of a runspace.</summary>
    public static Session Of(Runspace runspace) => Sessions.GetValue(runspace, static key => new Session(key));

    private static Session? Existing =>
        Runspace.DefaultRunspace is { } runspace && Sessions.TryGetValue(runspace, out var session) ? session : null;

    /// <summary>Ends the current runspace's session, if it has one: closes its connections and sandboxes.</summary>
    public static void End() => Existing?.Dispose();

    /// <summary>Ends the current runspace's session after the running command, unless that imports the module again.</summary>
    public static void EndUnlessImported()
    {
        if (Existing is { } session)
        {
            session._isRemoved = true;
        }
    }

    /// <summary>The module was imported, perhaps again: the current runspace's session continues.</summary>
    public static void Continue()
    {
        if (Existing is { } session)
        {
            session._isRemoved = false;
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

    /// <summary>Makes a connection the default. Closes the previous default unless a script may hold it.</summary>
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

    /// <summary>Records that a script may hold the connection from now on.</summary>
    public void MarkShared(ServiceConnection connection)
    {
        lock (_gate)
        {
            _shared.Add(connection);
        }
    }

    /// <summary>
    /// The connection that the environment describes: the same one while the environment stays the same. Closes the previous one unless a
    /// script may hold it.
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

    /// <summary>Registers a resource to dispose of at the end of the session.</summary>
    public void Register(IDisposable resource)
    {
        lock (_gate)
        {
            _registered.Add(resource);
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

    /// <summary>The running sandboxes, oldest first.</summary>
    public IReadOnlyList<TokenSandbox> RunningSandboxes => Registered<TokenSandbox>().Where(static sandbox => !sandbox.IsStopped).ToArray();

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

    private void EndIf(bool isOver)
    {
        if (isOver)
        {
            Dispose();
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
}
