using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
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

/// <summary>Named tokens at the sandbox's zone.</summary>
[Trait("Wine", "Wine accepts a connection that is closed already without an address, at which .NET ends the process")]
public sealed class OnezoneNamedTokensTests : SandboxTest
{
    [Fact]
    public async Task CreateAsync_InviteToken_SendsLimitAndPrivilegesBesideTheType()
    {
        using var zone = Connect();
        var request = new NamedTokenRequest("workshop")
        {
            Type = OnedataTokenType.Invite(InviteType.Find("userJoinSpace")!, Sandbox.OnezoneSpaceId),
            UsageLimit = 4,
            Privileges = ["space_view", "space_read_data"],
            Metadata = new JObject { ["jobName"] = "experiment-15" },
            ValidFor = TimeSpan.FromHours(1),
        };

        var token = await CreateAsync(zone, request);

        var body = JObject.Parse(Posts().Single().ToPlainText().Body);
        Assert.Equal(["name", "type", "caveats", "customMetadata", "privileges", "usageLimit"], body.Properties().Select(p => p.Name));
        Assert.Equal(["inviteType", "spaceId"], ((JObject)body["type"]!["inviteToken"]!).Properties().Select(p => p.Name));
        Assert.Equal(("workshop", "inviteToken", "userJoinSpace"), (token.Name, token.Type, token.InviteType));
        Assert.Equal(Sandbox.OnezoneSpaceId, token.TargetId);
        Assert.Equal((4L, 0L), (token.UsageLimit, token.UsageCount));
        Assert.Equal(["space_read_data", "space_view"], token.Privileges);
        Assert.Equal("experiment-15", token.Metadata["jobName"]);
        Assert.Equal("usr-" + Sandbox.OnezoneUserId, token.Subject!.ToString());
        Assert.InRange(token.TimeLeft!.Value, TimeSpan.FromMinutes(58), TimeSpan.FromMinutes(62));
        Assert.InRange(DateTimeOffset.UtcNow - token.CreationTime!.Value, TimeSpan.FromSeconds(-2), TimeSpan.FromMinutes(1));
        Assert.False(token.Revoked);
        Assert.False(token.AlreadyExisted);
    }

