using System;
using System.Diagnostics;
using System.Linq;
using System.Security;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Http;
using TokenTools.Onedata;
using TokenTools.Onedata.Caveats;
using TokenTools.Sandbox;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>Verifying and revoking tokens at the sandbox's zone.</summary>
[Trait("Wine", "Wine accepts a connection that is closed already without an address, at which .NET ends the process")]
public sealed class OnezoneConnectionTests : SandboxTest
{
    [Theory]
    [InlineData("act", "verify_access_token")]
    [InlineData("idn", "verify_identity_token")]
    [InlineData("ujc", "verify_invite_token")]
    public async Task VerifyAsync_Token_UsesTheEndpointOfItsType(string type, string endpoint)
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var watch = Stopwatch.StartNew();
        var token = await MakeAsync(zone, type);
        Sandbox.ClearRequests();

        var found = await zone.VerifyAsync(token);

        Assert.True(found.Valid);
        Assert.Equal((null, null), (found.Reason, found.Message));
        Assert.Equal("usr-" + Sandbox.OnezoneUserId, found.Subject!.ToString());
        Assert.Equal((token.Id, token.Type, token.ExpiresAt), (found.Id, found.Type, found.ExpiresAt));
        // The zone's time is known as exactly as the requests are fast, and a token ends at a full second.
        var inexact = watch.Elapsed + TimeSpan.FromSeconds(1);
        Assert.InRange(found.TimeLeft!.Value, TimeSpan.FromMinutes(10) - inexact, TimeSpan.FromMinutes(10) + inexact);
        Assert.Equal("Valid", found.ToString());
        var request = Assert.Single(Sandbox.Requests);
        Assert.EndsWith("/tokens/" + endpoint, request.Path, StringComparison.Ordinal);
        Assert.Null(request.GetHeader("x-auth-token"));
    }

    [Fact]
    public async Task VerifyAsync_TokenWithoutExpiry_HasNone()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var found = await zone.VerifyAsync(OnedataToken.Decode(Sandbox.OnezoneProviderToken));
        Assert.True(found.Valid);
        Assert.Equal((null, null), (found.TimeLeft, found.ExpiresAt));
        Assert.Equal("prv-" + Sandbox.OnezoneProviderId, found.Subject!.ToString());
    }

    [Fact]
    public async Task Dispose_ConnectionInUse_ThrowsConnectionClosed()
    {
        var zone = Connect(Sandbox.OnezoneUserToken);
        var token = await MakeAsync(zone, "act");
        zone.Dispose();
        await Closed(() => MakeAsync(zone, "act"));
        await Closed(() => zone.VerifyAsync(token));
        await Closed(() => zone.RevokeTemporaryTokensAsync());

        // The zone's time is requested once, and other callers wait for the response.
        Sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.FromMinutes(5) });
        zone = Connect(Sandbox.OnezoneUserToken);
        var waiting = Enumerable.Range(0, 8).Select(_ => zone.GetZoneTimeAsync()).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(zone.Dispose)));
        foreach (var task in waiting)
        {
            Assert.IsAssignableFrom<TokenException>(await Record.ExceptionAsync(() => task));
        }

        static async Task Closed(Func<Task> use) =>
            Assert.Equal(nameof(Messages.ConnectionClosed), (await Assert.ThrowsAsync<TokenArgumentException>(use)).ErrorId);
    }

    [Theory]
    [InlineData("ip = 10.0.0.0/8", "tokenCaveatUnverified")]
    [InlineData("time < 1", "tokenCaveatUnverified")]
    [InlineData("future = caveat", "tokenCaveatUnknown")]
    public async Task VerifyAsync_InvalidToken_HasTheZonesReason(string caveat, string reason)
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var found = await zone.VerifyAsync(OnedataToken.Decode(Narrowed(Sandbox.OnezoneUserToken, caveat)));
        Assert.False(found.Valid);
        Assert.Equal(reason, found.Reason);
        Assert.NotEmpty(found.Message!);
        Assert.DoesNotContain("[", found.Message!, StringComparison.Ordinal);
        Assert.Null(found.Subject);
    }

    [Theory]
    [InlineData("service = opw-*", nameof(Messages.VerificationAdviceService))]
    [InlineData("consumer = usr-u2", nameof(Messages.VerificationAdviceConsumer))]
    [InlineData("interface = rest", nameof(Messages.VerificationAdviceInterface))]
    [InlineData("data.readonly", nameof(Messages.VerificationAdviceData))]
    public async Task VerifyAsync_ContextNotSpecified_IsNeitherValidNorInvalid(string caveat, string advice)
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var found = await zone.VerifyAsync(OnedataToken.Decode(Narrowed(Sandbox.OnezoneUserToken, caveat)));
        Assert.Null(found.Valid);
        Assert.Equal("tokenCaveatUnverified", found.Reason);
        Assert.Equal(MessageText.Format(advice), found.Advice);
        Assert.StartsWith("tokenCaveatUnverified: ", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyAsync_ContextSpecified_IsInvalidWithoutAdvice()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var found = await zone.VerifyAsync(
            OnedataToken.Decode(Narrowed(Sandbox.OnezoneUserToken, "interface = rest")), new VerificationContext { Interface = "graphsync" });
        Assert.Equal((false, "tokenCaveatUnverified", null), (found.Valid, found.Reason, found.Advice));
    }

    [Theory]
    [InlineData("opw-x1", "supports one of the user's spaces")]
    [InlineData("opp-x1", "the user is a member of its cluster")]
    [InlineData("ozp-onezone", "a member of Onezone's cluster")]
    public async Task CreateAsync_ServiceForbidden_HasAdviceForTheService(string service, string advice)
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var error = await Assert.ThrowsAsync<TokenApiException>(
            () => zone.CreateTemporaryTokenAsync(new TemporaryTokenRequest { Caveats = [ServiceCaveat.Create([service])] }));
        Assert.Equal("tokenServiceForbidden", error.ServiceErrorId);
        Assert.Contains(advice, error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("egi:eyJhbGciOiJSUzI1NiJ9.e30.c2ln")]
    [InlineData("github/gho_16C7e42F292c6912E7710c838347Ae178B4a")]
    public void Create_IdentityProvidersToken_IsAUsers(string token)
    {
        using var zone = Connect(token);
        Assert.True(zone.IsThirdParty);
        Assert.Null(zone.Subject);
        Assert.Equal("user/tokens/temporary", zone.Validate(new TemporaryTokenRequest()));
        Assert.Equal(zone.Identity, zone.DescribeSubject(null));
    }

    [Theory]
    [InlineData("garbage", nameof(Messages.OnezoneTokenUnknown))]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.c2ln", nameof(Messages.OnezoneTokenUnknown))]
    [InlineData("egi:", nameof(Messages.OnezoneTokenUnknown))]
    [InlineData("MDAxY2xvY2F0aW9uIG9uZXpvbmU", nameof(Messages.MacaroonEscapeUnknown))]
    [InlineData("opw-MDAxY2xv", nameof(Messages.MacaroonCutOff))]
    public void Create_OtherText_IsRejected(string token, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<TokenFormatException>(() => Connect(token)).ErrorId);

    [Fact]
    public async Task Create_TokenWithTextAround_SendsTheTokenAlone()
    {
        using var zone = Connect("ONEZONE_API_KEY='" + Sandbox.OnezoneUserToken + "'\n");
        Assert.NotNull(zone.Around);
        await MakeAsync(zone, "act");
        Assert.Equal(Sandbox.OnezoneUserToken, Sandbox.Requests[^1].ToPlainText().GetHeader("x-auth-token"));
    }

    [Theory]
    [InlineData("egi:abc~def!", null)]
    [InlineData("egi:abc\u007Fdef", nameof(Messages.OnezoneTokenInvalid))]
    [InlineData("egi:abc def", nameof(Messages.OnezoneTokenInvalid))]
    [InlineData("egi:abc\u0001def", nameof(Messages.OnezoneTokenInvalid))]
    [InlineData("egi:abc\u00E9def", nameof(Messages.OnezoneTokenInvalid))]
    [InlineData(":abc", nameof(Messages.OnezoneTokenUnknown))]
    [InlineData("/abc", nameof(Messages.OnezoneTokenUnknown))]
    [InlineData("e.g_i-1:a", null)]
    [InlineData("e+gi:a", nameof(Messages.OnezoneTokenUnknown))]
    public void Create_IdentityProvidersToken_HasAPrefixAndTheCharactersOfAHeader(string token, string? errorId) =>
        Assert.Equal(errorId, (Record.Exception(() => Connect(token).Dispose()) as TokenException)?.ErrorId);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Create_LongPrefix_IsAcceptedUpToALimit(int length, bool isAccepted) =>
        Assert.Equal(isAccepted, Record.Exception(() => Connect(new string('p', length) + ":abc").Dispose()) is null);

    [Theory]
    [InlineData("zone.example.com", "https://zone.example.com/")]
    [InlineData("https://zone.example.com/api/v3/onezone", "https://zone.example.com/")]
    [InlineData("https://zone.example.com/api/v3/onezone/", "https://zone.example.com/")]
    [InlineData("https://zone.example.com/below/api/v3/onezone/", "https://zone.example.com/below/")]
    [InlineData("https://zone.example.com/xapi/v3/onezone/", "https://zone.example.com/xapi/v3/onezone/")]
    public void Create_AddressOfTheApi_IsThatOfTheZone(string uri, string expected)
    {
        using var zone = OnezoneConnection.Create(new OnezoneConnectionOptions { Uri = uri, Token = SecureText.FromString(OnedataVectors.Text(0)) });
        Assert.Equal((expected, "zone.example.com", "Onezone"), (zone.Uri.AbsoluteUri, zone.Domain, zone.Service));
    }

    [Fact]
    public void Create_LoopbackAddress_HasNoDomain()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        Assert.Null(zone.Domain);
    }

    [Fact]
    public void Warnings_Token_AreThoseThatMatterToAConnection()
    {
        const string Identifier = "2/tmp-3/usr-u/act/i";
        var soon = "time < " + DateTimeOffset.UtcNow.AddMinutes(2).ToUnixTimeSeconds().ToString(
            System.Globalization.CultureInfo.InvariantCulture);
        var later = "time < " + DateTimeOffset.UtcNow.AddDays(2).ToUnixTimeSeconds().ToString(
            System.Globalization.CultureInfo.InvariantCulture);
        var large = "asn = " + string.Join("|", Enumerable.Range(0, 1_000));
        Assert.Equal([nameof(Messages.OnedataWarningExpired)], Warnings("time < 1"));
        Assert.Equal([nameof(Messages.OnedataWarningExpiresSoon)], Warnings(soon));
        Assert.Equal([nameof(Messages.OnedataWarningExpiresSoon), nameof(Messages.OnedataWarningHeaderTooLong)], Warnings(soon, large));
        Assert.Empty(Warnings(later));
        Assert.Empty(Warnings("future = caveat"));
        using var zone = Connect(OnedataSamples.Sign(Identifier, "time < 1", large));
        Assert.Equal(zone.Warnings[0].Message + " " + zone.Warnings[1].Message, zone.Warnings.ToString());

        string[] Warnings(params string[] caveats)
        {
            using var connection = Connect(OnedataSamples.Sign(Identifier, caveats));
            return connection.Warnings.Select(static warning => warning.Id).ToArray();
        }
    }

    [Theory]
    [InlineData("""{"timeMillis":946684800000}""", null)]
    [InlineData("""{"timeMillis":946684800001}""", 946684800001)]
    [InlineData("946684800001", 946684800001)]
    [InlineData(" 946684800001\n", 946684800001)]
    [InlineData("""{"timeMillis":1600000000}""", null)]
    [InlineData("""{"timeMillis":"1600000000000"}""", null)]
    [InlineData("""{"timeMillis":99999999999999}""", 99999999999999)]
    [InlineData("""{"timeMillis":100000000000000}""", null)]
    [InlineData("""{"timeMillis":253402300799999}""", null)]
    [InlineData("-1", null)]
    [InlineData("{}", null)]
    [InlineData("soon", null)]
    public async Task GetZoneTimeAsync_Response_IsATimeInMilliseconds(string body, long? expected)
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        Sandbox.Faults.Enqueue(
            new SandboxFault { StatusCode = 200, Body = body, ContentType = "application/json", Match = "GET*get_current_time" });
        if (expected is { } milliseconds)
        {
            var time = await zone.GetZoneTimeAsync();
            Assert.True(time >= DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
        }
        else
        {
            var error = await Assert.ThrowsAsync<TokenApiException>(() => zone.GetZoneTimeAsync());
            Assert.Equal(nameof(Messages.ResponseIncomplete), error.ErrorId);
            Assert.StartsWith("Onezone returned a response without a usable timeMillis.", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task CreateTemporaryTokenAsync_TimeThatHasPassed_IsAnErrorByEachClock()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        await Passed(new TemporaryTokenRequest { ValidUntil = DateTimeOffset.UtcNow.AddMinutes(-1) });
        Assert.Empty(Sandbox.Requests);

        Sandbox.ClockSkew = TimeSpan.FromHours(2);
        await Passed(new TemporaryTokenRequest { ValidUntil = DateTimeOffset.UtcNow.AddHours(1) });
        Assert.DoesNotContain(Sandbox.Requests, static request => request.Method == "POST");

        async Task Passed(TemporaryTokenRequest request)
        {
            var error = await Assert.ThrowsAsync<TokenArgumentException>(() => zone.CreateTemporaryTokenAsync(request));
            Assert.Equal((nameof(Messages.OnedataTimeHasPassed), "ValidUntil"), (error.ErrorId, error.ParameterName));
        }
    }

    [Theory]
    [InlineData("{}", nameof(Messages.ResponseIncomplete))]
    [InlineData("""{"token":""}""", nameof(Messages.ResponseIncomplete))]
    [InlineData("""{"token":"MDAx"}""", nameof(Messages.ResponseIncomplete))]
    [InlineData("[]", nameof(Messages.ResponseUnreadable))]
    public async Task CreateTemporaryTokenAsync_UnusableResponse_IsAnError(string body, string errorId)
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        Sandbox.Faults.Enqueue(
            new SandboxFault { StatusCode = 201, Body = body, ContentType = "application/json", Match = "POST*temporary" });
        var error = await Assert.ThrowsAsync<TokenApiException>(() => MakeAsync(zone, "act"));
        Assert.Equal(errorId, error.ErrorId);
        if (errorId == nameof(Messages.ResponseIncomplete))
        {
            Assert.StartsWith("Onezone returned a response without a usable token.", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task CreateTemporaryTokenAsync_OwnUserAsTarget_IsKnownFromTheToken()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var request = new TemporaryTokenRequest { Type = OnedataTokenType.InviteOfOwnUser(InviteType.Find("registerOneprovider")!) };
        Assert.Equal(Sandbox.OnezoneUserId, (await zone.CreateTemporaryTokenAsync(request)).TargetId);
        Assert.DoesNotContain(Sandbox.Requests, static sent => sent.Path.EndsWith("/user", StringComparison.Ordinal));
    }

    [Fact]
    public async Task VerifyAsync_ConsumerTokenThatIsNoToken_IsNotSent()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var error = await Assert.ThrowsAsync<TokenArgumentException>(() => zone.VerifyAsync(
            OnedataToken.Decode(OnedataVectors.Text(0)), new VerificationContext { ConsumerToken = SecureText.FromString("not a token") }));
        Assert.Equal((nameof(Messages.OnedataIdentityTokenInvalid), "ConsumerToken"), (error.ErrorId, error.ParameterName));
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task VerifyAsync_Context_IsConsidered()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var identity = await MakeAsync(zone, "idn");
        using var provider = Connect(Sandbox.OnezoneProviderToken);
        var service = await MakeAsync(provider, "idn");
        async Task<bool?> Verifies(string caveat, VerificationContext context) =>
            (await zone.VerifyAsync(OnedataToken.Decode(Narrowed(Sandbox.OnezoneUserToken, caveat)), context)).Valid;

        Assert.True(await Verifies("ip = 10.0.0.0/8", new VerificationContext { PeerIp = "10.1.2.3" }));
        Assert.False(await Verifies("ip = 10.0.0.0/8", new VerificationContext { PeerIp = "11.1.2.3" }));
        Assert.True(await Verifies("interface = rest", new VerificationContext { Interface = "rest" }));
        Assert.True(await Verifies("data.readonly", new VerificationContext { AllowDataAccessCaveats = true }));
        var consumer = "consumer = usr-" + Sandbox.OnezoneUserId;
        Assert.Null(await Verifies(consumer, new VerificationContext()));
        Assert.True(await Verifies(consumer, new VerificationContext { ConsumerToken = (SecureString)identity.Token }));
        var opw = "service = opw-" + Sandbox.OnezoneProviderId;
        Assert.Null(await Verifies(opw, new VerificationContext()));
        Assert.True(await Verifies(opw, new VerificationContext { ServiceToken = (SecureString)service.Token }));
    }

    [Theory]
    [InlineData("ujc", "Interface", "accessToken and identityToken", "inviteToken")]
    [InlineData("ujc", "ServiceToken", "accessToken", "inviteToken")]
    [InlineData("ujc", "AllowDataAccessCaveats", "accessToken", "inviteToken")]
    [InlineData("idn", "ServiceToken", "accessToken", "identityToken")]
    [InlineData("idn", "AllowDataAccessCaveats", "accessToken", "identityToken")]
    public async Task VerifyAsync_SettingThatTheEndpointDoesNotAccept_ThrowsBeforeRequest(string kind, string key, string types, string type)
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var token = await MakeAsync(zone, kind);
        Sandbox.ClearRequests();
        var context = new VerificationContext
        {
            Interface = key == "Interface" ? "rest" : null,
            ServiceToken = key == "ServiceToken" ? SecureText.FromString(Sandbox.OnezoneUserToken) : null,
            AllowDataAccessCaveats = key == "AllowDataAccessCaveats",
        };

        var error = await Assert.ThrowsAsync<TokenArgumentException>(() => zone.VerifyAsync(token, context));

        Assert.Equal((nameof(Messages.VerificationSettingNotApplicable), key), (error.ErrorId, error.ParameterName));
        Assert.Contains(" applies only to tokens of type " + types + ", but the token has the type " + type + ".", error.Message, StringComparison.Ordinal);
        Assert.Empty(Sandbox.Requests);
    }

    [Theory]
    [InlineData("ujc")]
    [InlineData("idn")]
    public async Task VerifyAsync_SettingsThatEveryEndpointAccepts_AreSent(string kind)
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var identity = await MakeAsync(zone, "idn");
        var token = await MakeAsync(zone, kind);

        Assert.True((await zone.VerifyAsync(
            token, new VerificationContext { PeerIp = "10.0.0.1", ConsumerToken = (SecureString)identity.Token })).Valid);

        var body = Newtonsoft.Json.Linq.JObject.Parse(Sandbox.Requests[^1].ToPlainText().Body);
        Assert.Equal(["token", "peerIp", "consumerToken"], body.Properties().Select(property => property.Name));
    }

    [Fact]
    public async Task VerifyAsync_InvalidConsumerToken_Throws()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var token = await MakeAsync(zone, "act");
        var error = await Assert.ThrowsAsync<TokenApiException>(() => zone.VerifyAsync(
            token, new VerificationContext { ConsumerToken = SecureText.FromString(OnedataVectors.Text(3)) }));
        Assert.Equal("badConsumerToken", error.ServiceErrorId);

        Sandbox.ClearRequests();
        const string Password = "correct horse battery";
        var argument = await Assert.ThrowsAsync<TokenArgumentException>(() => zone.VerifyAsync(
            token, new VerificationContext { ServiceToken = SecureText.FromString(Password) }));
        Assert.Equal((nameof(Messages.OnedataIdentityTokenInvalid), "ServiceToken"), (argument.ErrorId, argument.ParameterName));
        Assert.DoesNotContain(Password, argument.Message, StringComparison.Ordinal);
        Assert.Empty(Sandbox.Requests);
    }

    [Theory]
    [InlineData("PeerIp")]
    [InlineData("Interface")]
    public async Task VerifyAsync_InvalidContext_ThrowsBeforeRequest(string name)
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var context = name == "PeerIp" ? new VerificationContext { PeerIp = "10.0.0.0/8" } : new VerificationContext { Interface = "http" };
        var error = await Assert.ThrowsAsync<TokenArgumentException>(() => zone.VerifyAsync(OnedataToken.Decode(OnedataVectors.Text(0)), context));
        Assert.Equal(name, error.ParameterName);
        Assert.Empty(Sandbox.Requests);
    }

    [Theory]
    [InlineData(400, """{"error":{"id":"tokenOfTheFuture","description":"x"}}""", "tokenOfTheFuture")]
    [InlineData(400, """{"error":{"id":"userBlocked"}}""", "userBlocked")]
    [InlineData(400, """{"error":{"id":"badValueToken","details":{"key":"token","tokenError":{"id":"tokenTooLarge"}}}}""", "tokenTooLarge")]
    [InlineData(400, """{"error":{"id":"badValueToken","details":{"key":"consumerToken","tokenError":{"id":"badToken"}}}}""", null)]
    [InlineData(400, """{"error":{"id":"malformedData"}}""", null)]
    [InlineData(400, "no JSON", null)]
    [InlineData(401, """{"error":{"id":"tokenRevoked"}}""", null)]
    [InlineData(404, "", null)]
    [InlineData(500, """{"error":{"id":"tokenInvalid"}}""", null)]
    [InlineData(200, """{"ttl":1}""", null)]
    [InlineData(200, """{"subject":{"type":"user","id":"x"},"ttl":"soon"}""", null)]
    [InlineData(200, """{"subject":{"type":"user","id":"x"},"ttl":1e300}""", null)]
    public async Task VerifyAsync_OtherError_Throws(int status, string body, string? reason)
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = status, Body = body, ContentType = "application/json" });
        var verifying = zone.VerifyAsync(OnedataToken.Decode(OnedataVectors.Text(0)));
        if (reason is null)
        {
            await Assert.ThrowsAsync<TokenApiException>(() => verifying);
        }
        else
        {
            Assert.Equal((false, reason), ((await verifying).Valid, (await verifying).Reason));
        }
    }

    [Fact]
    public async Task VerifyAsync_HostileResponse_IsCleaned()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        var text = OnedataVectors.Text(0);
        Sandbox.Faults.Enqueue(new SandboxFault
        {
            StatusCode = 400,
            ContentType = "application/json",
            Body = new JObject { ["error"] = new JObject { ["id"] = "tokenInvalid", ["description"] = "Bad \u001b[31m token " + text[10..60] + " " + text } }.ToString(),
        });
        var found = await zone.VerifyAsync(OnedataToken.Decode(text));
        Assert.DoesNotContain(text, found.Message!, StringComparison.Ordinal);
        Assert.True(TerminalText.IsHarmless(found.Message!));
        Sandbox.Faults.Enqueue(new SandboxFault
        {
            StatusCode = 200, ContentType = "application/json", Body = """{"subject":{"type":"user","id":"\u001b[2J"},"ttl":null}""",
        });
        Assert.True(TerminalText.IsHarmless((await zone.VerifyAsync(OnedataToken.Decode(text))).Subject!.ToString()));
    }

    [Fact]
    public async Task VerifyAsync_LostResponse_IsRetried()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken, retries: 1);
        var token = await MakeAsync(zone, "act");
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 502 });
        Assert.True((await zone.VerifyAsync(token)).Valid);
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 504 });
        await zone.RevokeTemporaryTokensAsync();
        Assert.Equal("tokenRevoked", (await zone.VerifyAsync(token)).Reason);
    }

    [Fact]
    public async Task RevokeTemporaryTokensAsync_OwnTokenAndLostResponse_IsNotRetried()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        using var own = Connect(SecureText.Reveal((SecureString)(await MakeAsync(zone, "act")).Token), retries: 5);
        Sandbox.ClearRequests();
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling });
        var error = await Assert.ThrowsAsync<TokenTransportException>(() => own.RevokeTemporaryTokensAsync());
        Assert.False(error.NeverApplied);
        Assert.Contains("may have been revoked", error.Message, StringComparison.Ordinal);
        Assert.Single(Sandbox.Requests);
    }

    [Fact]
    public async Task RevokeTemporaryTokensAsync_Subject_RevokesOnlyItsTemporaryTokens()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        using var provider = Connect(Sandbox.OnezoneProviderToken);
        var users = await MakeAsync(zone, "act");
        var providers = await MakeAsync(provider, "act");
        await Assert.ThrowsAsync<TokenArgumentException>(() => zone.RevokeTemporaryTokensAsync("provider-x"));
        await zone.RevokeTemporaryTokensAsync();
        Assert.False((await zone.VerifyAsync(users)).Valid);
        Assert.True((await zone.VerifyAsync(providers)).Valid);
        Assert.True((await zone.VerifyAsync(OnedataToken.Decode(Sandbox.OnezoneUserToken))).Valid);
        await zone.RevokeTemporaryTokensAsync("prv-" + Sandbox.OnezoneProviderId);
        Assert.False((await zone.VerifyAsync(providers)).Valid);
        Assert.Equal(403, (await Assert.ThrowsAsync<TokenApiException>(() => zone.RevokeTemporaryTokensAsync("Provider"))).StatusCode);
        Assert.Equal("DELETE", Sandbox.Requests[^1].Method);
    }

    [Fact]
    public async Task VerifyAsync_UnreachableZone_Throws()
    {
        using var zone = Connect(Sandbox.OnezoneUserToken);
        Sandbox.Dispose();
        await Assert.ThrowsAsync<TokenTransportException>(() => zone.VerifyAsync(OnedataToken.Decode(OnedataVectors.Text(0))));
    }

    private static string Narrowed(string token, params string[] caveats) =>
        Macaroon.Parse(token).AddCaveats(caveats.Select(System.Text.Encoding.ASCII.GetBytes)).Serialize();

    private OnezoneConnection Connect(string token, int retries = 0) => OnezoneConnection.Create(new OnezoneConnectionOptions
    {
        Uri = Sandbox.Uri.AbsoluteUri,
        Token = SecureText.FromString(token),
        Http = new HttpOptions { MaximumRetryCount = retries, RetryInterval = TimeSpan.FromMilliseconds(1) },
    });

    private Task<OnedataToken> MakeAsync(OnezoneConnection zone, string type) => zone.CreateTemporaryTokenAsync(new TemporaryTokenRequest
    {
        ValidFor = TimeSpan.FromSeconds(600),
        Type = type switch
        {
            "act" => OnedataTokenType.Access,
            "idn" => OnedataTokenType.Identity,
            _ => OnedataTokenType.Invite(InviteType.Find("userJoinCluster")!, Sandbox.OnezoneClusterId),
        },
    });
}
