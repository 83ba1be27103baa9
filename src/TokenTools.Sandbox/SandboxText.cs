namespace TokenTools.Sandbox;

/// <summary>Messages and errors of the sandbox's own resources.</summary>
internal static class SandboxText
{
    /// <summary>A message that is rendered when it is shown.</summary>
    public static MessageText Create(string name, params object?[] arguments) => new(SandboxMessages.ResourceManager, name, arguments);

    /// <summary>An error about a setting's value.</summary>
    public static TokenArgumentException ArgumentError(string settingKey, string errorId, params object?[] arguments) =>
        new(settingKey, Create(errorId, arguments));
}
