using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using TokenTools.Boomi;
using TokenTools.Http;
using TokenTools.Security;
using TokenTools.Vault;
using Xunit;

namespace TokenTools.Core.Tests.Vault;

public sealed class VaultSessionTests : IDisposable
{
    private readonly VaultSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData(300, 1)]
    [InlineData(299, 2)]
    public async Task GetAsync_KeptToken_IsReturnedWhileTheMinimumTimeIsLeft(int secondsLeft, int expected)
    {
        var secret = new Countdown("5m");
        await Get(secret);
        secret.Left = TimeSpan.FromSeconds(secondsLeft);
        await Get(secret);
        Assert.Equal(expected, secret.Count);
    }

    [Fact]
    public async Task GetAsync_WithoutMinimum_IssuesATokenForEachCall()
    {
        var secret = new Countdown(minimum: null);
        await Get(secret);
        await Get(secret);
        Assert.Equal(2, secret.Count);
    }

    [Fact]
    public async Task GetAsync_OtherVaultSettingOrCredential_DoesNotReturnTheKeptToken()
    {
        var secret = new Countdown("5m");
        await Get(secret);
        await Get(secret, "other");
        Assert.Equal(2, secret.Count);
        secret.Credential = "changed";
        await Get(secret);
        Assert.Equal(3, secret.Count);
        var changed = new Countdown("4m");
        await Get(changed);
        Assert.Equal(1, changed.Count);
    }

    [Fact]
    public async Task GetAsync_ReplacedToken_IsCleared()
    {
        var secret = new Countdown("5m");
        var first = await Get(secret);
        secret.Left = TimeSpan.Zero;
        await Get(secret);
        Assert.Throws<ObjectDisposedException>(() => first.Value.Length);
    }

    [Fact]
    public async Task GetAsync_Error_KeepsNothingAndIsNotRepeated()
    {
        var secret = new Countdown("5m") { Error = new TokenArgumentException("Name", nameof(Messages.VaultReadOnly), "a", "b") };
        await Assert.ThrowsAsync<TokenArgumentException>(() => Get(secret));
        Assert.Equal(1, secret.Count);
    }

    [Fact]
    public void Connection_SameCredential_IsTheSame()
    {
        var connection = Connect("0");
        Assert.Same(connection, Connect("0"));
        Assert.False(connection.IsClosed);
    }

    [Fact]
    public void Connection_CredentialThatChanges_ClosesTheOldestOnes()
    {
        var first = Connect("0");
        for (var i = 1; i <= 16; i++)
        {
            Connect(i.ToString(CultureInfo.InvariantCulture));
        }

        Assert.True(first.IsClosed);
        Assert.False(Connect("16").IsClosed);
        Assert.NotSame(first, Connect("0"));
    }

    private BoomiConnection Connect(string token)
    {
        var secret = SecureText.FromString(token);
        return _session.Connection<BoomiConnection>(new VaultCredential(secret, () => BoomiConnection.Create(new BoomiConnectionOptions
        {
            AccountId = "acme-A1B2C3", UserName = "user@acme.example", IsApiToken = true, Secret = SecureText.FromString(token),
        })));
    }

    private Task<IssuedSecret> Get(VaultSecret secret, string vault = "tokens") =>
        _session.GetAsync(vault, secret, progress: null, CancellationToken.None);

    /// <summary>A secret whose tokens have the time left that the test sets.</summary>
    private sealed class Countdown(string? minimum)
        : VaultSecret(new VaultEntry("a", Table(minimum), new VaultTable("b", new Dictionary<string, object?>())))
    {
        public TimeSpan Left { get; set; } = TimeSpan.FromMinutes(20);

        public string Credential { get; set; } = "credential";

        public TokenArgumentException? Error { get; init; }

        public int Count { get; private set; }

        public override VaultSecretKind Kind => InstallerTokenSecret.Definition;

        public override TimeSpan ValidFor => TimeSpan.FromMinutes(20);

        public override VaultCredential ReadCredential() => new(SecureText.FromString(Credential), Connect: null);

        public override Task<IssuedSecret> IssueAsync(
            VaultCredential credential, VaultSession session, IProgress<Notice>? progress, CancellationToken cancellationToken)
        {
            Count++;
            return Error is { } error
                ? Task.FromException<IssuedSecret>(error)
                : Task.FromResult(new IssuedSecret(SecureText.FromString("token" + Count), ExpiresAt: null, () => Left));
        }

        private static VaultTable Table(string? minimum) =>
            new("a", new Dictionary<string, object?> { ["MinimumTimeLeft"] = minimum });

        private protected override void Describe(IDictionary<string, string> metadata)
        {
        }
    }
}
