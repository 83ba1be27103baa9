using System;
using System.Linq;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using Xunit;

namespace TokenTools.Sandbox.Tests;

public class FuzzTests : Onezone.OnezoneTest
{
    private static readonly string[] Operations =
    [
        "user/tokens/temporary", "providers/{provider}/tokens/temporary", "tokens/verify_access_token", "tokens/verify_identity_token",
        "tokens/verify_invite_token", "tokens/examine", "tokens/confine",
    ];

    [Fact]
    public async Task Handle_RandomBody_NeverFailsInternally()
    {
        var random = new Random(11);
        var token = await IssueAsync("user/tokens/temporary", TimeBody(600), Sandbox.OnezoneUserToken);
        for (var i = 0; i < 400; i++)
        {
            var body = new JObject();
            foreach (var key in new[]
            {
                "token",
                "caveats",
                "type",
                "peerIp",
                "interface",
                "serviceToken",
                "consumerToken",
                "expectedInviteType",
                "allowDataAccessCaveats",
            })
            {
                if (random.Next(3) > 0)
                {
                    body[key] = Value(random, token, 0);
                }
            }

            var (status, json) = await AskAsync("POST", Operations[i % Operations.Length], body.ToString(), Sandbox.OnezoneUserToken);
            Assert.Contains(status, (int[])[200, 201, 400]);
            Assert.NotNull(status >= 400 ? Id(json) : "none");
        }
    }

    [Fact]
    public async Task Authenticate_DamagedToken_IsRejected()
    {
        var random = new Random(12);
        var good = Sandbox.OnezoneUserToken;
        for (var i = 0; i < 400; i++)
        {
            var damaged = good.ToCharArray();
            damaged[random.Next(damaged.Length)] = (char)random.Next(33, 127);
            var text = new string(damaged, 0, random.Next(4) == 0 ? random.Next(1, damaged.Length) : damaged.Length);
            if (text == good)
            {
                continue;
            }

            var (status, json) = await AskAsync("GET", "user", null, text);
            // The location is not signed, so a change of it is not detected.
            Assert.True(
                status == 401 ? Id(json) == "unauthorized" : status == 200 && Packets(text)[1..].SequenceEqual(Packets(good)[1..]), text);
        }
    }

    [Fact]
    public async Task Handle_EveryPathAndMethod_GivesResponse()
    {
        foreach (var path in new[]
        {
            "/",
            "//",
            "/api",
            "/api/v1",
            "/api/v1/",
            "/api/v3/onezone",
            "/api/v3/onezone//",
            "/api/v3/onezone/users//tokens/temporary",
            "/api/rest/v1",
            "/partner/api/rest/v1/x",
            "/%",
            "/api/v3/onezone/%ff%00",
            "/cmdb/x?",
            "/oauth2/authorization/x",
            "/appLogin",
        })
        {
            foreach (var method in new[] { "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "UNKNOWN" })
            {
                var response = await Http.RawClient.SendAndReadAsync(
                    Sandbox, method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                Assert.StartsWith("HTTP/1.1 ", response, StringComparison.Ordinal);
                Assert.DoesNotContain("The sandbox failed", response, StringComparison.Ordinal);
            }
        }
    }

    private static JToken Value(Random random, string token, int depth) => random.Next(depth > 2 ? 7 : 12) switch
    {
        0 => JValue.CreateNull(),
        1 => random.Next(2) == 0,
        2 => random.NextInt64(long.MinValue, long.MaxValue),
        3 => random.NextDouble() * 1e300,
        4 => token,
        5 => new[]
        {
            "", "x", "rest", "10.0.0.1", "userJoinSpace", "opw-*", "time", "\u0000", "a|b", "2/tmp-1/usr-x/act/1",
        }[random.Next(10)],
        6 => new string('a', random.Next(70_000)),
        7 => new JArray(Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, token, depth + 1))),
        8 => new JObject
        {
            ["type"] = new[]
            {
                "time",
                "ip",
                "asn",
                "geo.country",
                "geo.region",
                "service",
                "consumer",
                "interface",
                "api",
                "data.readonly",
                "data.path",
                "data.objectid",
            }[random.Next(12)],
            ["whitelist"] = Value(random, token, depth + 1),
            ["validUntil"] = Value(random, token, depth + 1),
            ["list"] = Value(random, token, depth + 1),
            ["filter"] = "whitelist",
        },
        9 => new JObject
        {
            ["inviteToken"] = new JObject { ["inviteType"] = "userJoinSpace", ["spaceId"] = Value(random, token, depth + 1) },
        },
        10 => new JObject { [new[] { "accessToken", "identityToken", "inviteToken" }[random.Next(3)]] = Value(random, token, depth + 1) },
        _ => new JArray(
            new JObject { ["type"] = "time", ["validUntil"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + random.Next(-1000, 1000) },
            Value(random, token, depth + 1)),
    };
}
