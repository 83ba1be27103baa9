using System;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests;

public class SandboxRequestTests : SandboxTest
{
    [Fact]
    public async Task A_request_is_shown_without_its_secrets()
    {
        var before = DateTimeOffset.UtcNow;
        const string Body = """{"token":"s3cret-1","list":[{"newPassword":"s3cret\"2","pin_secret":12345678}],"name":"kept"}""";
        using var response = await SendAsync(
            "POST", "/cmdb?access_token=s3cret-query&x=1", Body,
            ("Authorization", Basic("me", "s3cret-3")), ("X-Auth-Token", "s3cret-4"), ("macaroon", "s3cret-5"), ("X-Onedata-Service-Token", "s3cret-6"),
            ("Cookie", "session=s3cret-7"), ("X-Kept", "kept too"), ("X-Echo", "token is " + Sandbox.BoomiApiToken));

        var request = Assert.Single(Sandbox.Requests);
        var shown = request + "\n" + request.Path + "\n" + request.Body + "\n" + string.Join("\n", request.Headers);
        Assert.DoesNotContain("s3cret", shown, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("12345678", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Sandbox.BoomiApiToken, shown, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"kept\"", request.Body, StringComparison.Ordinal);
        Assert.Equal("Basic ********", request.Headers["authorization"]);
        Assert.Equal("kept too", request.Headers["x-kept"]);

        // And with them for who asks.
        Assert.Equal(Body, request.ToPlainText().Body);
        Assert.Equal("s3cret-4", request.GetHeader("x-auth-token"));
        Assert.Equal("/cmdb?access_token=s3cret-query&x=1", request.ToPlainText().Path);
        Assert.Null(request.GetHeader("nothing"));

        Assert.Equal(("POST", 201, 1), (request.Method, request.StatusCode, request.Connection));
        Assert.InRange(request.Time, before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task A_password_in_a_bodys_xml_or_form_is_masked_as_well()
    {
        using var form = Message("POST", "/cmdb", "user=me&password=s3cret-1&x=y", "application/x-www-form-urlencoded");
        using var first = await Client.SendAsync(form);
        using var xml = Message("POST", "/cmdb", "<a token=\"molecule-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5\"/>", "application/xml");
        using var second = await Client.SendAsync(xml);
        Assert.DoesNotContain(Sandbox.Requests, request => request.Body.Contains("s3cret", StringComparison.Ordinal) || request.Body.Contains("963f3eb3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_list_is_a_snapshot_and_can_be_emptied()
    {
        using var first = await SendAsync("POST", "/cmdb", "{}");
        var before = Sandbox.Requests;
        using var second = await SendAsync("POST", "/cmdb", "{}");
        Assert.Single(before);
        Assert.Equal(2, Sandbox.Requests.Count);
        Sandbox.ClearRequests();
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task Only_so_much_is_kept()
    {
        using var sandbox = TokenSandbox.Start(new SandboxOptions { MaximumRecorded = 3 });
        for (var i = 0; i < 5; i++)
        {
            using var message = Message("POST", sandbox.Uri + "cmdb?" + i, "{}");
            using var response = await Client.SendAsync(message);
        }

        Assert.Equal(["/cmdb?2", "/cmdb?3", "/cmdb?4"], sandbox.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task What_is_posted_is_counted()
    {
        using var response = await SendAsync("POST", "/cmdb", """{"@type":"InstallerToken"}""");
        Assert.Equal(System.Net.HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("""{"bytes":26,"contentType":"application/json"}""", await response.Content.ReadAsStringAsync());
        using var get = await SendAsync("GET", "/cmdb");
        Assert.Equal(System.Net.HttpStatusCode.MethodNotAllowed, get.StatusCode);
    }

    [Fact]
    public void Two_sandboxes_have_no_secret_in_common_and_show_none()
    {
        using var other = TokenSandbox.Start();
        string[] shared = ["BoomiUserName", "GoodDataUserName", "GoodDataOrganizationName", "OnezoneDomain"];
        var texts = typeof(TokenSandbox).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.PropertyType == typeof(string) && !shared.Contains(p.Name)).ToArray();
        Assert.True(texts.Length >= 8);
        foreach (var property in texts)
        {
            Assert.NotEqual(property.GetValue(Sandbox), property.GetValue(other));
            Assert.DoesNotContain((string)property.GetValue(Sandbox)!, Sandbox.ToString(), StringComparison.Ordinal);
        }
    }
}
