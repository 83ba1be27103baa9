namespace TokenTools.Sandbox;

/// <summary>When a fault resets the connection.</summary>
public enum SandboxReset
{
    /// <summary>The connection is not reset.</summary>
    None,

    /// <summary>Before the service handles the request: the request has no effect.</summary>
    BeforeHandling,

    /// <summary>After the service has handled the request, instead of the response: the client cannot know the outcome.</summary>
    AfterHandling,
}
