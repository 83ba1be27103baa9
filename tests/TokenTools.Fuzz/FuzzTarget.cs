using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using TokenTools.Attacks.Tests.Http;
using TokenTools.Attacks.Tests.Support;

namespace TokenTools.Fuzz;

/// <summary>A parser, and the cmdlet that leads to it.</summary>
/// <param name="Name">The parser's name.</param>
/// <param name="Script">
/// What passes a batch of inputs, <c>$texts</c>, to the cmdlet and writes its errors. The inputs of an answer's parser are answers, one
/// for each request.
/// </param>
/// <param name="Seeds">Valid inputs.</param>
internal sealed record FuzzTarget(string Name, string Script, IReadOnlyList<string> Seeds)
{
    private const string InstallerToken =
        """{"@type":"InstallerToken","installType":"ATOM","token":"atom-12f5a22a-1b5c-4a1d-9c0e-7f9c2f4a8d11",""" +
        """ "created":"2030-01-31T12:00:00Z","expiration":"2030-01-31T13:00:00.000+0000",""" +
        """ "accountId":"acme-A1B2C3","durationMinutes":["Long",60],"cloudId":"c1"}""";

    private const string ConnectBoomi = """
        param($Uri)
        $secret = ConvertTo-SecureString 'fuzz-api-token' -AsPlainText -Force
        Connect-Boomi acme-A1B2C3 user@acme.example $secret -BaseUri $Uri -NoProxy -MaximumRetryCount 0 -RequestsPerSecond 1000
        """;

    private const string ConnectOnezone = """
        param($Uri)
        $secret = ConvertTo-SecureString 'github/fuzz' -AsPlainText -Force
        Connect-Onezone -Uri $Uri -Token $secret -NoProxy -MaximumRetryCount 0
        """;

    private const string Collect = " -ErrorAction SilentlyContinue -ErrorVariable problems";

    private const string Issue = "$null = @('ATOM') * $texts.Count | New-InstallerToken -ThrottleLimit 4" + Collect + "; $problems";

    private const string TestProfile = "Test-BootstrapToken -Uri $Uri -Token YWRtaW46Ym9vdHN0cmFwOnBhc3N3b3Jk -NoProxy -Detailed";

    /// <summary>What connects to the service that answers with the input; null for a parser that needs none.</summary>
    public string? Connect { get; init; }

    /// <summary>The status of the answer whose body is the input.</summary>
    public int Status { get; init; } = 200;

