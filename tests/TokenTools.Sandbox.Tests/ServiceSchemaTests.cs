using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Sandbox.Tests;

/// <summary>The sandbox's requests and responses, and the module's requests, conform to the services' published schemas.</summary>
public class ServiceSchemaTests : Onezone.OnezoneTest
{
    private static readonly string[] Types = ServiceSchema.All["boomi"]!["InstallType"]!["enum"]!.Values<string>().ToArray()!;

    public static TheoryData<string> InstallTypes { get; } = new(Types);

    public static TheoryData<string, string> Caveats { get; } = Pairs(
        ServiceSchema.All["onezoneCaveats"]!.Select(static pair => (pair[0]!.ToString(Formatting.None), (string)pair[1]!)));

    public static TheoryData<string, string, string> InviteTypes
    {
        get
        {
            var types = new TheoryData<string, string, string>();
            foreach (var property in ((JObject)ServiceSchema.All["onezoneInviteTypes"]!).Properties())
            {
                types.Add(property.Name, (string)property.Value[0]!, (string)property.Value[1]!);
            }

            return types;
        }
    }

    [Theory]
    [MemberData(nameof(InstallTypes))]
    public async Task Boomi_EveryInstallType_ConformsToSchema(string type)
    {
        foreach (var minutes in new[] { Bound("minimum"), 60, Bound("maximum") })
        {
            var body = new JObject { ["installType"] = type, ["durationMinutes"] = minutes };
            if (type == "CLOUD")
            {
                body["cloudId"] = "3ca45d71-7794-40e2-b94b-182aef8ce5c2";
            }

            AssertConforms("boomi", "Request", body);
            using var response = await MintAsync(body.ToString());
            var document = await JsonAsync(response);
            AssertConforms("boomi", "Response", document);
            Assert.Equal(
                (type, minutes, (string?)body["cloudId"]),
                ((string?)document["installType"], (int)document["durationMinutes"]!, (string?)document["cloudId"]));
        }
    }

    [Theory]
    [InlineData("""{"installType":"ROBOT","durationMinutes":60}""")]
    [InlineData("""{"installType":"atom","durationMinutes":60}""")]
    [InlineData("""{"installType":"ATOM","durationMinutes":29}""")]
    [InlineData("""{"installType":"ATOM","durationMinutes":1441}""")]
    [InlineData("""{"installType":"ATOM"}""")]
    [InlineData("""{"durationMinutes":60}""")]
    public async Task Boomi_RequestAgainstSchema_IsRejected(string body)
    {
        Assert.NotEmpty(ServiceSchema.Violations("boomi", "Request", ServiceSchema.Parse(body)));
        using var response = await MintAsync(body);
        Assert.Equal(400, (int)response.StatusCode);
        AssertConforms("boomi", "Error", await JsonAsync(response));
    }

    [Fact]
    public async Task Boomi_XmlResponse_ConformsToSchema()
    {
        using var message = Message(
            "POST",
            "/api/rest/v1/" + Sandbox.BoomiAccountId + "/InstallerToken",
            """<bns:InstallerToken xmlns:bns="http://api.platform.boomi.com/" installType="CLOUD" durationMinutes="30" cloudId="c"/>""",
            "application/xml",
            ("Authorization", Basic(Sandbox.BoomiUserName, Sandbox.BoomiPassword)));
        using var response = await Client.SendAsync(message);
        var document = new JObject { ["@type"] = "InstallerToken" };
        var root = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
        foreach (var attribute in root.Attributes().Where(static attribute => !attribute.IsNamespaceDeclaration))
        {
            document[attribute.Name.LocalName] = attribute.Name.LocalName == "durationMinutes" ? (int)attribute : attribute.Value;
        }

        AssertConforms("boomi", "Response", document);
    }

