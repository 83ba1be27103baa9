namespace TokenTools.Sandbox.GoodData;

/// <summary>The GoodData organization of the sandbox and the credentials of its administrator.</summary>
internal sealed class Organization
{
    private volatile bool _isReady;

    public Organization(bool isReady)
    {
        _isReady = isReady;
        HostName = Id + ".sandbox.example";
        Directory = new OrganizationDirectory(UserName);
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

    public OrganizationDirectory Directory { get; }
}
