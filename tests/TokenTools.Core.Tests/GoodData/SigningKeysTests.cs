using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading.Tasks;
using TokenTools.GoodData;
using TokenTools.Http;
using TokenTools.Sandbox;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.GoodData;

[Trait("Wine", "Wine accepts a connection that is closed already without an address, at which .NET ends the process")]
public sealed class SigningKeysTests : IDisposable
{
    private readonly TokenSandbox _sandbox = TokenSandbox.Start(new SandboxOptions());
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly GoodDataConnection _connection;

    public SigningKeysTests() =>
        _connection = GoodDataConnection.Create(_sandbox.ToGoodDataOptions(new HttpOptions { MaximumRetryCount = 0 }), new DelayClock());

    private string KeyPath => Path.Combine(_folder, "key.pem");

    public void Dispose()
    {
        _connection.Dispose();
        _sandbox.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task EnsureAsync_New_UploadsThePublicKeyOnly()
    {
        var key = await EnsureAsync(new SigningKeySpec());
        Assert.Equal((GoodDataChange.Created, key.KeyId), (key.Change, key.Id));
        using var rsa = RSA.Create();
        rsa.ImportFromPem(SecureText.Reveal(key.PrivateKey));
        var n = Base64Url.Encode(rsa.ExportParameters(false).Modulus!);
        Assert.Contains(n, key.PublicKey, StringComparison.Ordinal);
        foreach (var request in _sandbox.Requests)
        {
            Assert.DoesNotContain(Base64Url.Encode(rsa.ExportParameters(true).D!), request.ToPlainText().Body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("PRIVATE", key.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureAsync_File_HasTheKeyOnlyForItsOwner()
    {
        var key = await EnsureAsync(new SigningKeySpec { Path = KeyPath });
        Assert.Equal(SecureText.Reveal(key.PrivateKey), await File.ReadAllTextAsync(KeyPath));
        Assert.Equal(KeyPath, key.Path);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
        }
    }

    [Theory]
    [InlineData(1, SandboxReset.BeforeHandling)]
    [InlineData(2, SandboxReset.BeforeHandling)]
    [InlineData(2, SandboxReset.AfterHandling)]
    public async Task EnsureAsync_KilledAndRepeated_EndsWithTheSameKey(int request, SandboxReset reset)
    {
        if (request > 1)
        {
            _sandbox.Faults.Enqueue(new SandboxFault { Delay = TimeSpan.Zero, Count = request - 1 });
        }

        _sandbox.Faults.Enqueue(new SandboxFault { Reset = reset });
        _sandbox.Faults.Enqueue(new SandboxFault { Reset = SandboxReset.BeforeHandling, Count = 1000 });
        Assert.IsType<TokenTransportException>(await Record.ExceptionAsync(() => EnsureAsync(new SigningKeySpec { Path = KeyPath })));
        var written = await File.ReadAllTextAsync(KeyPath);

        _sandbox.Faults.Clear();
        var key = await EnsureAsync(new SigningKeySpec { Path = KeyPath });
        Assert.Equal(written, SecureText.Reveal(key.PrivateKey));
        Assert.Equal(GoodDataChange.Unchanged, (await EnsureAsync(new SigningKeySpec { Path = KeyPath })).Change);
    }

    [Fact]
    public async Task EnsureAsync_IdOfAnotherKey_IsAnError()
    {
        await EnsureAsync(new SigningKeySpec { Id = "ci" });
        var error = await Assert.ThrowsAsync<TokenApiException>(() => EnsureAsync(new SigningKeySpec { Id = "ci" }));
        Assert.Equal((nameof(Messages.SigningKeyIdTaken), 409, true), (error.ErrorId, error.StatusCode, error.NeverApplied));
    }

    [Fact]
    public void Prepare_FileWithoutAKey_IsRejectedAndKept()
    {
        File.WriteAllText(KeyPath, "notes");
        var error = Assert.Throws<TokenArgumentException>(() => new SigningKeySpec { Path = KeyPath }.Prepare(new OwnerOnlyFile()));
        Assert.Equal((nameof(Messages.PrivateKeyInvalid), "Path"), (error.ErrorId, error.ParameterName));
        Assert.Equal("notes", File.ReadAllText(KeyPath));
    }

    [Theory]
    [InlineData(1024, nameof(Messages.SettingOutOfRange))]
    [InlineData(4104, nameof(Messages.SettingOutOfRange))]
    [InlineData(2049, nameof(Messages.SigningKeySizeInvalid))]
    public void Validate_KeySize_IsChecked(int size, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<TokenArgumentException>(() => new SigningKeySpec { KeySize = size }.Validate()).ErrorId);

    [Fact]
    public void Validate_SettingsThatDoNotAgree_AreRejected()
    {
        var key = SecureText.FromString("x");
        foreach (var (spec, errorId) in new[]
        {
            (new SigningKeySpec { PrivateKey = key, KeySize = 2048 }, nameof(Messages.SettingsExclusive)),
            (new SigningKeySpec { PrivateKey = key, Path = "x" }, nameof(Messages.SettingsExclusive)),
            (new SigningKeySpec { Id = ".x" }, nameof(Messages.SigningKeyIdInvalid)),
            (new SigningKeySpec { KeyId = "a b" }, nameof(Messages.SigningKeyIdInvalid)),
        })
        {
            Assert.Equal(errorId, Assert.Throws<TokenArgumentException>(() => spec.Validate()).ErrorId);
        }
    }

    private Task<GoodDataSigningKey> EnsureAsync(SigningKeySpec spec) =>
        _connection.SigningKeys.EnsureAsync(spec.Prepare(new OwnerOnlyFile()), spec.Path, null, default);
}
