using System;
using System.Threading.Tasks;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests;

public class SandboxRequestTests : SandboxTest
{
    [Fact]
    public async Task Members_RequestWithSecrets_AreMasked()
    {
        var before = DateTimeOffset.UtcNow;
        const string Body = """{"token":"s3cret-1","list":[{"newPassword":"s3cret\"2","pin_secret":12345678}],"name":"visible"}""";
        using var response = await SendAsync(
            "POST", "/cmdb?access_token=s3cret-query&x=1", Body,
            ("Authorization", Basic("me", "s3cret-3")), ("X-Auth-Token", "s3cret-4"), ("macaroon", "s3cret-5"),
            ("X-Onedata-Service-Token", "s3cret-6"),
            ("Cookie", "session=s3cret-7"), ("X-Plain", "also visible"), ("X-Echo", "token is " + Sandbox.BoomiApiToken));

        var request = Assert.Single(Sandbox.Requests);
        var shown = request + "\n" + request.Path + "\n" + request.Body + "\n" + string.Join("\n", request.Headers);
        Assert.DoesNotContain("s3cret", shown, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("12345678", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Sandbox.BoomiApiToken, shown, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"visible\"", request.Body, StringComparison.Ordinal);
        Assert.Equal("Basic ********", request.Headers["authorization"]);
        Assert.Equal("also visible", request.Headers["x-plain"]);

        // Plain text on request.
        Assert.Equal(Body, request.ToPlainText().Body);
        Assert.Equal("s3cret-4", request.GetHeader("x-auth-token"));
        Assert.Equal("/cmdb?access_token=s3cret-query&x=1", request.ToPlainText().Path);
        Assert.Null(request.GetHeader("nothing"));

        Assert.Equal(("POST", 201, 1), (request.Method, request.StatusCode, request.Connection));
        Assert.InRange(request.Time, before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Body_XmlOrForm_IsMasked()
    {
        using var form = Message("POST", "/cmdb", "user=me&password=s3cret-1&x=y", "application/x-www-form-urlencoded");
        using var first = await Client.SendAsync(form);
        using var xml = Message("POST", "/cmdb", "<a token=\"molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5\"/>", "application/xml");
        using var second = await Client.SendAsync(xml);
        Assert.DoesNotContain(
            Sandbox.Requests,
            request => request.Body.Contains("s3cret", StringComparison.Ordinal)
                || request.Body.Contains("963f3eb3", StringComparison.Ordinal));
    }
}
