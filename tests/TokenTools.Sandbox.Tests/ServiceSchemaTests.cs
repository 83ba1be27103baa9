using System;
using System.Collections.Generic;
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

/// <summary>What the sandbox takes and answers, and what the module sends to it, keeps to the services' published descriptions.</summary>
public class ServiceSchemaTests : OnezoneTest
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
    public async Task Boomi_takes_what_its_schema_allows_and_answers_by_it(string type)
    {
        foreach (var minutes in new[] { Bound("minimum"), 60, Bound("maximum") })
        {
            var body = new JObject { ["installType"] = type, ["durationMinutes"] = minutes };
            if (type == "CLOUD")
            {
                body["cloudId"] = "3ca45d71-7794-40e2-b94b-182aef8ce5c2";
            }

            Keeps("boomi", "Request", body);
            using var response = await MintAsync(body.ToString());
            var document = await JsonAsync(response);
            Keeps("boomi", "Response", document);
            Assert.Equal((type, minutes, (string?)body["cloudId"]), ((string?)document["installType"], (int)document["durationMinutes"]!, (string?)document["cloudId"]));
        }
    }

    [Theory]
    [InlineData("""{"installType":"ROBOT","durationMinutes":60}""")]
    [InlineData("""{"installType":"atom","durationMinutes":60}""")]
    [InlineData("""{"installType":"ATOM","durationMinutes":29}""")]
    [InlineData("""{"installType":"ATOM","durationMinutes":1441}""")]
    [InlineData("""{"installType":"ATOM"}""")]
    [InlineData("""{"durationMinutes":60}""")]
    public async Task Boomi_refuses_what_its_schema_does_not_allow(string body)
    {
        Assert.NotEmpty(ServiceSchema.Problems("boomi", "Request", ServiceSchema.Parse(body)));
        using var response = await MintAsync(body);
        Assert.Equal(400, (int)response.StatusCode);
        Keeps("boomi", "Error", await JsonAsync(response));
    }

    [Fact]
    public async Task Boomis_xml_says_the_same_in_attributes()
    {
        using var message = Message(
            "POST",
            "/api/rest/v1/" + Sandbox.BoomiAccountId + "/InstallerToken",
            """<bns:InstallerToken xmlns:bns="http://api.platform.boomi.com/" installType="CLOUD" durationMinutes="30" cloudId="c"/>""",
            "application/xml",
            ("Authorization", Basic(Sandbox.BoomiUserName, Sandbox.BoomiPassword)));
        using var response = await Client.SendAsync(message);
        var document = new JObject { ["@type"] = "InstallerToken" };
        foreach (var attribute in XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!.Attributes().Where(static attribute => !attribute.IsNamespaceDeclaration))
        {
            document[attribute.Name.LocalName] = attribute.Name.LocalName == "durationMinutes" ? (int)attribute : attribute.Value;
        }

        Keeps("boomi", "Response", document);
    }

    [Fact]
    public async Task The_module_asks_Boomi_by_its_schema()
    {
        using var connection = BoomiConnection.Create(Sandbox.ToBoomiOptions());
        foreach (var type in Types)
        {
            await connection.CreateInstallerTokenAsync(
                new InstallerTokenSpec { InstallType = type, DurationMinutes = "90", CloudId = type == "CLOUD" ? "cloud" : null }.Build());
        }

        Assert.Equal(Types.Length, Sandbox.Requests.Count);
        Assert.All(Sandbox.Requests, static request => Keeps("boomi", "Request", ServiceSchema.Parse(request.ToPlainText().Body)));
    }

    [Theory]
    [MemberData(nameof(Caveats))]
    public async Task Onezone_takes_each_caveat_and_answers_by_its_schema(string caveat, string text)
    {
        var body = ServiceSchema.Parse("""{"type":{"accessToken":{}},"caveats":[@,{"type":"time","validUntil":#}]}"""
            .Replace("@", caveat, StringComparison.Ordinal).Replace("#", In(600), StringComparison.Ordinal));
        Keeps("onezone", "TemporaryTokenCreateRequest", body);
        var (status, made) = await AskAsync("POST", "user/tokens/temporary", body.ToString(), Sandbox.OnezoneUserToken);
        Assert.Equal(201, status);
        Keeps("onezone", "SerializedToken", made!);
        Assert.Equal("cid " + text, Packets((string)made!["token"]!)[2]);

        var (_, examined) = await AskAsync("POST", "tokens/examine", made.ToString(), null);
        Keeps("onezone", "ExaminedToken", examined!);
        Assert.True(JToken.DeepEquals(body["caveats"], examined!["caveats"]), examined.ToString());

        var confine = new JObject { ["token"] = Sandbox.OnezoneUserToken, ["caveats"] = new JArray(ServiceSchema.Parse(caveat)) };
        (status, var confined) = await AskAsync("POST", "tokens/confine", confine.ToString(), null);
        Assert.Equal(200, status);
        Keeps("onezone", "SerializedToken", confined!);
        Assert.Equal("cid " + text, Packets((string)confined!["token"]!)[2]);
    }

    [Theory]
    [MemberData(nameof(InviteTypes))]
    public async Task Onezone_takes_each_invite_type(string type, string code, string key)
    {
        var target = key switch { "clusterId" => Sandbox.OnezoneClusterId, "adminUserId" => Sandbox.OnezoneUserId, _ => "target" };
        var body = new JObject
        {
            ["type"] = new JObject { ["inviteToken"] = new JObject { ["inviteType"] = type, [key] = target } },
            ["caveats"] = ServiceSchema.Parse(TimeBody(600))["caveats"],
        };
        Keeps("onezone", "TemporaryTokenCreateRequest", body);
        var token = await MakeAsync("user/tokens/temporary", body.ToString(), Sandbox.OnezoneUserToken);
        Assert.Contains("/" + code + ":" + target + ":" + (type == "supportSpace" ? "ge" : "") + "/", Packets(token)[1], StringComparison.Ordinal);
        var (_, examined) = await AskAsync("POST", "tokens/examine", new JObject { ["token"] = token }.ToString(), null);
        Keeps("onezone", "ExaminedToken", examined!);
        Assert.Equal((type, target), ((string?)examined!["type"]!["inviteToken"]!["inviteType"], (string?)examined["type"]!["inviteToken"]![key]));
    }

    [Fact]
    public async Task Onezones_other_answers_keep_to_its_schema()
    {
        Keeps("onezone", "Generation", (await AskAsync("GET", "user/tokens/temporary", null, Sandbox.OnezoneUserToken)).Json!);
        Keeps("onezone", "Time", (await AskAsync("GET", "provider/public/get_current_time", null, null)).Json!);
        Keeps("onezone", "Configuration", (await AskAsync("GET", "configuration", null, null)).Json!);
        foreach (var token in new[] { Sandbox.OnezoneUserToken, await MakeAsync("provider/tokens/temporary", TimeBody(600), Sandbox.OnezoneProviderToken) })
        {
            Keeps("onezone", "Verified", (await AskAsync("POST", "tokens/verify_access_token", new JObject { ["token"] = token }.ToString(), null)).Json!);
        }
    }

    [Fact]
    public async Task The_module_asks_Onezone_by_its_schema()
    {
        using var connection = OnezoneConnection.Create(Sandbox.ToOnezoneOptions());
        var caveats = ServiceSchema.All["onezoneCaveats"]!.Select(static pair => TokenCaveat.FromJson(pair[0]!)).Where(static caveat => caveat is not (TimeCaveat or IdentityScopeCaveat)).ToList();
        foreach (var caveat in caveats)
        {
            await connection.CreateTemporaryTokenAsync(new TemporaryTokenRequest { Caveats = [caveat] });
        }

        var token = await connection.CreateTemporaryTokenAsync(new TemporaryTokenRequest { Type = OnedataTokenType.Identity });
        var situation = new VerificationContext { PeerIp = "10.0.0.1", Interface = "rest", ConsumerToken = SecureText.FromString(SecureText.Reveal((System.Security.SecureString)token.Token)), AllowDataAccessCaveats = true };
        await connection.VerifyAsync(OnedataToken.Decode(SecureText.FromString(Sandbox.OnezoneUserToken)), situation);

        var made = Sandbox.Requests.Where(static request => request.Path.EndsWith("/tokens/temporary", StringComparison.Ordinal)).ToList();
        Assert.Equal(caveats.Count + 1, made.Count);
        Assert.All(made, static request => Keeps("onezone", "TemporaryTokenCreateRequest", ServiceSchema.Parse(request.ToPlainText().Body)));
        var verified = Assert.Single(Sandbox.Requests, static request => request.Path.EndsWith("/verify_access_token", StringComparison.Ordinal));
        Keeps("onezone", "VerifyAccessTokenRequest", ServiceSchema.Parse(verified.ToPlainText().Body));
    }

    [Fact]
    public async Task Each_of_Onezones_errors_has_its_status_and_its_details()
    {
        var user = Sandbox.OnezoneUserToken;
        var mine = await MakeAsync("user/tokens/temporary", TimeBody(600), user);
        var identity = await MakeAsync("provider/tokens/temporary", """{"type":{"identityToken":{}},"caveats":[{"type":"time","validUntil":@}]}""".Replace("@", In(600), StringComparison.Ordinal), Sandbox.OnezoneProviderToken);
        var dead = Macaroon.Parse(mine).AddCaveats([TokenCaveat.FromText("time < 5").ToBytes()]).Serialize();
        var odd = Macaroon.Parse(mine).AddCaveats([TokenCaveat.FromText("who = knows").ToBytes()]).Serialize();
        var forged = Macaroon.Create("x"u8.ToArray(), System.Text.Encoding.ASCII.GetBytes("2/tmp-9/usr-" + Sandbox.OnezoneUserId + "/act/1"), "guess"u8.ToArray()).Serialize();
        var stranger = Macaroon.Create("x"u8.ToArray(), "2/tmp-1/usr-nobody/act/1"u8.ToArray(), "guess"u8.ToArray()).Serialize();
        var seen = new HashSet<string>();

        async Task Ask(string id, string method, string path, string? body, string? token, bool inAuthError = false)
        {
            var (status, json) = await AskAsync(method, path, body, token);
            Keeps("onezone", "ErrorResponse", json!);
            KeepsItsDetails((JObject)json!["error"]!, status, seen);
            Assert.Equal(id, inAuthError ? (string?)json["error"]!["details"]!["authError"]!["id"] : Id(json));
        }

        const string Make = "user/tokens/temporary";
        const string Verify = "tokens/verify_access_token";
        await Ask("unauthorized", "POST", Make, "{}", null);
        await Ask("badToken", "POST", Make, "{}", "bad", inAuthError: true);
        await Ask("tokenCaveatUnverified", "GET", "user", null, dead, inAuthError: true);
        await Ask("tokenCaveatUnknown", "GET", "user", null, odd, inAuthError: true);
        await Ask("notAnAccessToken", "GET", "provider", null, identity, inAuthError: true);
        await Ask("tokenInvalid", "GET", "user", null, forged, inAuthError: true);
        await Ask("tokenSubjectInvalid", "GET", "user", null, stranger, inAuthError: true);
        await Ask("forbidden", "POST", "provider/tokens/temporary", "{}", user);
        await Ask("malformedData", "POST", Make, "{", user);
        await Ask("tokenTimeCaveatRequired", "POST", Make, "{}", user);
        await Ask("badData", "POST", Make, """{"caveats":{}}""", user);
        await Ask("badValueCaveat", "POST", Make, """{"caveats":["time < 1"]}""", user);
        await Ask("badValueTokenType", "POST", Make, """{"type":1}""", user);
        await Ask("tokenSessionInvalid", "POST", Make, """{"type":{"accessToken":{"sessionId":"1"}}}""", user);
        await Ask("tokenServiceForbidden", "POST", Make, """{"caveats":[{"type":"service","whitelist":["opw-other"]}]}""", user);
        await Ask("inviteTokenTargetIdInvalid", "POST", Make, """{"type":{"inviteToken":{"inviteType":"userJoinCluster","clusterId":"other"}}}""", user);
        await Ask("inviteTokenSubjectNotAuthorized", "POST", Make, """{"type":{"inviteToken":{"inviteType":"registerOneprovider","adminUserId":"other"}}}""", user);
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
        await Ask("badValueInviteType", "POST", "tokens/verify_invite_token", "{\"token\":\"" + mine + "\",\"expectedInviteType\":\"x\"}", null);
        await Ask("internalServerError", "POST", "tokens/examine", "{\"token\":\"" + odd + "\"}", null);
        using (var basic = await SendAsync("GET", "/api/v3/onezone/user", null, ("Authorization", Basic("a", "b"))))
        {
            KeepsItsDetails((JObject)(await JsonAsync(basic))["error"]!, (int)basic.StatusCode, seen);
        }

        await AskAsync("DELETE", Make, null, user);
        await Ask("tokenRevoked", "POST", Verify, "{\"token\":\"" + mine + "\"}", null);
        // Of users and providers there are none that may be asked about and aren't there.
        Assert.Equal(
            ["notFound"], ((JObject)ServiceSchema.All["onezoneErrors"]!).Properties().Select(static known => known.Name).Except(seen).Order(StringComparer.Ordinal));
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

    private static void Keeps(string service, string schema, JToken document)
    {
        var problems = ServiceSchema.Problems(service, schema, document);
        Assert.True(problems.Count == 0, schema + ": " + string.Join("\n", problems) + "\n" + document);
    }

    // An error within another has no status of its own.
    private static void KeepsItsDetails(JObject error, int? status, HashSet<string> seen)
    {
        Keeps("onezone", "Error", error);
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
                    KeepsItsDetails((JObject)value, null, seen);
                    break;
                case var schema:
                    Keeps("onezone", schema, value);
                    break;
            }
        }
    }
}
