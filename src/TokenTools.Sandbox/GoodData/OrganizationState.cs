namespace TokenTools.Sandbox.GoodData;

/// <summary>The organization that the sandbox has at GoodData, and its first administrator.</summary>
internal sealed class OrganizationState
{
    private volatile bool _ready;

    public OrganizationState(bool ready)
    {
        _ready = ready;
        HostName = Id + ".sandbox.example";
    }

    /// <summary>Whether it is there yet; until then nobody knows its host.</summary>
    public bool Ready
    {
        get => _ready;
        set => _ready = value;
    }

    public string Id { get; } = "sandbox-" + RandomText.Hex(6);

    public string Name { get; } = "Sandbox Organization";

    public string HostName { get; }

    public string UserName { get; } = "admin";

    public string Password { get; } = RandomText.Of(Security.SecretGenerator.PasswordAlphabet, 24);
}