    [Fact]
    public async Task Boomi_Account_ConformsToSchema()
    {
        using var response = await SendAsync(
            "GET",
            "/api/rest/v1/" + Sandbox.BoomiAccountId + "/Account/" + Sandbox.BoomiAccountId,
            null,
            ("Accept", "application/json"),
            ("Authorization", Basic("BOOMI_TOKEN." + Sandbox.BoomiUserName, Sandbox.BoomiApiToken)));
        var document = await JsonAsync(response);

        AssertConforms("boomi", "Account", document);
        // Every property that the schema has.
        Assert.Equal(
            ((JObject)ServiceSchema.All["boomi"]!["Account"]!["properties"]!).Properties().Select(static property => property.Name).Order(StringComparer.Ordinal),
            document.Properties().Select(static property => property.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Module_BoomiRequest_ConformsToSchema()
    {
        using var connection = BoomiConnection.Create(Sandbox.ToBoomiOptions());
        foreach (var type in Types)
        {
            await connection.CreateInstallerTokenAsync(
                new InstallerTokenSpec { InstallType = type, DurationMinutes = "90", CloudId = type == "CLOUD" ? "cloud" : null }.Build());
        }

        Assert.Equal(Types.Length, Sandbox.Requests.Count);
        Assert.All(Sandbox.Requests, static request => AssertConforms("boomi", "Request", ServiceSchema.Parse(request.ToPlainText().Body)));
    }

    [Theory]
    [MemberData(nameof(Caveats))]
    public async Task Onezone_EveryCaveat_ConformsToSchema(string caveat, string text)
    {
        var body = ServiceSchema.Parse("""{"type":{"accessToken":{}},"caveats":[@,{"type":"time","validUntil":#}]}"""
            .Replace("@", caveat, StringComparison.Ordinal).Replace("#", In(600), StringComparison.Ordinal));
        AssertConforms("onezone", "TemporaryTokenCreateRequest", body);
        var (status, made) = await AskAsync("POST", "user/tokens/temporary", body.ToString(), Sandbox.OnezoneUserToken);
        Assert.Equal(201, status);
        AssertConforms("onezone", "SerializedToken", made!);
        Assert.Equal("cid " + text, Packets((string)made!["token"]!)[2]);

        var (_, examined) = await AskAsync("POST", "tokens/examine", made.ToString(), null);
        AssertConforms("onezone", "ExaminedToken", examined!);
        Assert.True(JToken.DeepEquals(body["caveats"], examined!["caveats"]), examined.ToString());

        var confine = new JObject { ["token"] = Sandbox.OnezoneUserToken, ["caveats"] = new JArray(ServiceSchema.Parse(caveat)) };
        (status, var confined) = await AskAsync("POST", "tokens/confine", confine.ToString(), null);
        Assert.Equal(200, status);
        AssertConforms("onezone", "SerializedToken", confined!);
        Assert.Equal("cid " + text, Packets((string)confined!["token"]!)[2]);
    }

    [Theory]
    [MemberData(nameof(InviteTypes))]
    public async Task Onezone_EveryInviteType_ConformsToSchema(string type, string code, string key)
    {
        var target = key switch { "clusterId" => Sandbox.OnezoneClusterId, "adminUserId" => Sandbox.OnezoneUserId, _ => "target" };
        var body = new JObject
        {
            ["type"] = new JObject { ["inviteToken"] = new JObject { ["inviteType"] = type, [key] = target } },
            ["caveats"] = ServiceSchema.Parse(TimeBody(600))["caveats"],
        };
        AssertConforms("onezone", "TemporaryTokenCreateRequest", body);
        var token = await IssueAsync("user/tokens/temporary", body.ToString(), Sandbox.OnezoneUserToken);
        Assert.Contains(
            "/" + code + ":" + target + ":" + (type == "supportSpace" ? "ge" : "") + "/", Packets(token)[1], StringComparison.Ordinal);
        var (_, examined) = await AskAsync("POST", "tokens/examine", new JObject { ["token"] = token }.ToString(), null);
        AssertConforms("onezone", "ExaminedToken", examined!);
        Assert.Equal(
            (type, target), ((string?)examined!["type"]!["inviteToken"]!["inviteType"], (string?)examined["type"]!["inviteToken"]![key]));
    }

    [Fact]
    public async Task Onezone_OtherResponses_ConformToSchema()
    {
        AssertConforms("onezone", "Generation", (await AskAsync("GET", "user/tokens/temporary", null, Sandbox.OnezoneUserToken)).Json!);
        AssertConforms("onezone", "Time", (await AskAsync("GET", "provider/public/get_current_time", null, null)).Json!);
        AssertConforms("onezone", "Configuration", (await AskAsync("GET", "configuration", null, null)).Json!);
        foreach (var token in new[]
        {
            Sandbox.OnezoneUserToken, await IssueAsync("provider/tokens/temporary", TimeBody(600), Sandbox.OnezoneProviderToken),
        })
        {
            AssertConforms(
                "onezone",
                "Verified",
                (await AskAsync("POST", "tokens/verify_access_token", new JObject { ["token"] = token }.ToString(), null)).Json!);
        }
    }

    [Fact]
    public async Task Module_OnezoneRequest_ConformsToSchema()
    {
        using var connection = OnezoneConnection.Create(Sandbox.ToOnezoneOptions());
        var caveats = ServiceSchema.All["onezoneCaveats"]!.Select(static pair => TokenCaveat.FromJson(pair[0]!))
            .Where(static caveat => caveat is not (TimeCaveat or IdentityScopeCaveat)).ToList();
        foreach (var caveat in caveats)
        {
            await connection.CreateTemporaryTokenAsync(new TemporaryTokenRequest { Caveats = [caveat] });
        }

        var token = await connection.CreateTemporaryTokenAsync(new TemporaryTokenRequest { Type = OnedataTokenType.Identity });
        var context = new VerificationContext
        {
            PeerIp = "10.0.0.1",
            Interface = "rest",
            ConsumerToken = SecureText.FromString(SecureText.Reveal((System.Security.SecureString)token.Token)),
            AllowDataAccessCaveats = true,
        };
        await connection.VerifyAsync(OnedataToken.Decode(SecureText.FromString(Sandbox.OnezoneUserToken)), context);

        var made = Sandbox.Requests.Where(static request => request.Path.EndsWith("/tokens/temporary", StringComparison.Ordinal)).ToList();
        Assert.Equal(caveats.Count + 1, made.Count);
        Assert.All(
            made,
            static request => AssertConforms("onezone", "TemporaryTokenCreateRequest", ServiceSchema.Parse(request.ToPlainText().Body)));
        var verified = Assert.Single(
            Sandbox.Requests, static request => request.Path.EndsWith("/verify_access_token", StringComparison.Ordinal));
        AssertConforms("onezone", "VerifyAccessTokenRequest", ServiceSchema.Parse(verified.ToPlainText().Body));
    }

    [Fact]
    public async Task Onezone_EveryError_HasDocumentedStatusAndDetails()
    {
        var user = Sandbox.OnezoneUserToken;
        var mine = await IssueAsync("user/tokens/temporary", TimeBody(600), user);
        var identity = await IssueAsync(
            "provider/tokens/temporary",
            """{"type":{"identityToken":{}},"caveats":[{"type":"time","validUntil":@}]}""".Replace("@", In(600), StringComparison.Ordinal),
            Sandbox.OnezoneProviderToken);
        var expired = Macaroon.Parse(mine).AddCaveats([TokenCaveat.FromText("time < 5").ToBytes()]).Serialize();
        var unknownCaveat = Macaroon.Parse(mine).AddCaveats([TokenCaveat.FromText("new = 1").ToBytes()]).Serialize();
        var forged = Macaroon.Create(
            "x"u8.ToArray(),
            System.Text.Encoding.ASCII.GetBytes("2/tmp-9/usr-" + Sandbox.OnezoneUserId + "/act/1"),
            "guess"u8.ToArray()).Serialize();
        var unknownSubject = Macaroon.Create("x"u8.ToArray(), "2/tmp-1/usr-nobody/act/1"u8.ToArray(), "guess"u8.ToArray()).Serialize();
        var seen = new HashSet<string>();

        async Task Ask(string id, string method, string path, string? body, string? token, bool inAuthError = false)
        {
            var (status, json) = await AskAsync(method, path, body, token);
            AssertConforms("onezone", "ErrorResponse", json!);
            AssertErrorConforms((JObject)json!["error"]!, status, seen);
            Assert.Equal(id, inAuthError ? (string?)json["error"]!["details"]!["authError"]!["id"] : Id(json));
        }

        const string Create = "user/tokens/temporary";
        const string Verify = "tokens/verify_access_token";
        await Ask("unauthorized", "POST", Create, "{}", null);
        await Ask("badToken", "POST", Create, "{}", "bad", inAuthError: true);
        await Ask("tokenCaveatUnverified", "GET", "user", null, expired, inAuthError: true);
        await Ask("tokenCaveatUnknown", "GET", "user", null, unknownCaveat, inAuthError: true);
        await Ask("notAnAccessToken", "GET", "provider", null, identity, inAuthError: true);
        await Ask("tokenInvalid", "GET", "user", null, forged, inAuthError: true);
        await Ask("tokenSubjectInvalid", "GET", "user", null, unknownSubject, inAuthError: true);
        await Ask("forbidden", "POST", "provider/tokens/temporary", "{}", user);
        await Ask("malformedData", "POST", Create, "{", user);
        await Ask("tokenTimeCaveatRequired", "POST", Create, "{}", user);
        await Ask("badData", "POST", Create, """{"caveats":{}}""", user);
        await Ask("badValueCaveat", "POST", Create, """{"caveats":["time < 1"]}""", user);
        await Ask("badValueTokenType", "POST", Create, """{"type":1}""", user);
        await Ask("tokenSessionInvalid", "POST", Create, """{"type":{"accessToken":{"sessionId":"1"}}}""", user);
        await Ask("tokenServiceForbidden", "POST", Create, """{"caveats":[{"type":"service","whitelist":["opw-other"]}]}""", user);
        await Ask(
            "inviteTokenTargetIdInvalid",
            "POST",
            Create,
            """{"type":{"inviteToken":{"inviteType":"userJoinCluster","clusterId":"other"}}}""",
            user);
        await Ask(
            "inviteTokenSubjectNotAuthorized",
            "POST",
            Create,
            """{"type":{"inviteToken":{"inviteType":"registerOneprovider","adminUserId":"@"}}}"""
                .Replace("@", Sandbox.OnezoneOtherUserId, StringComparison.Ordinal),
            user);
        const string Named = "user/tokens/named";
        const string Invite = """{"name":"invite","type":{"inviteToken":{"inviteType":"userJoinSpace","spaceId":"s1"}}""";
        var (_, created) = await AskAsync("POST", Named, Invite + ",\"usageLimit\":1}", user);
        var invite = new JObject { ["token"] = created!["token"] }.ToString();
        await Ask("badValueIdentifierOccupied", "POST", Named, Invite + "}", user);
        await Ask("badValueName", "POST", Named, """{"name":"-"}""", user);
        await Ask("badValueJSON", "POST", Named, """{"name":"n1","customMetadata":[]}""", user);
        await Ask("badValueListOfStrings", "POST", Named, Invite.Replace("invite\"", "n1\"", StringComparison.Ordinal) + ",\"privileges\":[1]}", user);
        await Ask("badValueListNotAllowed", "POST", Named, Invite + ",\"privileges\":[\"group_view\"]}", user);
        await Ask("badValueInteger", "POST", Named, Invite + ",\"usageLimit\":1.5}", user);
        await Ask("badValueTooLow", "POST", Named, Invite + ",\"usageLimit\":0}", user);
        await Ask("missingAtLeastOneValue", "PATCH", "tokens/named/" + (string)created["tokenId"]!, "{}", user);
        await Ask("notFound", "GET", "tokens/named/other", null, user);
        await AskAsync("POST", "user/spaces/join", invite, Sandbox.OnezoneOtherUserToken);
        await Ask("inviteTokenUsageLimitReached", "POST", "user/spaces/join", invite, Sandbox.OnezoneOtherUserToken);
        var (_, second) = await AskAsync("POST", Named, Invite.Replace("\"invite\"", "\"second\"", StringComparison.Ordinal) + "}", user);
        await Ask(
            "relationAlreadyExists", "POST", "user/spaces/join", new JObject { ["token"] = second!["token"] }.ToString(), Sandbox.OnezoneOtherUserToken);
        await Ask("missingRequiredValue", "POST", Verify, "{}", null);
        await Ask("badValueEmpty", "POST", Verify, """{"token":""}""", null);
        await Ask("badValueToken", "POST", Verify, """{"token":"x"}""", null);
        await Ask("badValueToken", "POST", Verify, new JObject { ["token"] = new string('x', 1_048_577) }.ToString(), null);
        foreach (var (member, id) in new[]
        {
            ("\"peerIp\":\"::1\"", "badValueIPv4Address"),
            ("\"interface\":\"x\"", "badValueNotAllowed"),
            ("\"interface\":1", "badValueString"),
            ("\"allowDataAccessCaveats\":1", "badValueBoolean"),
            ("\"serviceToken\":\"" + mine + "\"", "badServiceToken"),
            ("\"consumerToken\":\"" + mine + "\"", "badConsumerToken"),
        })
        {
            await Ask(id, "POST", Verify, "{\"token\":\"" + mine + "\"," + member + "}", null);
        }

        await Ask("notAnIdentityToken", "POST", "tokens/verify_identity_token", "{\"token\":\"" + mine + "\"}", null);
        await Ask("notAnInviteToken", "POST", "tokens/verify_invite_token", "{\"token\":\"" + mine + "\"}", null);
        await Ask(
            "badValueInviteType", "POST", "tokens/verify_invite_token", "{\"token\":\"" + mine + "\",\"expectedInviteType\":\"x\"}", null);
        await Ask("internalServerError", "POST", "tokens/examine", "{\"token\":\"" + unknownCaveat + "\"}", null);
        foreach (var (name, isSupported) in new[] { ("sandbox", true), ("guest", true), ("sandbox", false) })
        {
            Sandbox.Zone.IsBasicAuthSupported = isSupported;
            using var basic = await SendAsync("GET", "/api/v3/onezone/user", null, ("Authorization", Basic(name, "b")));
            AssertErrorConforms((JObject)(await JsonAsync(basic))["error"]!, (int)basic.StatusCode, seen);
        }

        await AskAsync("DELETE", Create, null, user);
        await Ask("tokenRevoked", "POST", Verify, "{\"token\":\"" + mine + "\"}", null);
        for (var i = Sandbox.Zone.Entities.All.Count(); i < TokenTools.Sandbox.Onezone.ZoneEntities.MaximumCount; i++)
        {
            Sandbox.Zone.Entities.Add(OnezoneEntityKind.Space, i.ToString(CultureInfo.InvariantCulture), "filler", Sandbox.Zone.User, 0);
        }

        await Ask("limitReached", "POST", "user/spaces", """{"name":"one too many"}""", user);
        Assert.Empty(
            ((JObject)ServiceSchema.All["onezoneErrors"]!).Properties().Select(static known => known.Name)
                .Except(seen).Order(StringComparer.Ordinal));
    }

    private static int Bound(string name) => (int)ServiceSchema.All["boomi"]!["Minutes"]![name]!;

    private static TheoryData<string, string> Pairs(IEnumerable<(string, string)> pairs)
    {
        var data = new TheoryData<string, string>();
        foreach (var (first, second) in pairs)
        {
            data.Add(first, second);
        }

        return data;
    }

    private static void AssertConforms(string service, string schema, JToken document)
    {
        var violations = ServiceSchema.Violations(service, schema, document);
        Assert.True(violations.Count == 0, schema + ": " + string.Join("\n", violations) + "\n" + document);
    }

    // An error inside another error has no status.
    private static void AssertErrorConforms(JObject error, int? status, HashSet<string> seen)
    {
        AssertConforms("onezone", "Error", error);
        var id = (string)error["id"]!;
        seen.Add(id);
        var published = (JObject)ServiceSchema.All["onezoneErrors"]![id]!;
        Assert.Equal((int)published["status"]!, status ?? (int)published["status"]!);
        var expected = ((JObject?)published["details"] ?? []).Properties().ToList();
        if (error["details"] is not JObject details)
        {
            Assert.True(expected.Count == 0 || (bool?)published["optional"] == true, id + " has no details");
            return;
        }

        Assert.Equal(expected.Select(static detail => detail.Name), details.Properties().Select(static detail => detail.Name));
        foreach (var detail in expected)
        {
            var value = details[detail.Name]!;
            switch ((string)detail.Value!)
            {
                case "any":
                    break;
                case "string":
                    Assert.Equal(JTokenType.String, value.Type);
                    break;
                case "integer":
                    Assert.Equal(JTokenType.Integer, value.Type);
                    break;
                case "Error":
                    AssertErrorConforms((JObject)value, null, seen);
                    break;
                case var schema:
                    AssertConforms("onezone", schema, value);
                    break;
            }
        }
    }
}
