using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using TokenTools.GoodData;
using TokenTools.Http;
using TokenTools.Sandbox;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

[Trait("Wine", "Wine accepts a connection that is closed already without an address, at which .NET ends the process")]
public sealed class GoodDataConnectionTests : IDisposable
{
    private readonly TokenSandbox _sandbox = TokenSandbox.Start(new SandboxOptions());

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    // https://github.com/mouchar/gooddata-cn-tools, k3d/README.md
    [InlineData("YWRtaW46Ym9vdHN0cmFwOmV4YW1wbGU=", "admin", "bootstrap")]
    [InlineData("  YWRtaW46Ym9vdHN0cmFwOmV4YW1wbGU=\r\n", "admin", "bootstrap")]
    [InlineData("YWRhOmNpOnh5eg==", "ada", "ci")]
    [InlineData("abc.def.ghi", null, null)]
    [InlineData("0123456789abcdef", null, null)]
    // {"sub":"ada","exp":1735689600}
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEiLCJleHAiOjE3MzU2ODk2MDB9.eA", "ada", null)]
    public void Create_Token_IdentifiesItsUser(string token, string? userId, string? tokenId)
    {
        using var connection = Create("https://analytics.example.com", token);
        Assert.Equal((userId, tokenId), (connection.UserId, connection.TokenId));
        Assert.Equal(userId ?? "(unknown user)", connection.Identity);
        Assert.Empty(connection.Warnings);
        Assert.DoesNotContain("Ym9vdHN0cmFw", connection.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_Jwt_KnowsItsExpiry()
    {
        using var connection = Create("a.example", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEiLCJleHAiOjE3MzU2ODk2MDB9.eA");
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), connection.ExpiresAt);
    }

    // RFC 7519: a time is a number, which may have a fraction. An end before 1970 is one, and one that no calendar has never comes.
    [Theory]
    [InlineData("{\"exp\":0}", 0L)]
    [InlineData("{\"exp\":-1}", 0L)]
    [InlineData("{\"exp\":-99999999999999999999}", 0L)]
    [InlineData("{\"exp\":-1e300}", 0L)]
    [InlineData("{\"exp\":1735689600.75}", 1735689600L)]
    [InlineData("{\"exp\":1.7356896e9}", 1735689600L)]
    [InlineData("{\"exp\":253402300799}", 253402300799L)]
    [InlineData("{\"exp\":253402300800}", long.MaxValue)]
    [InlineData("{\"exp\":99999999999999999999}", long.MaxValue)]
    [InlineData("{\"exp\":1e300}", long.MaxValue)]
    [InlineData("{\"exp\":null}", null)]
    [InlineData("{}", null)]
    public void Create_Jwt_ExpiresWhenItsNumberSays(string claims, long? seconds)
    {
        using var connection = Create("a.example", "eyJhbGciOiJSUzI1NiJ9." + Base64Url.Encode(Encoding.UTF8.GetBytes(claims)) + ".eA");
        Assert.Equal(
            seconds is { } end ? end == long.MaxValue ? DateTimeOffset.MaxValue : DateTimeOffset.FromUnixTimeSeconds(end) : null,
            connection.ExpiresAt);
    }

    // Not a token without an end.
    [Theory]
    [InlineData("\"1735689600\"")]
    [InlineData("\"never\"")]
    [InlineData("NaN")]
    [InlineData("true")]
    [InlineData("[1735689600]")]
    public void Create_JwtWhoseEndIsNotANumber_IsRejected(string end)
    {
        var claims = "{\"sub\":\"ada\",\"exp\":" + end + "}";
        var token = "eyJhbGciOiJSUzI1NiJ9." + Base64Url.Encode(Encoding.UTF8.GetBytes(claims)) + ".eA";
        var error = Assert.Throws<TokenFormatException>(() => Create("a.example", token));
        Assert.Equal((nameof(Messages.JsonWebTokenExpiryInvalid), "Token"), (error.ErrorId, error.SettingKey));
        Assert.Equal(
            nameof(Messages.JsonWebTokenExpiryInvalid),
            Assert.Throws<TokenFormatException>(() => TokenText.Read(SecureText.FromString(token))).ErrorId);
    }

    [Theory]
    [InlineData("", nameof(Messages.GoodDataTokenMissing))]
    [InlineData(" ", nameof(Messages.GoodDataTokenMissing))]
    [InlineData("YWRtaW46\nYm9vdHN0cmFwOmV4YW1wbGU=", nameof(Messages.BootstrapTokenLineWrapped))]
    [InlineData("Authorization:YWRtaW4=", nameof(Messages.GoodDataTokenInvalid))]
    [InlineData("\"YWRtaW4=\"", nameof(Messages.GoodDataTokenInvalid))]
    public void Create_TokenThatAHeaderCannotContain_IsRejected(string token, string errorId)
    {
        var error = Assert.Throws<TokenArgumentException>(() => Create("a.example", token));
        Assert.Equal((errorId, "Token"), (error.ErrorId, error.ParameterName));
    }

    [Theory]
    [InlineData("ftp://a.example", null, nameof(Messages.AddressInvalid))]
    [InlineData("http://a.example", null, nameof(Messages.AddressUnencrypted))]
    [InlineData("https://a.example/api/v1", null, nameof(Messages.OrganizationUriHasApiPath))]
    [InlineData("a.example", "a/b", nameof(Messages.HostHeaderInvalid))]
    public void Create_InvalidAddress_IsRejected(string uri, string? host, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<TokenArgumentException>(() => Create(uri, "YWRhOmNpOnh5eg==", host)).ErrorId);

    [Fact]
    public void Create_CommunityDefaultElsewhere_Warns()
    {
        // gooddata/gooddata-python-sdk: docker-compose.yaml
        using var connection = Create("analytics.example.com", "YWRtaW46Ym9vdHN0cmFwOmFkbWluMTIz");
        Assert.Equal([nameof(Messages.BootstrapTokenCommunityDefault)], connection.Warnings.Select(static warning => warning.Id));
    }

    [Fact]
    public async Task GetProfileAsync_HostHeader_SelectsTheOrganization()
    {
        var options = _sandbox.ToGoodDataOptions();
        options.HostHeader = _sandbox.GoodDataHostName;
        using var connection = GoodDataConnection.Create(options);
        var profile = await connection.GetProfileAsync(null, default);
        Assert.Equal((_sandbox.GoodDataUserName, true), (profile.UserId, profile.CanManage));
        Assert.Equal(_sandbox.GoodDataHostName, _sandbox.Requests[0].Headers["Host"]);

        options.HostHeader = "other.example.com";
        using var unknown = GoodDataConnection.Create(options);
        var error = await Assert.ThrowsAsync<TokenApiException>(() => unknown.GetProfileAsync(null, default));
        Assert.Equal(404, error.StatusCode);
        Assert.Contains("other.example.com", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_Always_ClearsTheTokenAndRejectsRequests()
    {
        var connection = GoodDataConnection.Create(_sandbox.ToGoodDataOptions());
        connection.Dispose();
        var error = await Assert.ThrowsAsync<TokenArgumentException>(() => connection.GetProfileAsync(null, default));
        Assert.Equal(nameof(Messages.ConnectionClosed), error.ErrorId);
        Assert.Empty(_sandbox.Requests);
    }

    [Fact]
    public async Task Check_Wait_EndsWhenTheOrganizationIsReady()
    {
        _sandbox.OrganizationReady = false;
        var clock = new DelayClock { Delayed = count => _sandbox.OrganizationReady = count > 3 };
        using var connection = GoodDataConnection.Create(_sandbox.ToGoodDataOptions(), clock);
        var (checker, request) = new GoodDataConnectionCheckSpec { Wait = true }.Build(connection);
        var check = await checker.CheckAsync(request, null, default);
        Assert.True(check.Accepted);
        Assert.True(check.Attempts > 1);
        checker.Dispose();
        // The connection is the caller's.
        Assert.Equal(_sandbox.GoodDataUserName, (await connection.GetProfileAsync(null, default)).UserId);
    }

    [Fact]
    public async Task Check_TokenThatWasDeleted_IsNotAccepted()
    {
        using var admin = GoodDataConnection.Create(_sandbox.ToGoodDataOptions());
        var token = await admin.CreateApiTokenAsync(new GoodDataApiTokenSpec { Id = "x" }, null, default);
        using var connection = Create(_sandbox.Uri.AbsoluteUri, token.Secret!.Reveal());
        Assert.Equal(("admin", "x"), (connection.UserId, connection.TokenId));
        Assert.True(await IsAcceptedAsync(connection));
        await (await admin.TokensOfAsync(null, null, default)).DeleteAsync("x", null, default);
        Assert.False(await IsAcceptedAsync(connection));
    }

    [Fact]
    public async Task Jwt_OfUploadedKey_IsAcceptedUntilItExpires()
    {
        using var admin = GoodDataConnection.Create(_sandbox.ToGoodDataOptions());
        var key = await admin.SigningKeys.EnsureAsync(new SigningKeySpec { Algorithm = JwtAlgorithm.RS384 }.Prepare(new OwnerOnlyFile()), null, null, default);
        var spec = new GoodDataJwtSpec { UserId = "admin", PrivateKey = key.PrivateKey, Algorithm = JwtAlgorithm.RS384, ValidFor = TimeSpan.FromMinutes(5) };
        var now = SystemClock.Instance.UtcNow;
        Assert.True(await IsAcceptedAsync(spec.Build(now)));
        Assert.False(await IsAcceptedAsync(spec.Build(now.AddHours(-1))));
        spec.Algorithm = JwtAlgorithm.RS256;
        Assert.False(await IsAcceptedAsync(spec.Build(now)));
        spec.Algorithm = JwtAlgorithm.RS384;
        spec.UserId = "other";
        Assert.False(await IsAcceptedAsync(spec.Build(now)));
    }

    private static GoodDataConnection Create(string uri, string token, string? host = null) => GoodDataConnection.Create(
        new GoodDataConnectionOptions { Uri = uri, Token = SecureText.FromString(token), HostHeader = host, Http = new HttpOptions { NoProxy = true } });

    private static async Task<bool> IsAcceptedAsync(GoodDataConnection connection)
    {
        var (checker, request) = new GoodDataConnectionCheckSpec().Build(connection);
        return (await checker.CheckAsync(request, null, default)).Accepted;
    }

    private async Task<bool> IsAcceptedAsync(GoodDataJwt jwt)
    {
        using var connection = Create(_sandbox.Uri.AbsoluteUri, jwt.Secret.Reveal());
        return await IsAcceptedAsync(connection);
    }
}
