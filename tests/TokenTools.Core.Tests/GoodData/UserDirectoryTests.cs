using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.GoodData;
using TokenTools.Http;
using TokenTools.Sandbox;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

[Trait("Wine", "Wine accepts a connection that is closed already without an address, at which .NET ends the process")]
public sealed class UserDirectoryTests : IDisposable
{
    private readonly TokenSandbox _sandbox = TokenSandbox.Start(new SandboxOptions());

    public static TheoryData<string?, string?, string?, string?, string> InvalidSettings { get; } = new()
    {
        { null, null, null, null, nameof(Messages.GoodDataUserUnnamed) },
        { " ", "", null, null, nameof(Messages.GoodDataUserUnnamed) },
        { null, "ada", null, null, nameof(Messages.GoodDataEmailInvalid) },
        { null, "a@b@c", null, null, nameof(Messages.GoodDataEmailInvalid) },
        { null, "a b@c", null, null, nameof(Messages.GoodDataEmailInvalid) },
        { null, "user@example.com:secret", null, null, nameof(Messages.GoodDataEmailInvalid) },
        { null, ".ada@example.com", null, null, nameof(Messages.BootstrapUserInvalid) },
        { "ada@example.com", null, null, null, nameof(Messages.BootstrapUserInvalid) },
        { "ada", null, "A\u0007da", null, nameof(Messages.GoodDataTextInvalid) },
        { "ada", null, new string('x', 256), null, nameof(Messages.GoodDataTextInvalid) },
        { "ada", null, null, "no group", nameof(Messages.OrganizationGroupInvalid) },
    };

    public void Dispose() => _sandbox.Dispose();

    // gooddata/gooddata-cn-terraform: scripts/create-user.sh, sanitize_user_id, run in bash
    [Theory]
    [InlineData("ada@example.com", "ada.at.example.com")]
    [InlineData("Ada.Lovelace+test@sub.example.com", "Ada.Lovelace-test.at.sub.example.com")]
    [InlineData("o'neill_x@ex-ample.com", "o-neill_x.at.ex-ample.com")]
    public void FromEmail_Always_IsTheVendorsId(string email, string id) => Assert.Equal(id, GoodDataId.FromEmail(email));

