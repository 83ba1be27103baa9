using System;
using System.IO;
using TokenTools.Onedata;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

public sealed class ProviderRootTokenTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tokentools-root-").FullName;

    [Theory]
    [InlineData("provider_root_token.json", "provider_root_token.txt")]
    [InlineData("provider_root_token.txt", "provider_root_token.json")]
    public void Read_OtherExtension_NamesTheExistingFile(string existing, string named)
    {
        File.WriteAllText(Path.Combine(_folder, existing), """{"provider_id":"p1","root_token":"MDAx"}""");
        Assert.Equal("MDAx", SecureText.Reveal(ProviderRootToken.Read(Path.Combine(_folder, existing))));

        var error = Assert.Throws<TokenArgumentException>(() => ProviderRootToken.Read(Path.Combine(_folder, named)));
        Assert.Equal(nameof(Messages.RootTokenFileElsewhere), error.ErrorId);
        Assert.Contains(existing, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFile_DoesNotExist() => Assert.Equal(
        nameof(Messages.RootTokenFileMissing),
        Assert.Throws<TokenArgumentException>(() => ProviderRootToken.Read(Path.Combine(_folder, "provider_root_token.json"))).ErrorId);

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("{\"provider_id\":\"p1\"}")]
    [InlineData("{\"root_token\":\"\"}")]
    [InlineData("{\"root_token\":1}")]
    public void Read_OtherContent_IsAnError(string content)
    {
        var path = Path.Combine(_folder, "provider_root_token.json");
        File.WriteAllText(path, content);
        var error = Assert.Throws<TokenArgumentException>(() => ProviderRootToken.Read(path));
        Assert.Equal((nameof(Messages.RootTokenFileInvalid), "RootTokenFile"), (error.ErrorId, error.ParameterName));
    }

    [Theory]
    [InlineData(1024 * 1024, true)]
    [InlineData((1024 * 1024) + 1, false)]
    public void Read_LargeFile_IsReadUpToALimit(int length, bool isRead)
    {
        var path = Path.Combine(_folder, "provider_root_token.json");
        File.WriteAllText(path, """{"root_token":"MDAx"}""".PadRight(length));
        Assert.Equal(isRead ? null : nameof(Messages.RootTokenFileInvalid), (Record.Exception(() => ProviderRootToken.Read(path)) as TokenException)?.ErrorId);
    }

    [Fact]
    public void Read_Folder_CannotBeRead()
    {
        var error = Assert.Throws<TokenArgumentException>(() => ProviderRootToken.Read(_folder));
        Assert.Equal((nameof(Messages.RootTokenFileUnreadable), "RootTokenFile"), (error.ErrorId, error.ParameterName));
        Assert.Contains("cannot be read: it is a folder. Specify", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
