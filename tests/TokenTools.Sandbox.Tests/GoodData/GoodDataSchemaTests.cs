using System;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.GoodData;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests.GoodData;

/// <summary>The sandbox's responses and the module's requests conform to GoodData's published schemas.</summary>
public class GoodDataSchemaTests : SandboxTest
{
    private const string Key = """{"alg":"RS256","kty":"RSA","use":"sig","kid":"k1","e":"AQAB","n":"sXiw5dOOl6DwAFKYQP623hUOs7T0f2mJEvMN1P"}""";

    private string Token => (string)BootstrapTokenFactory.Create(
        Sandbox.GoodDataUserName, SecureText.FromString(Sandbox.GoodDataPassword), asPlainText: true).Token;

    [Fact]
    public async Task Users_CreateReadListAndPatch_ConformToSchema()
    {
        var user = """{"data":{"id":"ada","type":"user","attributes":{"email":"ada@example.com","firstname":"Ada"},"relationships":{"userGroups":{"data":[{"id":"adminGroup","type":"userGroup"}]}}}}""";
        AssertConforms("UserIn", ServiceSchema.Parse(user));
        await ExpectAsync(201, "UserOut", "POST", "entities/users", user);
        var read = await ExpectAsync(200, "UserOut", "GET", "entities/users/ada?include=userGroups");
        Assert.Equal("adminGroup", (string?)read["data"]!["relationships"]!["userGroups"]!["data"]![0]!["id"]);
        Assert.Null((await ExpectAsync(200, "UserOut", "GET", "entities/users/ada"))["data"]!["relationships"]);
        var changed = await ExpectAsync(
            200, "UserOut", "PATCH", "entities/users/ada", """{"data":{"id":"ada","type":"user","attributes":{"lastname":"Lovelace"}}}""");
        Assert.Equal(("Ada", "Lovelace"), ((string?)changed["data"]!["attributes"]!["firstname"], (string?)changed["data"]!["attributes"]!["lastname"]));
        var list = await ExpectAsync(200, "UserList", "GET", "entities/users?page=0&size=500");
        Assert.Equal(["ada", "admin"], list["data"]!.Select(static item => (string?)item["id"]));
    }

    [Fact]
    public async Task ApiTokens_CreateReadAndList_ShowTheSecretOnceAndAnnounceANextPageAfterTheLast()
    {
        const string Path = "entities/users/admin/apiTokens";
        var created = await ExpectAsync(201, "ApiTokenOut", "POST", Path, """{"data":{"id":"x","type":"apiToken"}}""");
        Assert.NotEmpty((string)created["data"]!["attributes"]!["bearerToken"]!);
        Assert.Empty((await ExpectAsync(200, null, "GET", Path + "/x"))["data"]!["attributes"]!);
        var list = await ExpectAsync(200, "ApiTokenList", "GET", Path + "?page=0&size=500");
        Assert.Equal("x", (string?)Assert.Single(list["data"]!)["id"]);
        var last = await ExpectAsync(200, "ApiTokenList", "GET", Path + "?page=1&size=500");
        Assert.Empty(last["data"]!);
        Assert.Contains("page=2", (string?)last["links"]!["next"], StringComparison.Ordinal);
        await ExpectAsync(409, "Problem", "POST", Path, """{"data":{"id":"x","type":"apiToken"}}""");
        await ExpectAsync(204, null, "DELETE", Path + "/x");
        await ExpectAsync(404, "Problem", "GET", Path + "/x");
    }

    [Fact]
    public async Task SigningKeys_CreateAndRead_ConformToSchema()
    {
        var body = """{"data":{"id":"k1","type":"jwk","attributes":{"content":@}}}""".Replace("@", Key, StringComparison.Ordinal);
        AssertConforms("JwkIn", ServiceSchema.Parse(body));
        await ExpectAsync(404, "Problem", "GET", "entities/jwks/k1");
        await ExpectAsync(201, "JwkOut", "POST", "entities/jwks", body);
        await ExpectAsync(200, "JwkOut", "GET", "entities/jwks/k1");
    }

