namespace TokenTools.Sandbox;

/// <summary>A Boomi environment of the sandbox.</summary>
/// <param name="Id">The environment's id.</param>
/// <param name="Name">The environment's name.</param>
/// <param name="Classification">PROD or TEST.</param>
public sealed record SandboxEnvironment(string Id, string Name, string Classification);
