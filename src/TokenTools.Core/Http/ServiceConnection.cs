using System;
using System.Collections.Generic;
using System.Threading;
using TokenTools.Security;

namespace TokenTools.Http;

/// <summary>A connection to one of the services. Thread-safe, also across runspaces; dispose of it to close it.</summary>
public abstract class ServiceConnection : IDisposable
{
    private volatile int _closed;

    private protected ServiceConnection(ServiceClient client, Redactor redactor)
    {
        Client = client;
        Redactor = redactor;
    }

    /// <summary>The service's name: <c>Boomi</c>, <c>GoodData</c> or <c>Onezone</c>.</summary>
    public abstract string Service { get; }

    /// <summary>The service's address.</summary>
    public Uri Uri => Client.BaseAddress;

    /// <summary>The account, user or subject of the credentials; never a secret.</summary>
    public abstract string Identity { get; }

    /// <summary>Warnings about the connection's settings; empty for none.</summary>
    public virtual IReadOnlyList<TokenWarning> Warnings => [];

    /// <summary>What was changed in the connection's settings without harm, for verbose output; empty for nothing.</summary>
    internal virtual IReadOnlyList<MessageText> Remarks => Client.Remarks;

    /// <summary>True once the connection is closed.</summary>
    public bool IsClosed => _closed != 0;

    internal ServiceClient Client { get; }

    internal Redactor Redactor { get; }

    /// <summary>Closes the connection and clears its credentials.</summary>
    public void Dispose()
    {
        // Any runspace may close it, several of them at the same time.
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
