using System;
using System.Collections.Generic;
using System.Linq;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Onedata;
using TokenTools.GoodData;
using TokenTools.Onedata;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests;

/// <summary>A token of another kind than expected is named, in each place where a token is read.</summary>
public class TokenKindsTests
{
    private const string Installer = "a Boomi installer token";
    private const string Platform = "a Boomi platform API token";
    private const string Bootstrap = "a GoodData bootstrap token";
    private const string Api = "a GoodData API token";
    private const string Jwt = "a JSON Web Token";
    private const string Onedata = "a Onedata token";

    private static readonly Dictionary<string, string> Tokens = new()
    {
        [Installer] = "atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5",
        [Platform] = "BOOMI_TOKEN.a@b.example:123aab45-67b8-9012-3a45-67c8e9e01e23",
        // https://github.com/mouchar/gooddata-cn-tools, k3d/README.md
        [Bootstrap] = "YWRtaW46Ym9vdHN0cmFwOmV4YW1wbGU=",
        // ada:ci:???>>>xyz, with a slash, as in the token of an identity provider
        [Api] = "YWRhOmNpOj8/Pz4+Pnh5eg==",
        [Jwt] = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl",
        [Onedata] = OnedataSamples.Sign("2/nmd/usr-u/act/id", OnedataSamples.Valid),
    };

    private static readonly (string Expected, Action<string> Read, string[] HaveOwnErrors)[] Readers =
    [
        (Onedata, static text => OnedataToken.Decode(text), []),
        (Onedata, static text => OnedataToken.Decode(SecureText.FromString(text)), []),
        (Onedata, static text => OnezoneAccessToken.Parse(SecureText.FromString(text)), [Jwt]),
        (Bootstrap, static text => BootstrapTokenReader.Read(SecureText.FromString(text)), [Api, Jwt]),
        (Api, static text => BearerToken.Read(SecureText.FromString(text), new Uri("https://a.example")), [Bootstrap, Jwt]),
        (Installer, static text => InstallerTokenInput.FromText(SecureText.FromString(text), "ATOM"), [Platform]),
        (Platform, static text => BoomiOptions(text, isApiToken: true).Validate(), [Installer]),
        (Platform, static text => BoomiOptions(text, isApiToken: false).Validate(), [Installer]),
    ];

    public static TheoryData<int, string> Mistakes
    {
        get
        {
            var rows = new TheoryData<int, string>();
            for (var reader = 0; reader < Readers.Length; reader++)
            {
                foreach (var kind in Tokens.Keys.Except([Readers[reader].Expected, .. Readers[reader].HaveOwnErrors]))
                {
                    rows.Add(reader, kind);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Read_TokenOfAnotherKind_NamesBothKindsAndNotTheToken(int reader, string kind)
    {
        var (expected, read, _) = Readers[reader];
        foreach (var text in new[] { Tokens[kind], " " + Tokens[kind] + "\r\n" })
        {
            var error = Assert.IsAssignableFrom<TokenException>(Record.Exception(() => read(text)));
            Assert.Equal("This is " + kind + ". Specify " + expected + ".", error.Message);
            Assert.Equal(nameof(Messages.TokenOfOtherKind), error.ErrorId);
        }
    }

    [Theory]
    [InlineData("""{"installType":"ATOM","token":"atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5"}""", Installer)]
    [InlineData("""<bns:InstallerToken xmlns:bns="http://api.platform.boomi.com/" token="atom-963f3eb3-0eaa-4f5c-8b8b-8bff84343cb5"/>""", Installer)]
    [InlineData("""{"userId":"admin","tokenId":"bootstrap","bearerToken":"YWRtaW46Ym9vdHN0cmFwOmV4YW1wbGU="}""", Bootstrap)]
    [InlineData("""{ "id" : "ci", "token" : "YWRhOmNpOj8/Pz4+Pnh5eg" }""", Api)]
    public void Read_DocumentOfAnotherKind_IsNamed(string document, string kind) => Assert.StartsWith(
        "This is " + kind + ". ", Assert.Throws<TokenFormatException>(() => OnedataToken.Decode(document)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("MDAxY2xvY2F0aW9u")]
    [InlineData("atom-1")]
    [InlineData("<a/>")]
    [InlineData("<InstallerToken/>")]
    [InlineData("{\"token\":null}")]
    // A UUID may be an API token of Boomi, or of anything else.
    [InlineData("123aab45-67b8-9012-3a45-67c8e9e01e23")]
    [InlineData("egi:eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl")]
    // Base64 of text that has too few parts, or whose ids are not valid.
    [InlineData("YWRtaW46c2VjcmV0")]
    [InlineData("YWRtaW46Ym9vdHN0cmFwOg==")]
    [InlineData("cEBzczpib290c3RyYXA6c2VjcmV0")]
    [InlineData("YWRtaW46Ojo=")]
    [InlineData("YWRta")]
    public void FindOther_TextOfNoKind_IsNull(string text) => Assert.Null(TokenKinds.FindOther(text, [], new MessageText("Unused")));

    private static BoomiConnectionOptions BoomiOptions(string secret, bool isApiToken) => new()
    {
        AccountId = "acme-A1B2C3",
        UserName = "a@b.example",
        Secret = SecureText.FromString(secret),
        IsApiToken = isApiToken,
    };
}
