namespace TokenTools.Sandbox.Onezone;

/// <summary>A Oneprovider.</summary>
/// <param name="Id">The id, which is also that of its cluster.</param>
/// <param name="Name">The name.</param>
/// <param name="Domain">The domain.</param>
internal sealed record ZoneProvider(string Id, string Name, string Domain);
