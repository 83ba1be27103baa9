using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi;
using TokenTools.Boomi.Objects;
using TokenTools.Core.Tests.Net;
using Xunit;

namespace TokenTools.Core.Tests.Boomi.Objects;

/// <summary>Queries against raw responses: paging, limits, and fields of any content.</summary>
public class BoomiQueryTests
{
    [Fact]
    public async Task ReadAllAsync_SeveralPages_SendsTheTokenAsText()
    {
        using var server = new RawServer(
            Page("""{"@type":"QueryResult","result":[{"id":"1","name":"a"}],"queryToken":"more & more","numberOfResults":3}"""),
            Page("""{"result":[{"id":"2","name":"b"},{"id":"3"}],"numberOfResults":3}"""));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());
        var query = new RuntimeQuerySpec { Type = "atom" }.Build(connection);

        var runtimes = await query.ReadAllAsync(null, CancellationToken.None);

        Assert.Equal(["1 a", "2 b", "3 "], runtimes.Select(static runtime => runtime.Id + " " + runtime.Name));
        Assert.True(query.IsComplete);
        Assert.Equal("POST /api/rest/v1/fakeAccountId/Atom/query HTTP/1.1", server.Requests[0].Line);
        // The sample of https://developer.boomi.com/docs/APIs/PlatformAPI/Introduction/Query_filters, for this property.
        Assert.True(JToken.DeepEquals(
            JObject.Parse("""{"QueryFilter":{"expression":{"argument":["ATOM"],"operator":"EQUALS","property":"type"}}}"""),
            JObject.Parse(server.Requests[0].Body)));
        Assert.Equal("POST /api/rest/v1/fakeAccountId/Atom/queryMore HTTP/1.1", server.Requests[1].Line);
        Assert.Equal("text/plain", server.Requests[1].Header("Content-Type"));
        Assert.Equal("more & more", server.Requests[1].Body);
    }

    [Fact]
    public async Task ReadAllAsync_NamesThatTheServicesFilterDoesNotFind_AreComparedHere()
    {
        using var server = new RawServer(
            Page("""{"result":[{"id":"1","name":"a"}],"numberOfResults":1}"""),
            Page("""{"result":[{"id":"1","name":"a"},{"id":"2","name":"b"}],"queryToken":"more","numberOfResults":3}"""),
            Page("""{"result":[{"id":"3","name":"x"}],"numberOfResults":3}"""));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());
        var spec = new RuntimeQuerySpec { Name = [new NameFilter("a"), new NameFilter("B"), new NameFilter("C")], Type = "ATOM" };
        var query = spec.Build(connection);

        var runtimes = await query.ReadAllAsync(null, CancellationToken.None);

        Assert.Equal(["a", "b"], runtimes.Select(static runtime => runtime.Name));
        Assert.Equal(["C"], spec.NotFound);
        Assert.True(query.IsComplete);
        Assert.Equal(3, server.Requests.Count);
        Assert.Contains("\"name\"", server.Requests[0].Body, StringComparison.Ordinal);
        Assert.Equal("""{"QueryFilter":{"expression":{"operator":"EQUALS","property":"type","argument":["ATOM"]}}}""", server.Requests[1].Body);
    }

    [Fact]
    public async Task ReadAllAsync_OverrideAccount_UsesThePartnerApi()
    {
        using var server = new RawServer(Page("{}"));
        using var connection = Requests.Boomi(server.Uri, new FakeClock(), static options => options.OverrideAccountId = "sub-A1B2C3");

        await new AttachmentQuerySpec().Build(connection).ReadAllAsync(null, CancellationToken.None);

        Assert.Equal(
            "POST /partner/api/rest/v1/fakeAccountId/EnvironmentAtomAttachment/query?overrideAccount=sub-A1B2C3 HTTP/1.1",
            server.Requests[0].Line);
    }

    [Theory]
    [InlineData("{}", false)] // no count
    [InlineData("""{"numberOfResults":0}""", true)]
    [InlineData("""{"result":null,"numberOfResults":0}""", true)]
    [InlineData("""{"numberOfResults":1}""", false)]
    [InlineData("""{"result":[{"id":"1"}],"numberOfResults":1}""", true)]
    [InlineData("""{"result":[{"id":"1"}],"numberOfResults":["Long",2]}""", false)]
    [InlineData("""{"result":[{"id":"1"}],"numberOfResults":"1"}""", true)]
    public async Task IsComplete_Count_IsComparedWithTheResults(string body, bool isComplete)
    {
        using var server = new RawServer(Page(body));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());
        var query = new RuntimeQuerySpec().Build(connection);

        await query.ReadAllAsync(null, CancellationToken.None);

        Assert.True(query.HasEnded);
        Assert.Equal(isComplete, query.IsComplete);
        Assert.Equal("{}", server.Requests[0].Body);
    }

    [Fact]
    public async Task ReadAllAsync_ServiceThatPagesForever_Ends()
    {
        using var server = new RawServer(Page("""{"result":[],"queryToken":"again","numberOfResults":1}"""));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var error = await Assert.ThrowsAsync<TokenApiException>(
            () => new EnvironmentQuerySpec().Build(connection).ReadAllAsync(null, CancellationToken.None));

        Assert.Equal("BoomiQueryTooLong", error.ErrorId);
        Assert.True(error.NeverApplied);
        Assert.Equal(BoomiQuery<BoomiRuntime>.MaximumPages, server.Requests.Count);
    }

    [Theory]
    [InlineData("[]", "ResponseUnreadable")]
    [InlineData("<html/>", "ResponseUnreadable")]
    [InlineData("""{"result":{}}""", "ResponseUnreadable")]
    [InlineData("""{"result":[1]}""", "ResponseIncomplete")]
    [InlineData("""{"result":[{}]}""", "ResponseIncomplete")]
    [InlineData("""{"result":[{"id":""}]}""", "ResponseIncomplete")]
    [InlineData("""{"result":[{"id":"a\nb"}]}""", "ResponseIncomplete")]
    [InlineData("""{"result":[{"id":["x"]}]}""", "ResponseIncomplete")]
    public async Task ReadPageAsync_InvalidResponse_IsAnError(string body, string errorId)
    {
        using var server = new RawServer(Page(body));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var error = await Assert.ThrowsAsync<TokenApiException>(
            () => new RuntimeQuerySpec().Build(connection).ReadPageAsync(null, CancellationToken.None));

        Assert.Equal(errorId, error.ErrorId);
    }

    [Fact]
    public async Task ReadPageAsync_PageOfTooManyObjects_IsAnError()
    {
        var body = "{\"result\":[" + string.Join(',', Enumerable.Repeat("{\"id\":\"1\"}", 1001)) + "]}";
        using var server = new RawServer(Page(body), Page("{\"x\":\"" + new string('x', 2 * 1024 * 1024) + "\"}"));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        for (var i = 0; i < 2; i++)
        {
            var error = await Assert.ThrowsAsync<TokenApiException>(
                () => new RuntimeQuerySpec().Build(connection).ReadPageAsync(null, CancellationToken.None));
            Assert.Equal("BoomiPageTooLarge", error.ErrorId);
        }
    }

    // Every class with a kind.
    public static TheoryData<string> Kinds { get; } = new(typeof(BoomiObjectKind<>).Assembly.GetTypes()
        .Select(static type => type.GetProperty("Kind", BindingFlags.Static | BindingFlags.NonPublic)?.GetValue(null))
        .Where(static kind => kind?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(BoomiObjectKind<>))
        .Select(static kind => (string)kind!.GetType().GetProperty("Name")!.GetValue(kind)!));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ReadPageAsync_CredentialInField_IsRedactedOrRejected(string kind)
    {
        // Every field that a kind of object has, with the credential in it. Ids are rejected, and then left out.
        var fields = new Dictionary<string, string> { ["id"] = "1", ["atomId"] = "2", ["environmentId"] = "3" };
        foreach (var name in new[]
        {
            "name", "type", "status", "statusDetail", "hostName", "currentVersion", "createdBy", "classification", "documentId", "userId",
            "action", "modifier", "source", "level", "accountId", "message",
        })
        {
            fields[name] = "x " + Requests.Secret + " \u001b[31m" + new string('y', 1000);
        }

        using var server = new RawServer(Page(new JObject { ["result"] = new JArray(JObject.FromObject(fields)) }.ToString()));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());

        var item = Assert.Single(await ReadAsync(kind, connection));

        foreach (var property in item.GetType().GetProperties().Where(static property => property.PropertyType == typeof(string)))
        {
            var text = (string?)property.GetValue(item) ?? string.Empty;
            Assert.DoesNotContain(Requests.Secret, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain('\u001b', text);
            Assert.InRange(text.Length, 0, 256);
        }

        foreach (var id in kind switch { "AuditLog" => [], "EnvironmentAtomAttachment" => new[] { "atomId", "environmentId" }, _ => ["id"] })
        {
            using var other = new RawServer(Page(new JObject
            {
                ["result"] = new JArray(JObject.FromObject(new Dictionary<string, string>(fields) { [id] = Requests.Secret })),
            }.ToString()));
            using var second = Requests.Boomi(other.Uri, new FakeClock());
            var error = await Assert.ThrowsAsync<TokenApiException>(() => ReadAsync(kind, second));
            Assert.DoesNotContain(Requests.Secret, error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ReadPageAsync_Canceled_Ends()
    {
        using var server = new RawServer(RawResponse.Silence);
        using var connection = Requests.Boomi(server.Uri, new FakeClock());
        using var cancellation = new CancellationTokenSource();
        var reading = new RuntimeQuerySpec().Build(connection).ReadPageAsync(null, cancellation.Token);
        Requests.Until(() => server.Requests.Count == 1);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private static RawResponse Page(string body) => RawResponse.Of(200, body, "Content-Type: application/json");

    private static async Task<IReadOnlyList<object>> ReadAsync(string kind, BoomiConnection connection) => kind switch
    {
        "Atom" => await new RuntimeQuerySpec().Build(connection).ReadPageAsync(null, default),
        "Environment" => await new EnvironmentQuerySpec().Build(connection).ReadPageAsync(null, default),
        "EnvironmentAtomAttachment" => await new AttachmentQuerySpec().Build(connection).ReadPageAsync(null, default),
        "AuditLog" => await new BoomiQuery<InstallerTokenEvent>(connection, InstallerTokenEvent.Kind, null).ReadPageAsync(null, default),
        _ => throw new ArgumentOutOfRangeException(
            nameof(kind),
            "Add a query for the kind of object " + kind + " here, in tests/TokenTools.Core.Tests/Boomi/Objects/BoomiQueryTests.cs, its fields to "
            + nameof(ReadPageAsync_CredentialInField_IsRedactedOrRejected) + ", and a BoomiQueryKind to the sandbox."),
    };
}
