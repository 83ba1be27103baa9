using TokenTools.Http;

namespace TokenTools.Core.Tests.Net;

/// <summary>A service whose errors have no form of their own.</summary>
internal sealed class PlainProtocol() : ServiceProtocol("Service")
{
    public override ServiceError? ReadError(ServiceResponse response) => null;

    public override MessageText? Advise(int status, ServiceError? error) => null;
}
