using System;
using TokenTools.Core.Tests.Net;
using TokenTools.Http;
using Xunit;

namespace TokenTools.Core.Tests.Http;

/// <summary>A proxy's user name and password as one text.</summary>
public sealed class ProxyCredentialTests
{
    [Theory]
    [InlineData("user:password", "", "user", "password")]
    [InlineData("u:p", "", "u", "p")]
    [InlineData("user:pass:word:", "", "user", "pass:word:")]
    [InlineData("user@corp.example: p ", "", "user@corp.example", " p ")]
    [InlineData("user:password\r\n", "", "user", "password\r\n")]
    [InlineData(@"CORP\user:p\w", "CORP", "user", @"p\w")]
    public void Parse_Text_IsSplitAtTheFirstColon(string text, string domain, string user, string password)
    {
        var credential = ProxyCredential.Parse(Requests.Secure(text));
        Assert.Equal((domain, user, password), (credential.Domain, credential.UserName, credential.Password));
    }

    [Theory]
    [InlineData("hunter22")]
    [InlineData(":hunter22")]
    [InlineData("hunter22:")]
    [InlineData("hunter22:\n")]
    [InlineData("user:hunter22\nuser:other")]
    [InlineData("\tuser:hunter22")]
    [InlineData("user:hunter22\t")]
    [InlineData("")]
    public void Parse_OtherForm_IsRejectedWithoutShowingIt(string text)
    {
        var error = Assert.Throws<TokenArgumentException>(() => ProxyCredential.Parse(Requests.Secure(text)));
        Assert.Equal((nameof(Messages.ProxyCredentialInvalid), "ProxyCredential"), (error.ErrorId, error.ParameterName));
        Assert.DoesNotContain("hunter22", error.Message, StringComparison.Ordinal);
    }
}
