using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using TokenTools.Sandbox.Http;
using TokenTools.Sandbox.Recording;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests.Recording;

public class RequestLogTests : SandboxTest
{
    private const int Kibibyte = 1024;

    [Fact]
    public void Add_BeyondMaximumBytes_RemovesOldestBodiesFirst()
    {
        var log = new RequestLog(maximumCount: 100, maximumBytes: 300 * Kibibyte);
        for (var i = 0; i < 5; i++)
        {
            log.Add(Request("/" + i, bodyBytes: 100 * Kibibyte));
        }

        var requests = log.ToArray();
        Assert.Equal(["/0", "/1", "/2", "/3", "/4"], requests.Select(static request => request.Path));
        Assert.Equal([true, true, true, false, false], requests.Select(static request => request.BodyRemoved));
        Assert.Equal([0, 0, 0, 100 * Kibibyte, 100 * Kibibyte], requests.Select(static request => request.Body.Length));
        Assert.InRange(log.Bytes, 200 * Kibibyte, 300 * Kibibyte);
    }

    [Fact]
    public void Add_BeyondMaximumBytesWithoutBodies_RemovesOldestRequests()
    {
        var log = new RequestLog(maximumCount: 100, maximumBytes: 100 * Kibibyte);
        for (var i = 0; i < 20; i++)
        {
            log.Add(Request("/" + i, bodyBytes: 10, headerLength: 10 * Kibibyte));
        }

        var requests = log.ToArray();
        // A header of 10 Ki characters is 20 KiB of memory.
        Assert.Equal(["/16", "/17", "/18", "/19"], requests.Select(static request => request.Path));
        Assert.All(requests, static request => Assert.True(request.BodyRemoved));
        Assert.InRange(log.Bytes, 80 * Kibibyte, 100 * Kibibyte);
    }

    [Fact]
    public void Add_BodyLargerThanMaximumBytes_KeepsRequestWithoutBody()
    {
        var log = new RequestLog(maximumCount: 100, maximumBytes: 10 * Kibibyte);
        log.Add(Request("/large", bodyBytes: 20 * Kibibyte));
        var request = Assert.Single(log.ToArray());
        Assert.Equal((true, "/large"), (request.BodyRemoved, request.Path));
    }

    [Fact]
    public void Add_BeyondMaximumCount_RemovesOldestRequests()
    {
        var log = new RequestLog(maximumCount: 3, maximumBytes: long.MaxValue);
        for (var i = 0; i < 5; i++)
        {
            log.Add(Request("/" + i, bodyBytes: i % 2));
        }

        Assert.Equal(["/2", "/3", "/4"], log.ToArray().Select(static request => request.Path));
    }

    [Fact]
    public void Clear_Always_ResetsBytes()
    {
        var log = new RequestLog(maximumCount: 3, maximumBytes: 100 * Kibibyte);
        log.Add(Request("/", bodyBytes: 90 * Kibibyte));
        log.Clear();
        Assert.Equal(0, log.Bytes);
        log.Add(Request("/", bodyBytes: 90 * Kibibyte));
        Assert.False(Assert.Single(log.ToArray()).BodyRemoved);
    }

    [Fact]
    public async Task Requests_BodiesBeyondTheDefaultLimit_StayWithinIt()
    {
        var body = new string('x', 8 * 1024 * Kibibyte);
        for (var i = 0; i < 10; i++)
        {
            using var response = await SendAsync("POST", "/cmdb?" + i, body);
            Assert.Equal(201, (int)response.StatusCode);
        }

        Assert.Equal(64L * 1024 * Kibibyte, new SandboxOptions().MaximumRecordedBytes);
        Assert.InRange(Sandbox.RecordedBytes, 56L * 1024 * Kibibyte, 64L * 1024 * Kibibyte);
        Assert.Equal(10, Sandbox.Requests.Count);
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 10).Where(i => Sandbox.Requests[i].BodyRemoved));
        // The service received the whole body.
        Assert.All(Sandbox.Requests, static request => Assert.Equal(201, request.StatusCode));
    }

    private static SandboxRequest Request(string target, int bodyBytes, int headerLength = 0)
    {
        List<KeyValuePair<string, string>> headers = headerLength == 0 ? [] : [new("X-Long", new string('h', headerLength))];
        return new SandboxRequest(new Request("POST", target, headers, [.. Enumerable.Repeat((byte)'b', bodyBytes)]), null, new Redactor());
    }
}
