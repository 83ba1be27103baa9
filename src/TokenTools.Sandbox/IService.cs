using TokenTools.Sandbox.Http;

namespace TokenTools.Sandbox;

/// <summary>One of the services that a sandbox acts out.</summary>
internal interface IService
{
    /// <summary>The service's name; null for the sandbox's own.</summary>
    string? Name { get; }

    /// <summary>Whether a request is this service's.</summary>
    bool Owns(ReceivedRequest request);

    /// <summary>Does what a request asks for.</summary>
    Answer Handle(ReceivedRequest request);

    /// <summary>What it answers past its rate limit.</summary>
    Answer TooBusy(ReceivedRequest request);
}
