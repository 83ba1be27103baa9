using System;
using System.Threading;
using TokenTools.Security;

namespace TokenTools.Http;

/// <summary>A way to one of the services. Safe to use from any number of threads and runspaces at once; closed by disposing of it.</summary>
public abstract class ServiceConnection : IDisposable
{
    private volatile int _closed;

    private protected ServiceConnection(ServiceClient client, Redactor redactor)
    {
        Client = client;
        Redactor = redactor;
    }

    /// <summary>The service's name: <c>Boomi</c> or <c>Onezone</c>.</summary>
    public abstract string Service { get; }

    /// <summary>The service's address.</summary>
    public Uri Uri => Client.BaseAddress;

    /// <summary>Whose credentials these are, as far as that isn't secret.</summary>
    public abstract string Identity { get; }

    /// <summary>True once the connection has been closed.</summary>
    public bool IsClosed => _closed != 0;

    internal ServiceClient Client { get; }

    internal Redactor Redactor { get; }

    /// <summary>Closes the connection and forgets its credentials.</summary>
    public void Dispose()
    {
        // Any runspace may close it, and several at once.
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            Client.Dispose();
            ClearCredentials();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Service, address and identity; never a secret.</summary>
    public override string ToString() => Service + " " + Uri + " " + Identity;

    private protected abstract void ClearCredentials();
}