    [Fact]
    public async Task Permissions_Manage_ReplacesThoseOfTheAssignee()
    {
        await ExpectAsync(201, null, "POST", "entities/users", """{"data":{"id":"ada","type":"user"}}""");
        await ExpectAsync(204, null, "POST", "actions/organization/managePermissions",
            """[{"assigneeIdentifier":{"id":"ada","type":"user"},"permissions":["MANAGE","BASE_UI_ACCESS"]}]""");
        await ExpectAsync(204, null, "POST", "actions/organization/managePermissions",
            """[{"assigneeIdentifier":{"id":"ada","type":"user"},"permissions":["SELF_CREATE_TOKEN"]}]""");
        using var response = await SendAsync("GET", "/api/v1/layout/organization/permissions", null, ("Authorization", "Bearer " + Token));
        var permissions = JArray.Parse(await response.Content.ReadAsStringAsync());
        AssertConforms("Permissions", permissions);
        Assert.Equal(["SELF_CREATE_TOKEN"], permissions.Where(static item => (string?)item["assignee"]!["id"] == "ada").Select(static item => (string?)item["name"]));
    }

    [Fact]
    public async Task Dex_CreateReadReplaceAndDelete_ConformsToSchema()
    {
        const string User = """{"email":"ada@example.com","password":"one","displayName":"Ada"}""";
        var created = await ExpectAsync(200, "DexUserOut", "POST", "auth/users", User);
        await ExpectAsync(409, "Problem", "POST", "auth/users", User);
        var replaced = await ExpectAsync(200, "DexUserOut", "PUT", "auth/users/ada%40example.com", User);
        Assert.Equal(created["authenticationId"], replaced["authenticationId"]);
        await ExpectAsync(200, "DexUserOut", "GET", "auth/users/ada@example.com");
        await ExpectAsync(204, null, "DELETE", "auth/users/ada@example.com");
        await ExpectAsync(404, "Problem", "GET", "auth/users/ada@example.com");
        var again = await ExpectAsync(200, "DexUserOut", "POST", "auth/users", User);
        // Ids are counted, and not those of deleted users.
        Assert.Equal(["000000000001", "000000000002"], new[] { created, again }.Select(static user =>
            Encoding.ASCII.GetString(Convert.FromBase64String((string)user["authenticationId"]!)).Substring(26, 12)));
    }

    [Theory]
    [InlineData("POST", "entities/users", """{"data":{"id":".x","type":"user"}}""", "UserIn")]
    [InlineData("POST", "entities/users", """{"data":{"id":"x","type":"apiToken"}}""", "UserIn")]
    [InlineData("POST", "entities/users", """{"data":{"id":"x","type":"user","attributes":{"email":7}}}""", "UserIn")]
    [InlineData("POST", "entities/users", "[]", "UserIn")]
    [InlineData("POST", "entities/jwks", """{"data":{"id":"k","type":"jwk","attributes":{"content":{"alg":"HS256","e":"AQAB","kid":"k","kty":"RSA","n":"x","use":"sig"}}}}""", "JwkIn")]
    [InlineData("POST", "entities/jwks", """{"data":{"id":"k","type":"jwk","attributes":{"content":{"alg":"RS256","e":"AQAB","kid":".k","kty":"RSA","n":"x","use":"sig"}}}}""", "JwkIn")]
    [InlineData("POST", "actions/organization/managePermissions", """[{"assigneeIdentifier":{"id":"admin","type":"user"},"permissions":["ROOT"]}]""", "PermissionAssignments")]
    [InlineData("POST", "actions/userManagement/userGroups/adminGroup/addMembers", """{"members":[{}]}""", "UserGroupMembers")]
    [InlineData("POST", "auth/users", """{"email":"ada@example.com"}""", "DexUserIn")]
    public async Task RequestAgainstSchema_IsRejected(string method, string path, string body, string schema)
    {
        Assert.NotEmpty(ServiceSchema.Violations("gooddata", schema, JToken.Parse(body)));
        await ExpectAsync(400, "Problem", method, path, body);
    }

    [Theory]
    [InlineData("GET", "entities/users/none", 404)]
    [InlineData("DELETE", "entities/jwks/none", 404)]
    [InlineData("GET", "entities/users/none/apiTokens", 404)]
    [InlineData("POST", "actions/userManagement/userGroups/none/addMembers", 404)]
    [InlineData("PUT", "entities/users/admin", 405)]
    [InlineData("GET", "actions/organization/managePermissions", 405)]
    public async Task MissingObjectOrWrongMethod_GivesProblem(string method, string path, int status) =>
        await ExpectAsync(status, "Problem", method, path, method == "GET" ? null : """{"members":[{"id":"admin"}]}""");