    /// <summary>All parsers.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("token", Piped("ConvertFrom-OnedataToken"), Vectors("withSecret", "serialized")),
        new("caveat", Each("New-TokenCaveat -Caveat $text"),
        [
            "time < 1893456000", "ip = 10.0.0.0/8,1.2.3.4", "asn = 64,1671", "geo.country = PL,DE", "geo.region != Europe",
            "service = opw-abc", "consumer = usr-abc", "interface = rest", "api = all/get/space.*.*:*", "data.readonly",
            "data.path = L3NwYWNl", "data.objectid = 00000000000CDBDA",
            """{"type":"time","validUntil":1893456000}""", """{"type":"ip","whitelist":["10.0.0.0/8"]}""",
            """{"type":"asn","whitelist":[64]}""",
            """{"type":"geo.country","filter":"whitelist","list":["PL"]}""", """{"type":"data.path","whitelist":["L3NwYWNl"]}""",
            """{"type":"interface","interface":"rest"}""",
        ]),
        new("wrapped-token", Piped("ConvertFrom-OnedataToken"),
            [.. Vectors("withSecret", "serialized").SelectMany(static token => new[]
            {
                "Bearer " + token, "ONECLIENT_ACCESS_TOKEN=" + token, "export TOKEN='" + token + "'\n", "\"" + token + "\"", token[..^20],
            })]),
        new("access-token", Each("Connect-Onezone onezone.example.com $text"),
            ["egi:eyJhbGciOiJSUzI1NiJ9.e30.c2ln", "github/gho_16C7e42F292c6912E7710c838347Ae178B4a", .. Vectors("withSecret", "serialized")]),
        new("api-caveat", Each("New-TokenCaveat -Api $text"),
            ["all/get/space.*.*:*", "opw/all/file.*.*", "ozw/create/user.self.idp_access_token,egi:private", "ozp/get/onp_host.*.*:auto"]),
        new("token-scope", Each("'" + Vectors("withSecret", "serialized")[0] + "' | Get-TokenScope"),
        [
            """{"validUntil":1893456000,"dataAccessScope":{"readonly":false,"spaces":{"s1":{"name":"one","supports":{"p1":{"readonly":true}}}},""" +
            """ "providers":{"p1":{"name":"p","domain":"p.example.com","version":"21.02.7","online":true}}}}""",
            """{"validUntil":null,"dataAccessScope":null}""",
        ])
        {
            Connect = ConnectOnezone,
        },
        new("generation", Each("Get-TemporaryTokenGeneration user"), ["""{"generation":3}"""])
        {
            Connect = ConnectOnezone,
        },
        new("bootstrap-token", Piped("ConvertFrom-BootstrapToken"),
            ["YWRtaW46Ym9vdHN0cmFwOnBhc3N3b3Jk", "ZGVtbzpib290c3RyYXA6ZGVtbzEyMw==", "admin:bootstrap:password"]),
        new("duration", Each("New-TokenCaveat -ValidFor $text"), ["90s", "30m", "2h", "1d12h", "PT30M", "P1DT12H", "P2W", "1d2h3m4s"]),
        new("point-in-time", Each("New-TokenCaveat -ValidUntil $text"),
            ["2030-01-31", "2030-01-31T17:30", "2030-01-31 17:30:00", "2030-01-31T17:30:00Z", "2030-01-31T17:30:00.1234567+02:00"]),
        new("installer-token", Issue,
        [
            InstallerToken,
            """<InstallerToken installType="ATOM" token="atom-12f5a22a-1b5c-4a1d-9c0e-7f9c2f4a8d11" created="2030-01-31T12:00:00Z" """ +
            """expiration="2030-01-31T13:00:00Z" accountId="acme-A1B2C3" durationMinutes="60"/>""",
        ])
        {
            Connect = ConnectBoomi,
        },
        new("boomi-error", Issue,
        [
            """{"message":"no"}""", """{"error":{"id":"error.user.auth","message":"no"}}""", """{"@type":"Error","message":"no"}""",
            "<?xml version=\"1.0\"?><error><message>no &amp; no</message></error>",
            """<UserMessage id="x"><Data><![CDATA[no]]></Data></UserMessage>""",
            "<!DOCTYPE html><html><head><title>no</title></head></html>",
        ])
        {
            Connect = ConnectBoomi,
            Status = 400,
        },
        new("onezone-error", Each("New-TemporaryToken -ValidFor 10m -For user"),
        [
            """{"error":{"id":"badValueToken","details":{"key":"token","tokenError":{"id":"tokenCaveatUnverified","description":"no",""" +
            """ "details":{"caveat":{"type":"ip"}}}},"description":"no"}}""",
            """{"error":{"id":"tokenTimeCaveatRequired","details":{"maxTtl":3600},"description":"no"}}""", """{"error":"no"}""",
        ])
        {
            Connect = ConnectOnezone,
            Status = 400,
        },
        new("zone-time", Each("New-TemporaryToken -ValidFor 10m -For user"), ["""{"timeMillis":1893456000000}""", "1893456000000"])
        {
            Connect = ConnectOnezone,
        },
        new("named-token-name", Each("New-NamedToken $text -For user -WhatIf"), ["Oneclient access token", "ci (1)", "żółw"])
        {
            Connect = ConnectOnezone,
        },
        new("named-token-metadata", Each("New-NamedToken ci -Metadata $text -For user -WhatIf"),
            ["""{"jobName":"experiment-15","list":[1,{"a":null}]}"""])
        {
            Connect = ConnectOnezone,
        },
        new("named-token", Each("Get-NamedToken -Id x1"),
        [
            .. Vectors("withSecret", "serialized").Take(3).Select(static token =>
                """{"id":"x1","name":"ci","subject":{"type":"user","id":"u1"},"type":{"accessToken":{}},"caveats":[],"metadata":""" +
                """{"creationTime":1564721024,"usageLimit":15,"usageCount":3,"privileges":["space_view"],"custom":{"a":[1]}},""" +
                """ "revoked":false,"token":"TOKEN"}""".Replace("TOKEN", token, StringComparison.Ordinal)),
        ])
        {
            Connect = ConnectOnezone,
        },
        new("named-tokens", Each("Get-NamedToken -For user"), ["""{"tokens":["2b5d0dd5aa6443a69277b5ce0544fec2","x1"]}"""])
        {
            Connect = ConnectOnezone,
        },
        new("onezone-user", Each("Get-OnezoneUser"),
            ["""{"userId":"u1","fullName":"a","username":null,"emails":["a@b.example"],"creationTime":1564721024}"""])
        {
            Connect = ConnectOnezone,
        },
        new("gooddata-profile", Each(TestProfile),
            ["""{"userId":"admin","organizationId":"acme","organizationName":"Acme","permissions":["MANAGE"]}"""])
        {
            Connect = "param($Uri)",
        },
        new("gooddata-error", Each(TestProfile),
            ["""{"title":"no","detail":"no","traceId":"1"}""", """{"status":404,"error":"Not Found"}""", "/appLogin"])
        {
            Connect = "param($Uri)",
            Status = 401,
        },
    ];

    /// <summary>A server that answers each request with the next input.</summary>
    public HostileServer? Serve(Func<string> next) => Connect is null
        ? null
        : HostileServer.Answering(request => request.Target.EndsWith("/get_current_time", StringComparison.Ordinal) && Name != "zone-time"
            ? HttpAnswer.Of(200, "{\"timeMillis\":1893456000000}")
            : HttpAnswer.Of(Status, next(), "Content-Type: application/json"));

    private static string Piped(string command) => "$null = $texts | " + command + Collect + "; $problems";

    // An error that ends the cmdlet is caught; any other is in the variable.
    private static string Each(string command) =>
        "foreach ($text in $texts) { $problems = $null; try { $null = " + command + Collect + "; $problems } catch { $_ } }";

    private static string[] Vectors(string list, string field)
    {
        using var vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "onedata-tokens.json")));
        return [.. vectors.RootElement.GetProperty(list).EnumerateArray().Select(vector => vector.GetProperty(field).GetString()!)];
    }
}
