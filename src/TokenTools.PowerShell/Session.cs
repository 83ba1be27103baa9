using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using TokenTools.Http;

namespace TokenTools.PowerShell;

/// <summary>The connections of one runspace. They lie with the module as that runspace has imported it, so they end with it.</summary>
/// <remarks>Module instances aren't shared between runspaces; nothing here is static.</remarks>
internal sealed class Session : IDisposable
{
    private const string Key = "TokenTools.Session";

    private readonly object _gate = new();
    private readonly List<ServiceConnection> _open = [];
    private readonly List<IDisposable> _resources = [];
    private bool _watching;
    private readonly HashSet<ServiceConnection> _shared = [];
    private readonly Dictionary<Type, ServiceConnection> _defaults = [];
    private readonly Dictionary<Type, (string Fingerprint, ServiceConnection Connection)> _fromEnvironment = [];

    /// <summary>The session of the runspace that the cmdlet runs in.</summary>
    public static Session Of(PSCmdlet command)
    {
        // A cmdlet without its module (a host's own list of commands) has no session that lasts; -Connection serves there.
        var module = command.MyInvocation.MyCommand.Module;
        return module is null ? new Session() : Of(module);
    }

    /// <summary>Closes everything that the module instance holds.</summary>
    public static void End(PSModuleInfo module)
    {
        if (module.PrivateData is IDictionary data && data[Key] is Session session)
        {
            data.Remove(Key);
            session.Dispose();
        }
    }

    /// <summary>This session's open connections, the oldest first.</summary>
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

    /// <summary>The connection that serves where none is named; null for none.</summary>
    public T? Default<T>()
        where T : ServiceConnection
    {
        lock (_gate)
        {
            return _defaults.TryGetValue(typeof(T), out var current) && !current.IsClosed ? (T)current : null;
        }
    }

    /// <summary>Makes a connection the default. The former default is closed, unless somebody may hold it.</summary>
    public void SetDefault(ServiceConnection connection)
    {
        lock (_gate)
        {
            if (_defaults.TryGetValue(connection.GetType(), out var former))
            {
                Mark(former, isDefault: false);
                if (!_shared.Contains(former))
                {
                    Close(former);
                }
            }

            _defaults[connection.GetType()] = connection;
            Mark(connection, isDefault: true);
            _open.Add(connection);
        }
    }

    /// <summary>Remembers that a script may hold the connection from now on.</summary>
    public void MarkShared(ServiceConnection connection)
    {
        lock (_gate)
        {
            _shared.Add(connection);
        }
    }

    /// <summary>
    /// The connection that the environment describes: the same one for as long as the environment stays the same. The former
    /// one is closed, unless somebody may hold it.
    /// </summary>
    public T FromEnvironment<T>(string fingerprint, Func<T> create)
        where T : ServiceConnection
    {
        lock (_gate)
        {
            if (_fromEnvironment.TryGetValue(typeof(T), out var made))
            {
                if (made.Fingerprint == fingerprint && !made.Connection.IsClosed)
                {
                    return (T)made.Connection;
                }

                if (!_shared.Contains(made.Connection))
                {
                    Close(made.Connection);
                }
            }

            var connection = create();
            _fromEnvironment[typeof(T)] = (fingerprint, connection);
            Mark(connection, isDefault: false);
            _open.Add(connection);
            return connection;
        }
    }

    /// <summary>Registers an object that is disposed with the session: when the module is removed, or its runspace is closed.</summary>
    public void Register(IDisposable resource)
    {
        lock (_gate)
        {
            _resources.Add(resource);
            // A runspace that is closed removes no modules. Called on the pipeline thread, so the runspace is its own.
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

    /// <summary>Disposes an object, whether or not it is registered.</summary>
    public void Release(IDisposable resource)
    {
        lock (_gate)
        {
            _resources.Remove(resource);
        }

        resource.Dispose();
    }

    /// <summary>The registered objects of a type, the oldest first.</summary>
    public IReadOnlyList<T> Registered<T>()
    {
        lock (_gate)
        {
            return _resources.OfType<T>().ToArray();
        }
    }

    /// <summary>Closes a connection, and forgets it.</summary>
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
                Mark(connection, isDefault: false);
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

            foreach (var resource in _resources)
            {
                resource.Dispose();
            }

            _resources.Clear();
        }
    }

    // What a view shows; Core knows of no session. The same for whoever holds the connection, and never out of date.
    private static void Mark(ServiceConnection connection, bool isDefault)
    {
        const string Name = "IsDefault";
        var members = PSObject.AsPSObject(connection).Properties;
        if (members[Name] is { } mark)
        {
            mark.Value = isDefault;
        }
        else
        {
            members.Add(new PSNoteProperty(Name, isDefault));
        }
    }

    /// <summary>The session that lies with a module as one runspace has imported it.</summary>
    public static Session Of(PSModuleInfo module)
    {
        // The manifest's PrivateData; a hashtable of our own where the assembly was imported without its manifest.
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