    [Fact]
    public async Task UserWithoutManage_SeesNoUsersAndCreatesNoTokensForOthers()
    {
        await ExpectAsync(201, null, "POST", "entities/users", """{"data":{"id":"ada","type":"user"}}""");
        var token = (string)(await ExpectAsync(201, null, "POST", "entities/users/ada/apiTokens", """{"data":{"id":"x","type":"apiToken"}}"""))
            ["data"]!["attributes"]!["bearerToken"]!;
        foreach (var (method, path, status) in new[]
        {
            ("GET", "entities/users", 404), ("POST", "entities/users/ada/apiTokens", 404), ("GET", "layout/organization/permissions", 404),
            ("POST", "actions/organization/managePermissions", 403), ("GET", "auth/users", 403),
        })
        {
            using var response = await SendAsync(method, "/api/v1/" + path, null, ("Authorization", "Bearer " + token));
            Assert.Equal((path, status), (path, (int)response.StatusCode));
        }

        // The user may be in the profile even without permissions.
        using var profile = await SendAsync("GET", "/api/v1/profile", null, ("Authorization", "Bearer " + token));
        Assert.Empty((await JsonAsync(profile))["permissions"]!);
    }

    [Fact]
    public async Task Module_EveryRequest_ConformsToSchema()
    {
        using var connection = GoodDataConnection.Create(Sandbox.ToGoodDataOptions());
        var spec = new GoodDataUserSpec { Email = "ada@example.com", FirstName = "Ada", UserGroup = ["demoGroup"], Manage = true, Dex = true };
        await connection.Users.EnsureAsync(spec, null, default);
        await connection.Users.EnsureAsync(
            new GoodDataUserSpec { Email = "ada@example.com", LastName = "Lovelace", Dex = true, Password = SecureText.FromString("another password") }, null, default);
        await connection.CreateApiTokenAsync(new GoodDataApiTokenSpec { Id = "x", UserId = "ada.at.example.com" }, null, default);
        await connection.SigningKeys.EnsureAsync(new SigningKeySpec().Prepare(new OwnerOnlyFile()), null, null, default);

        var schemas = Sandbox.Requests.Where(static request => request.Body.Length > 0).Select(static request =>
        {
            var path = request.Path["/api/v1/".Length..];
            var schema = path switch
            {
                "auth/users" or "auth/users/ada%40example.com" => "DexUserIn",
                "entities/users" or "entities/users/ada.at.example.com" => "UserIn",
                "entities/users/ada.at.example.com/apiTokens" => "ApiTokenIn",
                "entities/jwks" => "JwkIn",
                "actions/userManagement/userGroups/demoGroup/addMembers" => "UserGroupMembers",
                "actions/organization/managePermissions" => "PermissionAssignments",
                _ => throw new InvalidOperationException(path),
            };
            AssertConforms(schema, JToken.Parse(request.ToPlainText().Body));
            Assert.Equal(("XMLHttpRequest", "true"), (request.Headers["X-Requested-With"], request.Headers["X-GDC-VALIDATE-RELATIONS"]));
            return request.Method + " " + schema;
        });
        Assert.Equal(
            ["PATCH UserIn", "POST ApiTokenIn", "POST DexUserIn", "POST JwkIn", "POST PermissionAssignments", "POST UserGroupMembers", "POST UserIn", "PUT DexUserIn"],
            schemas.Distinct().Order(StringComparer.Ordinal));
    }

    private static void AssertConforms(string schema, JToken document) =>
        Assert.Equal(string.Empty, string.Join("; ", ServiceSchema.Violations("gooddata", schema, document)));

    private async Task<JObject> ExpectAsync(int status, string? schema, string method, string path, string? body = null)
    {
        using var response = await SendAsync(method, "/api/v1/" + path, body, ("Authorization", "Bearer " + Token));
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        if (status == 204)
        {
            return [];
        }

        var document = ServiceSchema.Parse(await response.Content.ReadAsStringAsync());
        if (schema is not null)
        {
            AssertConforms(schema, document);
            Assert.Equal(status >= 400 ? "application/problem+json" : "application/json", response.Content.Headers.ContentType?.MediaType);
        }

        return document;
    }
}
