namespace TokenTools.Http;

/// <summary>What all requests to a service have in common: its name, and how its errors are read.</summary>
/// <param name="name">The service's name in messages, such as Boomi.</param>
internal abstract class ServiceProtocol(string name)
{
    /// <summary>The service's name in messages, such as Boomi.</summary>
    public string Name { get; } = name;

    /// <summary>Whether a status means that the request succeeded.</summary>
    public virtual bool IsSuccess(int status) => status is >= 200 and < 300;

    /// <summary>Reads the service's own description of an error; null for a response of another form, such as a proxy's.</summary>
    /// <param name="response">The response, not redacted.</param>
    public abstract ServiceError? ReadError(ServiceResponse response);

    /// <summary>The recommended action for an error; null if the message is sufficient.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="error">The result of <see cref="ReadError"/>, redacted.</param>
    public abstract MessageText? Advise(int status, ServiceError? error);
}