    [Fact]
    public async Task EnsureAsync_NewUser_HasWhatWasRequested()
    {
        var user = await EnsureAsync(Full());
        Assert.Equal(GoodDataChange.Created, user.Change);
        Assert.Equal(
            ("ada.at.example.com", "ada@example.com", "Ada", "Lovelace"), (user.Id, user.Email, user.FirstName, user.LastName));
        Assert.Equal(["demoGroup"], user.UserGroups);
        Assert.Equal(["MANAGE"], user.Permissions);
        Assert.True(user.CanManage);
        Assert.NotNull(user.AuthenticationId);
        Assert.Equal(24, user.Password!.Length);
        Assert.Empty(user.Warnings);
        Assert.DoesNotContain(SecureText.Reveal(user.Password), user.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureAsync_Again_ChangesNothing()
    {
        await EnsureAsync(Full());
        var before = _sandbox.Requests.Count;
        var user = await EnsureAsync(Full());
        Assert.Equal((GoodDataChange.Unchanged, null), (user.Change, user.Password));
        Assert.Equal([nameof(Messages.DexUserExists)], user.Warnings.Select(static warning => warning.Id));
        Assert.All(_sandbox.Requests.Skip(before), static request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task EnsureAsync_ExistingUser_IsBroughtToWhatIsSpecifiedAndKeepsTheRest()
    {
        await EnsureAsync(new GoodDataUserSpec { Id = "ada", Email = "ada@example.com", FirstName = "Ada", UserGroup = ["demoGroup"] });
        var user = await EnsureAsync(new GoodDataUserSpec { Id = "ada", LastName = "Lovelace", UserGroup = ["adminGroup"] });
        Assert.Equal(GoodDataChange.Updated, user.Change);
        Assert.Equal(("ada@example.com", "Ada", "Lovelace"), (user.Email, user.FirstName, user.LastName));
        Assert.Equal(["adminGroup", "demoGroup"], user.UserGroups);
    }

    [Fact]
    public async Task EnsureAsync_Manage_KeepsOtherPermissionsOfTheUser()
    {
        using var connection = Connect();
        await connection.Users.EnsureAsync(new GoodDataUserSpec { Id = "ada" }, null, default);
        var body = Newtonsoft.Json.Linq.JArray.Parse(
            """[{"assigneeIdentifier":{"id":"ada","type":"user"},"permissions":["BASE_UI_ACCESS"]}]""");
        await connection.Api.SendAsync(connection.Api.Act("actions/organization/managePermissions", body), null, default);
        var user = await connection.Users.EnsureAsync(new GoodDataUserSpec { Id = "ada", Manage = true }, null, default);
        Assert.Equal(["BASE_UI_ACCESS", "MANAGE"], user.Permissions);
    }

    [Fact]
    public async Task EnsureAsync_PasswordOfExistingDexUser_IsSet()
    {
        await EnsureAsync(Full());
        var before = _sandbox.Requests.Count;
        var spec = Full();
        spec.Password = SecureText.FromString("a new password");
        var user = await EnsureAsync(spec);
        Assert.Equal((GoodDataChange.Updated, "a new password"), (user.Change, SecureText.Reveal(user.Password!)));
        Assert.Contains(
            "\"password\":\"a new password\"",
            Assert.Single(_sandbox.Requests.Skip(before), static request => request.Method == "PUT").ToPlainText().Body,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(409, "")]
    [InlineData(400, """{"detail":"User already exists"}""")]
    public async Task EnsureAsync_DexUserAppearsInBetween_IsUsed(int status, string body)
    {
        await EnsureAsync(Full());
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 404, Match = "GET /api/v1/auth/users" });
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = status, Body = body, Match = "POST /api/v1/auth/users" });
        var user = await EnsureAsync(Full());
        Assert.Equal((GoodDataChange.Unchanged, null), (user.Change, user.Password));
    }

    [Fact]
    public async Task EnsureAsync_DexResponseLost_SetsThePasswordThatIsReturned()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling, Match = "POST /api/v1/auth/users" });
        var user = await EnsureAsync(Full());
        var bodies = _sandbox.Requests.Where(static request => request.Path.Contains("/auth/users", StringComparison.Ordinal) && request.Method != "GET");
        Assert.Equal(["POST", "PUT"], bodies.Select(static request => request.Method));
        Assert.All(bodies, request => Assert.Contains(SecureText.Reveal(user.Password!), request.ToPlainText().Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "Dex may have the user ada@example.com with a generated password that was not returned.")]
    [InlineData("a password", "The change may have been made anyway.")]
    public async Task EnsureAsync_CanceledAfterALostDexResponse_SaysWhatMayExist(string? password, string said)
    {
        using var cancellation = new CancellationTokenSource();
        _sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling, Match = "POST /api/v1/auth/users" });
        _sandbox.Observer = (request, _) =>
        {
            if (request.Method == "GET" && _sandbox.Requests.Any(static other => other.Method == "POST"))
            {
                cancellation.Cancel();
            }
        };
        using var connection = Connect();
        var error = await Assert.ThrowsAsync<RequestCanceledException>(() => connection.Users.EnsureAsync(
            Full(password is null ? null : SecureText.FromString(password)), null, cancellation.Token));
        Assert.StartsWith(said, error.PossibleEffect, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureAsync_DexResponseLostAndUserCannotBeRead_SaysThatItMayExist()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 404, Match = "GET /api/v1/auth/users" });
        _sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling, Match = "POST /api/v1/auth/users" });
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 403, Match = "GET /api/v1/auth/users" });
        var error = await Assert.ThrowsAsync<TokenTransportException>(() => EnsureAsync(Full()));
        Assert.Contains("Dex may have the user ada@example.com with a generated password", error.Message, StringComparison.Ordinal);
        Assert.Single(_sandbox.Requests, static request => request.Method == "POST");
    }

    [Fact]
    public async Task EnsureAsync_DexResponseLostAndPasswordCannotBeSet_SaysThatTheUserMayExist()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling, Match = "POST /api/v1/auth/users" });
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 403, Match = "PUT /api/v1/auth/users" });
        var error = await Assert.ThrowsAsync<TokenTransportException>(() => EnsureAsync(Full()));
        Assert.Contains("Dex may have the user ada@example.com with a generated password", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureAsync_CanceledBeforeThePasswordIsSetAfterALostDexResponse_SaysThatTheUserMayExist()
    {
        using var cancellation = new CancellationTokenSource();
        _sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling, Match = "POST /api/v1/auth/users" });
        _sandbox.Observer = (request, _) =>
        {
            if (request.Method == "PUT")
            {
                cancellation.Cancel();
            }
        };
        using var connection = Connect();
        var error = await Assert.ThrowsAsync<RequestCanceledException>(() => connection.Users.EnsureAsync(Full(), null, cancellation.Token));
        Assert.StartsWith("Dex may have the user ada@example.com", error.PossibleEffect, StringComparison.Ordinal);
    }

    // The second request is rejected because the first was handled after all.
    [Fact]
    public async Task EnsureAsync_DexConflictAfterAnUnknownOutcome_SetsThePasswordThatIsReturned()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.AfterHandling, Match = "POST /api/v1/auth/users" });
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 404, Match = "GET /api/v1/auth/users", Count = 2 });
        var user = await EnsureAsync(Full());
        var changes = _sandbox.Requests.Where(static request => request.Path.Contains("/auth/users", StringComparison.Ordinal) && request.Method != "GET").ToList();
        Assert.Equal(["POST", "POST", "PUT"], changes.Select(static request => request.Method));
        Assert.Contains(SecureText.Reveal(user.Password!), changes[2].ToPlainText().Body, StringComparison.Ordinal);
        Assert.Empty(user.Warnings);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("a password", 0)]
    public async Task EnsureAsync_FailureAfterDex_WarnsOfAGeneratedPasswordThatIsNotReturned(string? password, int warnings)
    {
        var spec = Full(password is null ? null : SecureText.FromString(password));
        spec.UserGroup = ["none"];
        var notices = new List<Notice>();
        using var connection = Connect();
        await Assert.ThrowsAsync<TokenApiException>(
            () => connection.Users.EnsureAsync(spec, new DelegateProgress<Notice>(notices.Add), default));
        var seen = notices.Where(static notice => notice.Level == NoticeLevel.Warning).Select(static notice => notice.Text);
        Assert.Equal(warnings, seen.Count(static text => text.Contains("ada@example.com with a generated password", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task EnsureAsync_GroupDoesNotExist_NamesIt()
    {
        var spec = new GoodDataUserSpec { Id = "ada", UserGroup = ["demoGroup", "none"] };
        var error = await Assert.ThrowsAsync<TokenApiException>(() => EnsureAsync(spec));
        Assert.Equal(404, error.StatusCode);
        Assert.Equal(nameof(Messages.GoodDataUserGroupMissing), error.ErrorId);
        Assert.StartsWith("The user group none does not exist", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("The user ada is not a member of it.", error.Message, StringComparison.Ordinal);
        using var connection = Connect();
        Assert.Equal(["demoGroup"], (await connection.Users.GetAsync("ada", null, default)).UserGroups);
    }

    [Theory]
    [InlineData(403, "ermissions", true)]
    [InlineData(404, "addMembers", true)]
    [InlineData(403, "entities/users", false)]
    public async Task EnsureAsync_FailureAfterTheUserWasCreated_WarnsThatTheUserExists(int status, string request, bool isCreated)
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = status, Match = request });
        var notices = new List<Notice>();
        using var connection = Connect();
        await Assert.ThrowsAsync<TokenApiException>(() => connection.Users.EnsureAsync(
            new GoodDataUserSpec { Id = "ada", Manage = true, UserGroup = ["demoGroup"] }, new DelegateProgress<Notice>(notices.Add), default));
        var seen = notices.Where(static notice => notice.Level == NoticeLevel.Warning).Select(static notice => notice.Text);
        Assert.Equal(isCreated ? ["The user ada was created, but a later step failed or was canceled. The command can be repeated."] : [], seen);
    }

    [Fact]
    public async Task EnsureAsync_RequestAcceptedWithoutEffect_IsAnError()
    {
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 204, Match = "managePermissions" });
        var error = await Assert.ThrowsAsync<TokenApiException>(() => EnsureAsync(new GoodDataUserSpec { Id = "ada", Manage = true }));
        Assert.Equal(nameof(Messages.GoodDataUserNotAsRequested), error.ErrorId);
        Assert.Contains("MANAGE", error.Message, StringComparison.Ordinal);
    }

    // A process that is killed between two requests, or whose last response is lost.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EnsureAsync_KilledAfterAnyRequestAndRepeated_EndsInTheSameState(bool handled)
    {
        var expected = await EnsureAsync(Full());
        var requests = _sandbox.Requests.Count;
        Assert.True(requests > 8);
        for (var killed = 1; killed <= requests; killed++)
        {
            using var sandbox = TokenSandbox.Start();
            using var connection = Connect(sandbox, retries: 0);
            if (killed > 1)
            {
                sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.Zero, Count = killed - 1 });
            }

            // Every later request fails as well, as there are none from a process that was killed.
            sandbox.Faults.Enqueue(new SandboxFault { Reset = handled ? SandboxReset.AfterHandling : SandboxReset.BeforeHandling });
            sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.BeforeHandling, Count = 1000 });
            var password = SecureText.FromString("the password");
            var first = await Record.ExceptionAsync(() => connection.Users.EnsureAsync(Full(password), null, default));
            Assert.IsType<TokenTransportException>(first);

            sandbox.Faults.Clear();
            var user = await connection.Users.EnsureAsync(Full(password), null, default);
            Assert.Equal(
                (expected.Id, expected.Email, expected.FirstName, expected.LastName, "the password"),
                (user.Id, user.Email, user.FirstName, user.LastName, SecureText.Reveal(user.Password!)));
            Assert.Equal(expected.UserGroups, user.UserGroups);
            Assert.Equal(expected.Permissions, user.Permissions);
            Assert.Equal(2, (await connection.Users.ListAsync(null, default)).Count);
        }
    }

    [Fact]
    public async Task ListAndGet_Always_ShowGroupsAndPermissions()
    {
        using var connection = Connect();
        await connection.Users.EnsureAsync(Full(), null, default);
        var users = await connection.Users.ListAsync(null, default);
        Assert.Equal(["ada.at.example.com", "admin"], users.Select(static user => user.Id));
        Assert.All(users, static user => Assert.Equal((true, null), (user.CanManage, user.Change)));
        var error = await Assert.ThrowsAsync<TokenApiException>(() => connection.Users.GetAsync("none", null, default));
        Assert.Equal((nameof(Messages.GoodDataUserMissing), 404), (error.ErrorId, error.StatusCode));
    }

    [Fact]
    public async Task Get_PermissionsMayNotBeRead_AreUnknown()
    {
        using var connection = Connect();
        _sandbox.Faults.Enqueue(new SandboxFault { StatusCode = 403, Match = "layout" });
        var user = await connection.Users.GetAsync("admin", null, default);
        Assert.Equal((null, null), (user.Permissions, user.CanManage));
    }

    [Theory]
    [MemberData(nameof(InvalidSettings))]
    public async Task EnsureAsync_InvalidSetting_SendsNothing(string? id, string? email, string? firstName, string? group, string errorId)
    {
        var spec = new GoodDataUserSpec { Id = id, Email = email, FirstName = firstName, UserGroup = group is null ? null : [group] };
        Assert.Equal(errorId, (await Assert.ThrowsAsync<TokenArgumentException>(() => EnsureAsync(spec))).ErrorId);
        Assert.Empty(_sandbox.Requests);
    }

    [Fact]
    public async Task EnsureAsync_DexSettingsThatDoNotAgree_SendsNothing()
    {
        var secret = SecureText.FromString("a password");
        foreach (var (spec, errorId) in new[]
        {
            (new GoodDataUserSpec { Id = "ada", Password = secret }, nameof(Messages.GoodDataPasswordWithoutDex)),
            (new GoodDataUserSpec { Id = "ada", Dex = true }, nameof(Messages.GoodDataDexWithoutEmail)),
            (new GoodDataUserSpec { Email = "a@b.c", Dex = true, AuthenticationId = "x" }, nameof(Messages.SettingsExclusive)),
            (new GoodDataUserSpec { Email = "a@b.c", Dex = true, Password = SecureText.FromString("x\n") }, nameof(Messages.BootstrapPasswordHasNewline)),
        })
        {
            Assert.Equal(errorId, (await Assert.ThrowsAsync<TokenArgumentException>(() => EnsureAsync(spec))).ErrorId);
        }

        Assert.Empty(_sandbox.Requests);
    }

    private static GoodDataUserSpec Full(System.Security.SecureString? password = null) => new()
    {
        Email = "ada@example.com",
        FirstName = "Ada",
        LastName = "Lovelace",
        UserGroup = ["demoGroup"],
        Manage = true,
        Dex = true,
        Password = password,
    };

    private GoodDataConnection Connect(TokenSandbox? sandbox = null, int retries = 5) => GoodDataConnection.Create(
        (sandbox ?? _sandbox).ToGoodDataOptions(new HttpOptions { MaximumRetryCount = retries }), new DelayClock());

    private async Task<GoodDataUser> EnsureAsync(GoodDataUserSpec spec)
    {
        using var connection = Connect();
        return await connection.Users.EnsureAsync(spec, null, default);
    }
}
