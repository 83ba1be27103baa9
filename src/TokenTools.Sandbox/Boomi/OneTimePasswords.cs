using System;
using System.Collections.Generic;

namespace TokenTools.Sandbox.Boomi;

/// <summary>The codes of the user's second factor. Each is valid once. Thread-safe.</summary>
internal sealed class OneTimePasswords
{
    private readonly HashSet<string> _valid = new(StringComparer.Ordinal);
    private bool _areRequired;

    /// <summary>Whether a request with the password requires a code.</summary>
    public bool AreRequired
    {
        get
        {
            lock (_valid)
            {
                return _areRequired;
            }
        }

        set
        {
            lock (_valid)
            {
                _areRequired = value;
            }
        }
    }

    /// <summary>Creates a code.</summary>
    public string Create()
    {
        lock (_valid)
        {
            string code;
            do
            {
                code = RandomText.Create("0123456789", 6);
            }
            while (!_valid.Add(code));

            return code;
        }
    }

    /// <summary>True if a request with this code is accepted. The code is then used up.</summary>
    public bool Accept(string? code)
    {
        lock (_valid)
        {
            return (code is not null && _valid.Remove(code)) || !_areRequired;
        }
    }
}
