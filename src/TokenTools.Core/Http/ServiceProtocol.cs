namespace TokenTools.Http;

/// <summary>What all requests to a service have in common: its name and how its errors are read. A request may override it.</summary>
internal class ServiceProtocol(string name)
{
    /// <summary>The service's name in messages, such as Boomi.</summary>
    public string Name { get; } = name;

    /// <summary>Whether a status means that the service did what it was asked to.</summary>
    public virtual bool IsSuccess(int status) => status is >= 200 and < 300;

    /// <summary>Reads the service's own description of an error; null for a response of another form, such as a proxy's.</summary>
    /// <param name="response">The response, not redacted.</param>
    public virtual ServiceError? ReadError(ServiceResponse response) => null;

    /// <summary>What to do about an error; null where the message says all.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="error">What <see cref="ReadError"/> returned, redacted.</param>
    public virtual MessageText? Advise(int status, ServiceError? error) => null;
}
