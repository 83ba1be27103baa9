using System;

namespace TokenTools.Sandbox.GoodData;

/// <summary>The GoodData organization of the sandbox and the credentials of its administrator.</summary>
internal sealed class Organization
{
    private readonly Lazy<OrganizationDirectory> _directory;
    private volatile bool _isReady;

    public Organization(bool isReady)
    {
        _isReady = isReady;
        HostName = Id + ".sandbox.example";
        _directory = new Lazy<OrganizationDirectory>(() => new OrganizationDirectory(UserName));
    }

    /// <summary>True if the organization exists. Its host is unknown otherwise.</summary>
    public bool IsReady
    {
        get => _isReady;
        set => _isReady = value;
    }

    public string Id { get; } = "sandbox-" + RandomText.Hex(6);

    public string Name { get; } = "Sandbox Organization";

    public string HostName { get; }

    public string UserName { get; } = "admin";

    public string Password { get; } = RandomText.Create(Security.SecretGenerator.PasswordAlphabet, 24);

    /// <summary>The users and what they have; created for the first request about them.</summary>
    public OrganizationDirectory Directory => _directory.Value;
}
