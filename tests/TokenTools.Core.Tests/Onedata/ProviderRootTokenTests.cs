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

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
