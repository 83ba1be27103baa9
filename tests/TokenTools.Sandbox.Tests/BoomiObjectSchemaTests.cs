using System;
using System.Linq;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi;
using TokenTools.Boomi.Objects;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests;

/// <summary>The module's requests about Boomi's objects, and the sandbox's responses, conform to the published schemas.</summary>
public class BoomiObjectSchemaTests : SandboxTest
{
    [Fact]
    public async Task Module_EveryRequest_ConformsToSchema()
    {
        using var connection = BoomiConnection.Create(Sandbox.ToBoomiOptions());
        var runtime = Install("r1");
        var environment = await new EnvironmentSpec { Name = "Test", Classification = "TEST" }.Build(connection).CreateAsync(null, default);
        await new EnvironmentSpec { Name = "Other" }.Build(connection).CreateAsync(null, default);
        var attachment = new AttachmentSpec { AtomId = runtime.Id, EnvironmentId = environment.Id };
        Assert.Null(await attachment.FindCurrentAsync(connection, null, default));
        await attachment.Build(connection).CreateAsync(null, default);
        NameFilter[] names = [new("r1"), new("r2")];
        await new RuntimeQuerySpec().Build(connection).ReadAllAsync(null, default);
        await new RuntimeQuerySpec { Name = names, Id = ["x", "y"], Type = "ATOM", Status = "ONLINE" }.Build(connection).ReadAllAsync(null, default);
        await new EnvironmentQuerySpec().Build(connection).ReadAllAsync(null, default);
        await new EnvironmentQuerySpec { Name = names, Id = ["x"], Classification = "TEST" }.Build(connection).ReadAllAsync(null, default);
        await new AttachmentQuerySpec().Build(connection).ReadAllAsync(null, default);
        await new AttachmentQuerySpec { AtomId = "x", EnvironmentId = "y" }.Build(connection).ReadAllAsync(null, default);
        await new InstallerTokenEventSpec { UserId = "x" }.Build(connection).ReadAllAsync(null, default);
        await new InstallerTokenResolver(connection).ResolveAsync(
            [UnknownInstallerToken.From("ATOM", Sandbox.BoomiAccountId, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null, null)], [], null, default);
        await new RuntimeWaitSpec { Name = ["r1"], TimeoutSec = 1 }.Build(connection).NextAsync(null, default);

        var requests = Sandbox.Requests.Where(static request => !request.Path.EndsWith("/InstallerToken", StringComparison.Ordinal)).ToList();
        Assert.True(requests.Count > 12);
        Assert.All(requests, static request =>
        {
            Assert.Equal(200, request.StatusCode);
            Assert.Equal("POST", request.Method);
            var parts = request.Path.Split('/');
            var schema = parts[^1] == "query" ? parts[^2] + "QueryConfig" : parts[^1];
            AssertConforms(schema, ServiceSchema.Parse(request.ToPlainText().Body));
        });
        Assert.Equal(
            ["Atom", "AuditLog", "Environment", "EnvironmentAtomAttachment"],
            requests.Where(static request => request.Path.EndsWith("/query", StringComparison.Ordinal))
                .Select(static request => request.Path.Split('/')[^2]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Sandbox_EveryResponse_ConformsToSchema()
    {
        var runtime = Install("r1");
        runtime.SetStatus("OFFLINE", "OFFLINE_WITH_ERROR");
        Install("r2");
        var environment = await PostAsync("Environment", """{"name":"Test","classification":"TEST"}""");
        AssertConforms("Environment", environment);
        AssertConforms("EnvironmentAtomAttachment", await PostAsync(
            "EnvironmentAtomAttachment", new JObject { ["atomId"] = runtime.Id, ["environmentId"] = environment["id"] }.ToString()));
        foreach (var (kind, filter, count) in new[]
        {
            ("Atom", "{}", 2),
            // The samples of the OpenAPI description.
            ("Atom", """{"QueryFilter":{"expression":{"operator":"and","nestedExpression":[{"argument":["ONLINE"],"operator":"EQUALS","property":"status"},{"argument":["ATOM"],"operator":"EQUALS","property":"type"}]}}}""", 0),
            ("Environment", """{"QueryFilter":{"expression":{"operator":"IS_NOT_NULL","property":"id"}}}""", 1),
            ("EnvironmentAtomAttachment", """{"QueryFilter":{"expression":{"argument":["%"],"operator":"LIKE","property":"atomId"}}}""", 1),
            ("AuditLog", """{"QueryFilter":{"expression":{"operator":"and","nestedExpression":[{"argument":["as.atom"],"operator":"EQUALS","property":"type"},{"argument":["2016-02-05T00:00:00Z","2116-03-04T23:59:59Z"],"operator":"BETWEEN","property":"date"}]}}}""", 2),
        })
        {
            var page = await PostAsync(kind + "/query", filter);
            AssertConforms("QueryResult", page);
            Assert.Equal(count, (int)page["numberOfResults"]!);
            Assert.All(page["result"] ?? new JArray(), item => AssertConforms(kind, item));
            Assert.Equal(count, page["result"]?.Count() ?? 0);
        }
    }

    [Theory]
    [InlineData("Environment", """{"name":" "}""")]
    [InlineData("Environment", """{"name":"x","classification":"DEV"}""")]
    [InlineData("EnvironmentAtomAttachment", """{"atomId":"x","environmentId":"y"}""")]
    [InlineData("Environment/query", "{}")]
    [InlineData("Environment/query", """{"QueryFilter":{}}""")]
    [InlineData("Atom/query", """{"QueryFilter":{"expression":{"argument":["x"],"operator":"LIKE","property":"name"}}}""")]
    [InlineData("Atom/query", """{"QueryFilter":{"expression":{"argument":["x"],"operator":"EQUALS","property":"nope"}}}""")]
    [InlineData("Atom/query", """{"QueryFilter":{"expression":{"argument":[],"operator":"EQUALS","property":"name"}}}""")]
    [InlineData("AuditLog/query", """{"QueryFilter":{"expression":{"operator":"xor","nestedExpression":[]}}}""")]
    [InlineData("Atom/queryMore", "unknown")]
    public async Task Sandbox_InvalidRequest_IsRejected(string path, string body)
    {
        using var response = await SendAsync("POST", Path(path), body, Headers);
        Assert.Equal(400, (int)response.StatusCode);
        AssertConforms("Error", await JsonAsync(response));
    }

    [Fact]
    public async Task Environment_NameTaken_IsRejected()
    {
        await PostAsync("Environment", """{"name":"Test"}""");
        using var response = await SendAsync("POST", Path("Environment"), """{"name":"TEST"}""", Headers);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Single(Sandbox.Environments);
    }

    [Fact]
    public async Task Query_MoreThanAPage_IsPagedByToken()
    {
        for (var i = 0; i < 250; i++)
        {
            Install("r" + i);
        }

        var first = await PostAsync("Atom/query", "{}");
        var second = await MoreAsync(first);
        var again = await MoreAsync(first);
        var third = await MoreAsync(second);

        Assert.Equal([100, 100, 50], new[] { first, second, third }.Select(static page => page["result"]!.Count()));
        Assert.Null(third["queryToken"]);
        Assert.Equal(250, (int)first["numberOfResults"]!);
        // A page whose response was lost can be requested again.
        Assert.Equal(second["result"]![0]!["id"], again["result"]![0]!["id"]);
        Assert.Equal(250, new[] { first, second, third }.SelectMany(static page => page["result"]!).Select(static item => (string?)item["id"]).Distinct().Count());
    }

    [Fact]
    public async Task Query_WithoutAccept_RespondsInXml()
    {
        Install("r1");
        using var response = await SendAsync("POST", Path("Atom/query"), "{}", ("Authorization", Headers[1].Value));
        var root = System.Xml.Linq.XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
        Assert.Equal("{http://api.platform.boomi.com/}QueryResult", root.Name.ToString());
        Assert.Equal("r1", root.Elements().Single().Attribute("name")!.Value);
    }

    [Fact]
    public async Task Runtime_AfterItsInstallation_ComesOnline()
    {
        var token = await IssueAsync();
        using var response = await SendAsync("POST", "/installer", new JObject { ["installToken"] = token, ["atomName"] = "r1" }.ToString());
        Assert.Equal(201, (int)response.StatusCode);
        var runtime = Assert.Single(Sandbox.Runtimes);

        Assert.Equal(("OFFLINE", "OFFLINE_NOT_INITIALIZED"), (runtime.Status, runtime.StatusDetail));
        Assert.Equal(runtime.Id, Assert.Single(Sandbox.MintedTokens).RuntimeId);
        Sandbox.ClockSkew = TimeSpan.FromMinutes(1);
        Assert.Equal(("ONLINE", "ONLINE_RUNNING"), (runtime.Status, runtime.StatusDetail));
        Assert.DoesNotContain(Sandbox.Requests, request => request.Body.Contains(token, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"installToken":"atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5","atomName":"r1"}""", 403)]
    [InlineData("""{"atomName":"r1"}""", 400)]
    [InlineData("{", 400)]
    public async Task Installer_InvalidRequest_InstallsNothing(string body, int status)
    {
        using var response = await SendAsync("POST", "/installer", body);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(Sandbox.Runtimes);
    }

    [Fact]
    public async Task Installer_ExpiredToken_InstallsNothing()
    {
        var token = await IssueAsync();
        Sandbox.ClockSkew = TimeSpan.FromMinutes(31);
        var error = Assert.Throws<TokenArgumentException>(() => Sandbox.InstallRuntime(token, "r1"));
        Assert.Equal(nameof(SandboxMessages.SandboxInstallerTokenExpired), error.ErrorId);
        Assert.DoesNotContain(token, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5")]
    [InlineData("System.Security.SecureString")]
    [InlineData("")]
    public void Installer_TokenOfElsewhere_IsAnErrorThatDoesNotRepeatIt(string token)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Sandbox.InstallRuntime(token, "r1"));
        Assert.Equal(nameof(SandboxMessages.SandboxInstallerTokenUnknown), error.ErrorId);
        Assert.True(token.Length == 0 || !error.Message.Contains(token, StringComparison.Ordinal));
        Assert.Empty(Sandbox.Runtimes);
    }

    [Fact]
    public async Task Installer_TokenAsSecureString_InstallsARuntime()
    {
        using var token = SecureText.FromString(await IssueAsync());
        Assert.Same(Sandbox.InstallRuntime(token, "r1"), Sandbox.Runtimes.Single());
    }

    [Fact]
    public async Task Response_Always_HasTheSandboxsTime()
    {
        Sandbox.ClockSkew = TimeSpan.FromHours(7);
        using var response = await SendAsync("POST", Path("Atom/query"), "{}", Headers);
        Assert.InRange(response.Headers.Date!.Value - DateTimeOffset.UtcNow, TimeSpan.FromHours(6.9), TimeSpan.FromHours(7.1));
    }

    private (string Name, string Value)[] Headers =>
    [
        ("Accept", "application/json"), ("Authorization", Basic("BOOMI_TOKEN." + Sandbox.BoomiUserName, Sandbox.BoomiApiToken)),
    ];

    private static void AssertConforms(string schema, JToken document)
    {
        var violations = ServiceSchema.Violations("boomi", schema, document);
        Assert.True(violations.Count == 0, schema + ": " + string.Join("\n", violations) + "\n" + document);
    }

    private string Path(string path) => "/api/rest/v1/" + Sandbox.BoomiAccountId + "/" + path;

    private async Task<JObject> PostAsync(string path, string body)
    {
        using var response = await SendAsync("POST", Path(path), body, Headers);
        Assert.Equal(200, (int)response.StatusCode);
        return await JsonAsync(response);
    }

    private async Task<JObject> MoreAsync(JObject page)
    {
        using var message = Message("POST", Path("Atom/queryMore"), (string?)page["queryToken"], "text/plain", Headers);
        using var response = await Client.SendAsync(message);
        Assert.Equal(200, (int)response.StatusCode);
        return await JsonAsync(response);
    }

    private async Task<string> IssueAsync()
    {
        using var response = await MintAsync();
        return (string)(await JsonAsync(response))["token"]!;
    }

    private SandboxRuntime Install(string name) => Sandbox.InstallRuntime(IssueAsync().GetAwaiter().GetResult(), name);
}
