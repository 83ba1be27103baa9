using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Onedata;
using TokenTools.Sandbox;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>The scope of tokens and the generation of temporary tokens at the sandbox's zone.</summary>
[Trait("Wine", "Wine accepts a connection that is closed already without an address, at which .NET ends the process")]
public sealed class OnezoneScopesTests : SandboxTest
{
    [Theory]
    [InlineData("service = opw-*", false)]
    [InlineData("interface = rest", false)]
    [InlineData("interface = oneclient", false)]
    [InlineData("data.readonly", true)]
    public async Task GetAsync_TokenThatVerifyingCannotAnswer_HasItsScope(string caveat, bool isReadOnly)
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var token = OnedataToken.Decode(Narrowed(Sandbox.OnezoneUserToken, caveat));
        Assert.Null((await zone.VerifyAsync(token)).Valid);
        Sandbox.ClearRequests();

        var scope = await zone.Scopes.GetAsync(token);

        Assert.Equal((true, isReadOnly, token.Id), (scope.HasDataAccess, scope.ReadOnly, scope.TokenId));
        var space = Assert.Single(scope.Spaces);
        var provider = Assert.Single(scope.Providers);
        Assert.Equal(Sandbox.OnezoneProviderId, provider.Id);
        Assert.Equal([provider.Id], space.Supports.Keys);
        Assert.True(provider.Online);
        Assert.NotEmpty(provider.Domain!);
        Assert.Equal(isReadOnly, (bool)JObject.Parse(scope.ToString())["dataAccessScope"]!["readonly"]!);
        Assert.Null(Assert.Single(Sandbox.Requests).GetHeader("x-auth-token"));
    }

    [Fact]
    public async Task GetAsync_ProvidersToken_HasNoDataAccess()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var scope = await zone.Scopes.GetAsync(OnedataToken.Decode(Sandbox.OnezoneProviderToken));
        Assert.False(scope.HasDataAccess);
        Assert.Empty(scope.Spaces);
        Assert.Equal(JTokenType.Null, JObject.Parse(scope.ToString())["dataAccessScope"]!.Type);
    }

    [Fact]
    public async Task GetAsync_RevokedToken_IsRejectedByTheZone()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var token = await zone.CreateTemporaryTokenAsync(new TemporaryTokenRequest());
        await zone.RevokeTemporaryTokensAsync();
        var error = await Assert.ThrowsAsync<TokenApiException>(() => zone.Scopes.GetAsync(token));
        Assert.Equal((400, "tokenRevoked"), (error.StatusCode, error.ServiceErrorId));
    }

    [Theory]
    [InlineData(404, "", true)]
    [InlineData(404, """{"error":{"id":"notFound"}}""", false)]
    [InlineData(405, "", false)]
    public async Task GetAsync_OperationThatTheZoneDoesNotHave_HasAdvice(int status, string body, bool hasAdvice)
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = status, Body = body, Match = "POST*infer_access_token_scope" });
        var error = await Assert.ThrowsAsync<TokenApiException>(() => zone.Scopes.GetAsync(OnedataToken.Decode(Sandbox.OnezoneUserToken)));
        Assert.Equal(status, error.StatusCode);
        Assert.Equal(
            hasAdvice, error.RecommendedAction == "This requires Onezone 21.02.4 or later. Check the version and the address of the zone.");
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"generation":-1}""", null)]
    [InlineData("""{"generation":"1"}""", null)]
    [InlineData("""{"generation":0}""", 0L)]
    public async Task GetGenerationAsync_Response_IsANumber(string body, long? expected)
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 200, Body = body, Match = "GET*temporary" });
        if (expected is not null)
        {
            Assert.Equal(expected, (await zone.Scopes.GetGenerationAsync()).Generation);
        }
        else
        {
            var error = await Assert.ThrowsAsync<TokenApiException>(() => zone.Scopes.GetGenerationAsync());
            Assert.StartsWith("Onezone returned a response without a usable generation.", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task GetAsync_IncompleteResponse_IsAnError()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 200, Body = "{}", Match = "POST*infer_access_token_scope" });
        var error = await Assert.ThrowsAsync<TokenApiException>(() => zone.Scopes.GetAsync(OnedataToken.Decode(Sandbox.OnezoneUserToken)));
        Assert.StartsWith("Onezone returned a response without a usable dataAccessScope.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_OtherType_IsNotSent()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var token = await zone.CreateTemporaryTokenAsync(new TemporaryTokenRequest { Type = OnedataTokenType.Identity });
        Sandbox.ClearRequests();
        var error = await Assert.ThrowsAsync<TokenArgumentException>(() => zone.Scopes.GetAsync(token));
        Assert.Equal(nameof(Messages.ScopeNoAccessToken), error.ErrorId);
        var consumer = await Assert.ThrowsAsync<TokenArgumentException>(() => zone.Scopes.GetAsync(
            OnedataToken.Decode(Sandbox.OnezoneUserToken), SecureText.FromString("not a token")));
        Assert.Equal("ConsumerToken", consumer.ParameterName);
        Assert.Empty(Sandbox.Requests);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"validUntil":null}""")]
    [InlineData("""{"validUntil":"soon","dataAccessScope":null}""")]
    [InlineData("""{"validUntil":null,"dataAccessScope":{}}""")]
    [InlineData("""{"validUntil":null,"dataAccessScope":{"readonly":false,"spaces":[],"providers":{}}}""")]
    [InlineData("""{"validUntil":null,"dataAccessScope":{"readonly":"no","spaces":{},"providers":{}}}""")]
    public void FromJson_IncompleteResponse_IsNotAScope(string json) =>
        Assert.Null(TokenScope.FromJson(OnedataSamples.Create("2/nmd/usr-u/act/i"), JObject.Parse(json), Redactor.ByShape));

    [Theory]
    [InlineData("1600000000", "2020-09-13T12:26:40Z")]
    [InlineData("1600000000.9", "2020-09-13T12:26:40Z")]
    [InlineData("0", "1970-01-01T00:00:00Z")]
    [InlineData("-1", "1970-01-01T00:00:00Z")]
    [InlineData("-9223372036854775808", "1970-01-01T00:00:00Z")]
    [InlineData("253402300799", "9999-12-31T23:59:59Z")]
    public void FromJson_AnyEnd_IsNeverLaterThanTheServiceSays(string seconds, string expected)
    {
        var json = JObject.Parse("{\"validUntil\":" + seconds + ",\"dataAccessScope\":null}");
        var scope = TokenScope.FromJson(OnedataSamples.Create("2/nmd/usr-u/act/i"), json, Redactor.ByShape)!;
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), scope.ExpiresAt);
    }

    [Fact]
    public void FromJson_NewerFields_AreIgnored()
    {
        // 25.0 reports storages as well.
        var scope = TokenScope.FromJson(
            OnedataSamples.Create("2/nmd/usr-u/act/i"),
            JObject.Parse("""
                {"validUntil":99999999999999,"dataAccessScope":{"readonly":true,
                 "spaces":{"s1":{"name":"one","supports":{"p1":{"readonly":true,"storages":{}},"p2":{}}},"s2":{}},
                 "providers":{"p1":{"name":"p","domain":"p.example.com","version":"25.0","online":true},"p2":[]}}}
                """),
            Redactor.ByShape)!;
        Assert.Equal(DateTimeOffset.MaxValue, scope.ExpiresAt);
        Assert.Equal(["one (s1)", "s2"], scope.Spaces.Select(space => space.ToString()));
        Assert.Equal([true, false], scope.Spaces[0].Supports.Values);
        Assert.Equal(["p (p.example.com)", "p2"], scope.Providers.Select(provider => provider.ToString()));
    }

    [Theory]
    [InlineData(
        """
        {"tokenId":"i","validUntil":1600000000,"dataAccessScope":{"readonly":true,
         "spaces":{"s1":{"name":"one","supports":{"p1":{"readonly":true},"p2":{"readonly":false}}},"s2":{"name":null,"supports":{}}},
         "providers":{"p1":{"name":"p","domain":"p.example.com","version":"21.02.4","online":true},
         "p2":{"name":null,"domain":null,"version":null,"online":false}}}}
        """)]
    [InlineData("""{"tokenId":"i","validUntil":null,"dataAccessScope":{"readonly":false,"spaces":{},"providers":{}}}""")]
    [InlineData("""{"tokenId":"i","validUntil":1600000000,"dataAccessScope":null}""")]
    public void ToString_Scope_IsTheZonesJson(string json)
    {
        var scope = TokenScope.FromJson(OnedataSamples.Create("2/nmd/usr-u/act/i"), JObject.Parse(json), Redactor.ByShape)!;
        Assert.Equal(JObject.Parse(json).ToString(Newtonsoft.Json.Formatting.None), scope.ToString());
    }

    [Theory]
    [InlineData("253402300799", "9999-12-31T23:59:59Z")]
    [InlineData("253402300800", "9999-12-31T23:59:59Z")]
    [InlineData("0", "1970-01-01T00:00:00Z")]
    public void FromJson_Expiry_IsADate(string seconds, string expected)
    {
        var json = JObject.Parse("{\"validUntil\":" + seconds + ",\"dataAccessScope\":null}");
        var scope = TokenScope.FromJson(OnedataSamples.Create("2/nmd/usr-u/act/i"), json, Redactor.ByShape)!;
        Assert.Equal(expected, TokenTools.Onedata.Caveats.TimeCaveat.Utc(scope.ExpiresAt!.Value));
    }

    [Fact]
    public async Task GetGenerationAsync_AfterRevocation_IsTheNext()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var token = await zone.CreateTemporaryTokenAsync(new TemporaryTokenRequest());
        var before = await zone.Scopes.GetGenerationAsync();
        Assert.Equal(("usr-" + Sandbox.OnezoneUserId, token.Generation), (before.Subject, before.Generation));

        await zone.RevokeTemporaryTokensAsync();
        Assert.Equal(before.Generation + 1, (await zone.Scopes.GetGenerationAsync("user")).Generation);
        Assert.Equal(1, (await zone.Scopes.GetGenerationAsync("prv-" + Sandbox.OnezoneProviderId)).Generation);
    }

    private static string Narrowed(string token, string caveat) =>
        Macaroon.Parse(token).AddCaveats([System.Text.Encoding.ASCII.GetBytes(caveat)]).Serialize();

    private OnezoneConnection Connect(string token) => OnezoneConnection.Create(new OnezoneConnectionOptions
    {
        Uri = Sandbox.Uri.AbsoluteUri,
        Token = SecureText.FromString(token),
        Http = new HttpOptions { AllowUnencryptedAuthentication = true },
    });
}