    [Fact]
    public async Task CreateAsync_DetailsUnavailable_ReturnsTheToken()
    {
        using var zone = Connect();
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 403, Match = "GET*tokens/named/*" });
        var token = await CreateAsync(zone, new NamedTokenRequest("ci"));
        Assert.Equal(("ci", "accessToken"), (token.Name, token.Type));
        Assert.Equal("ci", (await GetAsync(zone, "ci")).Name);
    }

    [Fact]
    public async Task CreateAsync_OccupiedName_IsAnErrorOrTheExistingToken()
    {
        using var zone = Connect();
        var first = await CreateAsync(zone, new NamedTokenRequest("ci"));
        var error = await Assert.ThrowsAsync<TokenApiException>(() => CreateAsync(zone, new NamedTokenRequest("ci")));
        Assert.Equal((nameof(Messages.NamedTokenExists), "badValueIdentifierOccupied"), (error.ErrorId, error.ServiceErrorId));
        Assert.True(error.NeverApplied);

        Sandbox.ClearRequests();
        var second = await CreateAsync(zone, new NamedTokenRequest("ci") { GetExisting = true });

        Assert.Equal((first.Id, true), (second.Id, second.AlreadyExisted));
        Assert.Empty(Posts());
    }

    [Fact]
    public async Task CreateAsync_ManyAtOnce_GetOneToken()
    {
        using var zone = Connect();
        var tokens = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
            () => CreateAsync(zone, new NamedTokenRequest("shared") { GetExisting = true }))));
        Assert.Single(tokens.Select(static token => token.Id).Distinct());
        Assert.Equal(1, tokens.Count(static token => !token.AlreadyExisted));
        Assert.Equal(1, await CountAsync(zone, "shared"));
    }

    // The name is looked up, found, and the token created by the first request is returned.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CreateAsync_LostResponse_ReturnsTheTokenWithoutASecondRequest(bool getExisting)
    {
        using var zone = Connect();
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling, Match = "POST*named*" });

        var token = await CreateAsync(zone, new NamedTokenRequest("ci") { GetExisting = getExisting, ValidFor = TimeSpan.FromHours(1) });

        Assert.Equal("ci", token.Name);
        Assert.False(token.AlreadyExisted);
        Assert.Single(Posts());
        Assert.Equal(1, await CountAsync(zone, "ci"));
    }

    [Fact]
    public async Task CreateAsync_TruncatedResponse_ReturnsTheTokenWithoutASecondRequest()
    {
        using var zone = Connect();
        Sandbox.Faults.Enqueue(new SandboxFault { Truncate = true, Match = "POST*named*" });
        Assert.Equal("ci", (await CreateAsync(zone, new NamedTokenRequest("ci"))).Name);
        Assert.Single(Posts());
    }

    // What sends such a response is not known to have created anything, and would send it again.
    [Theory]
    [InlineData("{}")]
    [InlineData("{\"token\":\"MDAx\"}")]
    public async Task CreateAsync_UnusableResponse_IsAnUnknownOutcome(string body)
    {
        using var zone = Connect();
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 201, Body = body, Match = "POST*named*" });
        var error = await Assert.ThrowsAsync<TokenApiException>(() => CreateAsync(zone, new NamedTokenRequest("ci")));
        Assert.Equal((nameof(Messages.ResponseIncomplete), false), (error.ErrorId, error.NeverApplied));
        Assert.Single(Posts());
    }

    [Fact]
    public async Task CreateAsync_LostRequest_LooksItUpBeforeItIsRepeated()
    {
        using var zone = Connect();
        var notices = new List<string>();
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.BeforeHandling, Match = "POST*named*" });

        await zone.NamedTokens.CreateAsync(
            new NamedTokenRequest("ci"), false, new DelegateProgress<Notice>(notice => notices.Add(notice.Text)), CancellationToken.None);

        var methods = Sandbox.Requests.Where(static request => request.Path.Contains("named", StringComparison.Ordinal))
            .Select(static request => request.Method).ToList();
        Assert.Equal(["POST", "GET", "POST", "GET"], methods);
        Assert.Contains(notices, static text => text.Contains("no token of this name", StringComparison.Ordinal));
        Assert.Equal(1, await CountAsync(zone, "ci"));
    }

    [Fact]
    public async Task CreateAsync_LostRequestWithoutRetries_IsNotRepeated()
    {
        using var zone = Connect(maximumRetryCount: 0);
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.BeforeHandling, Match = "POST*named*" });
        var error = await Assert.ThrowsAsync<TokenTransportException>(() => CreateAsync(zone, new NamedTokenRequest("ci")));
        Assert.False(error.NeverApplied);
        Assert.Single(Posts());
    }

    [Fact]
    public async Task CreateAsync_CanceledAfterALostRequest_SaysThatATokenMayExist()
    {
        using var zone = Connect();
        using var cancellation = new CancellationTokenSource();
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.BeforeHandling, Match = "POST*named*" });
        var progress = new DelegateProgress<Notice>(notice =>
        {
            if (notice.Text.Contains("no token of this name", StringComparison.Ordinal))
            {
                cancellation.Cancel();
            }
        });

        var error = await Assert.ThrowsAsync<RequestCanceledException>(
            () => zone.NamedTokens.CreateAsync(new NamedTokenRequest("ci"), false, progress, cancellation.Token));

        Assert.Contains("'ci' may have been created", error.PossibleEffect, StringComparison.Ordinal);
        Assert.Single(Posts());
    }

    // Another client deletes the token between the rejection and the look-up.
    [Fact]
    public async Task CreateAsync_OccupiedNameThatIsNotFound_IsTheRejection()
    {
        using var zone = Connect();
        const string Occupied = "{\"error\":{\"id\":\"badValueIdentifierOccupied\",\"details\":{\"key\":\"name\"},\"description\":\"Occupied.\"}}";
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 400, Body = Occupied, Match = "POST*named*" });
        var error = await Assert.ThrowsAsync<TokenApiException>(() => CreateAsync(zone, new NamedTokenRequest("ci") { GetExisting = true }));
        Assert.Equal(("badValueIdentifierOccupied", true), (error.ServiceErrorId, error.NeverApplied));
        // That advises to use what was used.
        Assert.NotEqual(nameof(Messages.NamedTokenExists), error.ErrorId);
    }

    [Fact]
    public async Task CreateAsync_LookUpFails_SaysThatATokenMayExist()
    {
        using var zone = Connect();
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling, Match = "POST*named*" });
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 403, Match = "GET*named/name/*" });

        var error = await Assert.ThrowsAsync<TokenTransportException>(() => CreateAsync(zone, new NamedTokenRequest("ci")));

        Assert.False(error.NeverApplied);
        Assert.Contains("'ci' may have been created", error.Message, StringComparison.Ordinal);
        Assert.Single(Posts());
    }

    // Another client's token of this name was there before, so the request without a response cannot have created it.
    [Fact]
    public async Task CreateAsync_LostResponseAndOlderToken_IsAnError()
    {
        using var zone = Connect();
        Sandbox.Zone.AddNamed(new TokenTools.Sandbox.Onezone.ZoneToken
        {
            Id = "older",
            Name = "ci",
            Subject = Sandbox.Zone.User,
            Type = OnedataTokenType.Access,
            Secret = "secret"u8.ToArray(),
            CreationTime = Sandbox.Zone.Now - 60,
        });
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling, Match = "POST*named*" });
        var error = await Assert.ThrowsAsync<TokenApiException>(() => CreateAsync(zone, new NamedTokenRequest("ci")));
        Assert.Equal((nameof(Messages.NamedTokenExists), true), (error.ErrorId, error.NeverApplied));
    }

    [Theory]
    [InlineData("caveats", nameof(Messages.NamedTokenDiffers))]
    [InlineData("type", nameof(Messages.NamedTokenDiffers))]
    [InlineData("expiry", nameof(Messages.NamedTokenDiffers))]
    [InlineData("privileges", nameof(Messages.NamedTokenDiffers))]
    [InlineData("usage limit", nameof(Messages.NamedTokenDiffers))]
    [InlineData("revoked", nameof(Messages.NamedTokenIsRevoked))]
    [InlineData("expired", nameof(Messages.NamedTokenIsExpired))]
    [InlineData("used up", nameof(Messages.NamedTokenIsUsedUp))]
    public async Task CreateAsync_ExistingTokenIsNotTheRequestedOne_IsAnError(string difference, string errorId)
    {
        using var zone = Connect();
        var invite = OnedataTokenType.Invite(InviteType.Find("userJoinSpace")!, Sandbox.OnezoneSpaceId);
        var isInvite = difference is "privileges" or "usage limit" or "used up";
        NamedTokenRequest Request() => new("ci")
        {
            Type = isInvite ? invite : OnedataTokenType.Access,
            UsageLimit = isInvite ? 1 : null,
            ValidFor = difference == "expired" ? TimeSpan.FromSeconds(1) : null,
        };
        var first = await CreateAsync(zone, Request());
        var request = Request();
        request.GetExisting = true;
        switch (difference)
        {
            case "caveats":
                request.Caveats = [ReadOnlyDataCaveat.Instance];
                break;
            case "type":
                request.Type = OnedataTokenType.Identity;
                break;
            case "expiry":
                request.ValidFor = TimeSpan.FromHours(1);
                break;
            case "privileges":
                request.Privileges = ["space_view"];
                break;
            case "usage limit":
                request.UsageLimit = 2;
                break;
            case "revoked":
                await zone.NamedTokens.UpdateAsync(first.Id, new NamedTokenChange { Revoke = true }, null, CancellationToken.None);
                break;
            case "expired":
                Sandbox.ClockSkew = TimeSpan.FromMinutes(5);
                break;
            default:
                using (var other = Connect(Sandbox.OnezoneOtherUserToken))
                {
                    await other.Invites.UseAsync(first.Decoded, null, null, CancellationToken.None);
                }

                break;
        }

        using var again = Connect();
        var error = await Assert.ThrowsAsync<TokenApiException>(() => CreateAsync(again, request));

        Assert.Equal(errorId, error.ErrorId);
        Assert.True(error.NeverApplied);
        if (errorId == nameof(Messages.NamedTokenDiffers))
        {
            Assert.Contains(": " + difference, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task CreateAsync_ProviderRegistration_IsForTheOwnUser()
    {
        var type = OnedataTokenType.InviteOfOwnUser(InviteType.Find("registerOneprovider")!);
        using var zone = Connect();
        Assert.Equal(Sandbox.OnezoneUserId, (await CreateAsync(zone, new NamedTokenRequest("r1") { Type = type })).TargetId);
        // With a password, the id is unknown until it is requested.
        using var basic = ConnectWithPassword();
        var temporary = await basic.CreateTemporaryTokenAsync(new TemporaryTokenRequest { Type = type });
        Assert.Equal(Sandbox.OnezoneUserId, temporary.TargetId);
        Assert.Contains(Sandbox.Requests, static request => request.Path.EndsWith("/user", StringComparison.Ordinal));
    }

    [Fact]
    public async Task UpdateAsync_EachChange_IsApplied()
    {
        using var zone = Connect();
        var token = await CreateAsync(zone, new NamedTokenRequest("ci") { Metadata = new JObject { ["a"] = 1 } });
        await zone.NamedTokens.UpdateAsync(
            token.Id,
            new NamedTokenChange { NewName = "ci 2", Metadata = new Dictionary<string, object> { ["b"] = new[] { 1, 2 } }, Revoke = true },
            null,
            CancellationToken.None);
        var changed = await GetAsync(zone, "ci 2");
        Assert.Equal((token.Id, true), (changed.Id, changed.Revoked));
        Assert.Equal([1L, 2L], Assert.IsType<object[]>(changed.Metadata["b"]));
        Assert.False(changed.Metadata.ContainsKey("a"));
        await zone.NamedTokens.UpdateAsync(token.Id, new NamedTokenChange { Restore = true }, null, CancellationToken.None);
        Assert.False((await GetAsync(zone, "ci 2")).Revoked);
    }

    [Fact]
    public async Task UpdateAsync_OccupiedNameOrLostResponse_IsResolved()
    {
        using var zone = Connect();
        var token = await CreateAsync(zone, new NamedTokenRequest("one"));
        await CreateAsync(zone, new NamedTokenRequest("two"));
        var error = await Assert.ThrowsAsync<TokenApiException>(() => zone.NamedTokens.UpdateAsync(
            token.Id, new NamedTokenChange { NewName = "two" }, null, CancellationToken.None));
        Assert.Equal(nameof(Messages.NamedTokenNameOccupied), error.ErrorId);

        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling, Match = "PATCH*" });
        await zone.NamedTokens.UpdateAsync(token.Id, new NamedTokenChange { NewName = "three" }, null, CancellationToken.None);
        Assert.Equal(token.Id, (await GetAsync(zone, "three")).Id);

        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.BeforeHandling, Match = "PATCH*" });
        var lost = await Assert.ThrowsAsync<TokenTransportException>(() => zone.NamedTokens.UpdateAsync(
            token.Id, new NamedTokenChange { NewName = "four" }, null, CancellationToken.None));
        Assert.False(lost.NeverApplied);
    }

    [Fact]
    public async Task DeleteAsync_LostResponse_IsDeleted()
    {
        using var zone = Connect();
        var token = await CreateAsync(zone, new NamedTokenRequest("ci"));
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling, Match = "DELETE*" });
        await zone.NamedTokens.DeleteAsync(token.Id, null, CancellationToken.None);
        var error = await Assert.ThrowsAsync<TokenApiException>(() => GetAsync(zone, "ci"));
        Assert.Equal((nameof(Messages.NamedTokenNameUnknown), 404), (error.ErrorId, error.StatusCode));
        // Without an earlier attempt, a missing token is an error.
        error = await Assert.ThrowsAsync<TokenApiException>(() => zone.NamedTokens.DeleteAsync(token.Id, null, CancellationToken.None));
        Assert.Equal("notFound", error.ServiceErrorId);
    }

    [Fact]
    public async Task ReasonToKeep_RootTokenAndOwnToken_HaveOne()
    {
        using var provider = Connect(Sandbox.OnezoneProviderToken);
        using var user = Connect();
        var root = await GetAsync(provider, "root token");
        Assert.Equal(nameof(Messages.NamedTokenIsRootToken), provider.NamedTokens.ReasonToKeep(root)!.Name);
        // Also for a user who administers the cluster, and after it was renamed.
        await user.NamedTokens.UpdateAsync(root.Id, new NamedTokenChange { NewName = "renamed" }, null, CancellationToken.None);
        var renamed = await user.NamedTokens.GetByIdAsync(root.Id, false, null, CancellationToken.None);
        Assert.Equal(nameof(Messages.NamedTokenIsRootToken), user.NamedTokens.ReasonToKeep(renamed)!.Name);
        var own = await GetAsync(user, "sandbox token");
        Assert.Equal(nameof(Messages.NamedTokenIsOwn), user.NamedTokens.ReasonToKeep(own)!.Name);
        Assert.Null(user.NamedTokens.ReasonToKeep(await CreateAsync(user, new NamedTokenRequest("other"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("../user")]
    [InlineData("MDAxY2xvY2F00aW9uIHpvbmUuZXhhbXBsZS5jb20KMDAxY2xvY2F00aW9uIHpvbmUuZXhhbXBsZS5jb20K")]
    public async Task GetByIdAsync_InvalidId_IsNotSent(string id)
    {
        using var zone = Connect();
        var error = await Assert.ThrowsAsync<TokenArgumentException>(
            () => zone.NamedTokens.GetByIdAsync(id, false, null, CancellationToken.None));
        Assert.Equal((nameof(Messages.OnedataIdInvalid), "Id"), (error.ErrorId, error.ParameterName));
        Assert.True(id.Length == 0 || !error.Message.Contains(id, StringComparison.Ordinal));
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task UpdateAsync_InvalidId_IsNotSent()
    {
        using var zone = Connect();
        var update = await Assert.ThrowsAsync<TokenArgumentException>(
            () => zone.NamedTokens.UpdateAsync("a/b", new NamedTokenChange { Revoke = true }, null, CancellationToken.None));
        Assert.Equal((nameof(Messages.OnedataIdInvalid), "Id"), (update.ErrorId, update.ParameterName));
        var delete = await Assert.ThrowsAsync<TokenArgumentException>(
            () => zone.NamedTokens.DeleteAsync("a/b", null, CancellationToken.None));
        Assert.Equal((nameof(Messages.OnedataIdInvalid), "Id"), (delete.ErrorId, delete.ParameterName));
        Assert.Empty(Sandbox.Requests);
    }

    // A second request may find the new name occupied by what the first one renamed; to revoke again changes nothing.
    [Theory]
    [InlineData(null, 2)]
    [InlineData("other", 1)]
    public async Task UpdateAsync_LostResponse_IsSentAgainWithoutANewName(string? name, int requests)
    {
        using var zone = Connect();
        var token = await CreateAsync(zone, new NamedTokenRequest("ci"));
        Sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling, Match = "PATCH*" });

        await zone.NamedTokens.UpdateAsync(token.Id, new NamedTokenChange { NewName = name, Revoke = true }, null, CancellationToken.None);

        Assert.Equal(requests, Sandbox.Requests.Count(static request => request.Method == "PATCH"));
        Assert.True((await GetAsync(zone, name ?? "ci")).Revoked);
    }

    [Fact]
    public async Task CreateAsync_TimeThatHasPassed_IsAnErrorByEachClock()
    {
        using var zone = Connect();
        await Passed(DateTimeOffset.UtcNow.AddMinutes(-1));
        Assert.Empty(Sandbox.Requests);

        Sandbox.ClockSkew = TimeSpan.FromHours(2);
        await Passed(DateTimeOffset.UtcNow.AddHours(1));
        Assert.Empty(Posts());

        async Task Passed(DateTimeOffset until)
        {
            var error = await Assert.ThrowsAsync<TokenArgumentException>(
                () => CreateAsync(zone, new NamedTokenRequest("ci") { ValidUntil = until }));
            Assert.Equal((nameof(Messages.OnedataTimeHasPassed), "ValidUntil"), (error.ErrorId, error.ParameterName));
        }
    }

    [Fact]
    public async Task CreateAsync_DetailsUnavailable_HasWhatWasRequested()
    {
        using var zone = Connect();
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 403, Match = "GET*tokens/named/*" });
        var token = await CreateAsync(zone, new NamedTokenRequest("workshop")
        {
            Type = OnedataTokenType.Invite(InviteType.Find("userJoinSpace")!, Sandbox.OnezoneSpaceId),
            UsageLimit = 4,
            Privileges = ["space_view"],
            Metadata = new JObject { ["jobName"] = "experiment-15" },
        });
        Assert.Equal((4L, 0L, "experiment-15"), (token.UsageLimit, token.UsageCount, token.Metadata["jobName"]));
        Assert.Equal(["space_view"], token.Privileges);
    }

    [Fact]
    public async Task CreateAsync_ExistingTokenWithSeveralDifferences_NamesAll()
    {
        using var zone = Connect();
        await CreateAsync(zone, new NamedTokenRequest("ci"));
        var error = await Assert.ThrowsAsync<TokenApiException>(() => CreateAsync(zone, new NamedTokenRequest("ci")
        {
            GetExisting = true, Caveats = [ReadOnlyDataCaveat.Instance], ValidFor = TimeSpan.FromHours(1),
        }));
        Assert.StartsWith(
            "The existing token 'ci' differs from the requested one: caveats, expiry.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET*named/name/*", "name and token")]
    [InlineData("GET*named", "tokens")]
    [InlineData("POST*named", "token")]
    [InlineData("GET*user", "userId")]
    public async Task AnyRequest_IncompleteResponse_NamesWhatIsMissing(string match, string missing)
    {
        using var zone = Connect();
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 200, Body = "{}", Match = match });
        var error = await Assert.ThrowsAsync<TokenApiException>(() => missing switch
        {
            "tokens" => zone.NamedTokens.ListIdsAsync(null, null, CancellationToken.None),
            "token" => CreateAsync(zone, new NamedTokenRequest("ci")),
            "userId" => zone.GetUserAsync(),
            _ => GetAsync(zone, "ci"),
        });
        Assert.StartsWith("Onezone returned a response without a usable " + missing + ".", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"name\":\"n\"}")]
    [InlineData("{\"name\":\"n\",\"token\":\"no token\"}")]
    [InlineData("{\"name\":1,\"token\":\"MDAx\"}")]
    public async Task GetByNameAsync_InvalidResponse_IsAnError(string body)
    {
        using var zone = Connect();
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 200, Body = body, Match = "GET*named/name/*" });
        var error = await Assert.ThrowsAsync<TokenApiException>(() => GetAsync(zone, "ci"));
        Assert.Equal(nameof(Messages.ResponseIncomplete), error.ErrorId);
    }

    [Theory]
    [InlineData("{\"tokens\":[\"../user\"]}")]
    [InlineData("{\"tokens\":[1]}")]
    [InlineData("{}")]
    public async Task ListIdsAsync_InvalidResponse_IsAnError(string body)
    {
        using var zone = Connect();
        Sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 200, Body = body, Match = "GET*named" });
        var error = await Assert.ThrowsAsync<TokenApiException>(() => zone.NamedTokens.ListIdsAsync(null, null, CancellationToken.None));
        Assert.Equal(nameof(Messages.ResponseIncomplete), error.ErrorId);
    }

    [Fact]
    public async Task Credential_Password_SignsIn()
    {
        using var zone = ConnectWithPassword();
        Assert.Equal((Sandbox.OnezoneUserName, Sandbox.OnezoneUserName), (zone.UserName, zone.Identity));
        Assert.Equal(Sandbox.OnezoneUserId, (await zone.GetUserAsync()).UserId);
        Assert.Equal("usr-" + Sandbox.OnezoneUserId, (await CreateAsync(zone, new NamedTokenRequest("first"))).Subject!.ToString());
        Assert.Equal("Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(
            Sandbox.OnezoneUserName + ":" + Sandbox.OnezonePassword)), Posts().Single().ToPlainText().GetHeader("Authorization"));
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData(null)]
    public async Task Credential_WrongPassword_IsAnErrorWithAdvice(string? password)
    {
        Sandbox.Zone.IsBasicAuthSupported = password is not null;
        using var zone = ConnectWithPassword(password);
        var error = await Assert.ThrowsAsync<TokenApiException>(() => zone.GetUserAsync());
        Assert.Equal((401, "unauthorized"), (error.StatusCode, error.ServiceErrorId));
        Assert.Contains("user name and password", error.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain(Sandbox.OnezonePassword, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "x", nameof(Messages.BasicCredentialIncomplete))]
    [InlineData("a", "", nameof(Messages.BasicCredentialIncomplete))]
    [InlineData("a:b", "x", nameof(Messages.BasicUserHasColon))]
    public void Credential_Invalid_IsAnError(string name, string password, string errorId)
    {
        var options = new OnezoneConnectionOptions { Uri = "zone.example", UserName = name, Password = SecureText.FromString(password) };
        Assert.Equal(errorId, Assert.Throws<TokenArgumentException>(() => OnezoneConnection.Create(options)).ErrorId);
    }

    private static Task<NamedToken> CreateAsync(OnezoneConnection zone, NamedTokenRequest request) =>
        zone.NamedTokens.CreateAsync(request, false, null, CancellationToken.None);

    private static Task<NamedToken> GetAsync(OnezoneConnection zone, string name) =>
        zone.NamedTokens.GetByNameAsync(name, null, false, null, CancellationToken.None);

    private static async Task<int> CountAsync(OnezoneConnection zone, string name)
    {
        var ids = await zone.NamedTokens.ListIdsAsync(null, null, CancellationToken.None);
        var tokens = await Task.WhenAll(ids.Select(id => zone.NamedTokens.FindByIdAsync(id, false, null, CancellationToken.None)));
        return tokens.Count(token => token!.Name == name);
    }

    private IEnumerable<SandboxRequest> Posts() => Sandbox.Requests.Where(
        static request => request.Method == "POST" && request.Path.EndsWith("/tokens/named", StringComparison.Ordinal));

    private OnezoneConnection Connect(string? token = null, int maximumRetryCount = 1)
    {
        var options = Sandbox.ToOnezoneOptions(
            http: new HttpOptions { MaximumRetryCount = maximumRetryCount, RetryInterval = TimeSpan.FromMilliseconds(1) });
        options.Token = token is null ? options.Token : SecureText.FromString(token);
        return OnezoneConnection.Create(options);
    }

    private OnezoneConnection ConnectWithPassword(string? password = null)
    {
        var options = Sandbox.ToOnezoneOptions();
        options.Token = null;
        options.UserName = Sandbox.OnezoneUserName;
        options.Password = SecureText.FromString(password ?? Sandbox.OnezonePassword);
        return OnezoneConnection.Create(options);
    }
}
