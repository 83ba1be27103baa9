using System;
using TokenTools.Http;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

public class DisplayTextTests
{
    private const string Uuid = "5d7a31c9-4e0b-4f6d-9b1a-c2e8f07d6a43";

    private const string Macaroon = "MDAxZmxvY2F0aW9uIG9uZWRhdGEub3JnCjAwMzBpZGVudGlmaWVyIDIvbm1kL3Vzci02";

    [Fact]
    public void Id_Uuid_IsShown() => Assert.Equal(Uuid, DisplayText.Id(Uuid).ToString());

    [Theory]
    [InlineData("5d7a31c9_4e0b.4f6d/9b1a*c2e8:f07d|6a43@1 2")]
    [InlineData("kQ3vZ8xN1pL6tR9wB2yF5")]
    public void Id_CharactersOfIds_AreShown(string text) => Assert.Equal(text, DisplayText.Id(text).ToString());

    [Theory]
    [InlineData(Macaroon)]
    [InlineData("x#9Tw%2^Qr7!m")]
    [InlineData("x#9T_w%2^Qr7!m")]
    [InlineData("q83vEjRWeJCrze8S/NFZ4kJCrze8SNFZ4kKvN7w=")]
    public void Id_WhatNoIdLooksLike_IsMasked(string text) => Assert.Equal(Redactor.Mask, DisplayText.Id(text).ToString());

    [Fact]
    public void Sanitize_LongOrHarmfulText_IsShortAndHarmless()
    {
        Assert.Equal(new string('a', 60) + "…", DisplayText.Sanitize(new string('a', 100)));
        Assert.Equal("a\uFFFD[2Jb", DisplayText.Sanitize("a\u001b[2Jb"));
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(61, true)]
    public void Sanitize_Limit_IsSixtyCharacters(int length, bool isCut)
    {
        var expected = new string('a', 60) + (isCut ? "…" : string.Empty);

        Assert.Equal(expected, DisplayText.Sanitize(new string('a', length)));
        Assert.Equal(expected, DisplayText.Id(new string('a', length)).ToString());
        Assert.Equal(string.Empty, DisplayText.Sanitize(null));
        Assert.Equal(string.Empty, DisplayText.Id(null).ToString());
    }

    [Theory]
    [InlineData(4000, false)]
    [InlineData(4001, true)]
    public void Clean_Limit_IsFourThousandCharacters(int length, bool isCut) => Assert.Equal(
        new string('a', 4000) + (isCut ? "…" : string.Empty), DisplayText.Clean(new string('a', length)));

    [Theory]
    [InlineData("MOLECULE", "MOLECULE")]
    [InlineData("az AZ za", "az AZ za")]
    [InlineData("bcdfghjklmnpqrs", "bcdfghjklmnpqrs")]
    [InlineData("bcdfghjklmnpqrst", "********")]
    [InlineData("nEWbIGfOXrUN", "********")]
    [InlineData("Basic aBcDeF", "Basic ********")]
    [InlineData("Bearer aBcDeFgH", "Bearer ********")]
    [InlineData("nEWbIGfOXrU", "nEWbIGfOXrU")]
    [InlineData("a\u001bz", "a\uFFFDz")]
    [InlineData("a::error x::z", "a::error x::z")]
    [InlineData("::error x::z", "\uFFFD:error x::z")]
    [InlineData("Passw0rd!x7", "********")]
    public void Clean_Argument_IsSafe(string text, string expected) => Assert.Equal(expected, DisplayText.Clean(text));

    [Fact]
    public void Cleaned_Text_IsOnlyMadeHarmless()
    {
        Assert.Equal(Uuid + " \uFFFD", DisplayText.Cleaned(Uuid + " \u001b").ToString());
        Assert.Equal(5000, DisplayText.Cleaned(new string('a', 5000)).ToString().Length);
    }

    [Fact]
    public void Sanitize_CutInTheMiddleOfACharacter_HasNoHalf() =>
        Assert.Equal(new string('a', 59) + "\uFFFD…", DisplayText.Sanitize(new string('a', 59) + "\U0001F511z"));

    [Fact]
    public void MessageText_StringArgument_IsCleaned()
    {
        var text = new MessageText(nameof(Messages.RootTokenFileMissing), "\u001b[2J " + Uuid);

        Assert.Equal("The file \uFFFD[2J ******** does not exist.", text.ToString());
        Assert.Equal(
            "The file " + Uuid + " does not exist.", new MessageText(nameof(Messages.RootTokenFileMissing), DisplayText.Id(Uuid)).ToString());
    }

    [Theory]
    [InlineData(Uuid)]
    [InlineData("https://" + Uuid)]
    [InlineData("https://" + Uuid + ":8443/path")]
    [InlineData("kQ3vZ8xN1pL6tR9wB2yF5hJ7mC4dG0sA")]
    [InlineData("q83vEjRW/eJCrze8SNFZ4kJCrze8SNFZ4kKvN7w")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZG1pbiJ9.c2lnbmF0dXJl")]
    [InlineData("atom-" + Uuid + ".example.com")]
    public void Parse_SecretAsAddress_IsRejected(string text)
    {
        var error = Assert.Throws<TokenArgumentException>(() => ServiceAddress.Parse(text, "Uri", false, hostIsEnough: true));

        Assert.Equal(nameof(Messages.AddressInvalid), error.ErrorId);
        Assert.DoesNotContain(text.Replace("https://", string.Empty, StringComparison.Ordinal)[..8], error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("zone.example.com")]
    [InlineData("localhost:8443")]
    [InlineData("onezone")]
    [InlineData("dev-onezone-01")]
    [InlineData("3f2a9c81be77")]
    [InlineData("127.0.0.1")]
    [InlineData("[2001:db8::8a2e:370:7334]:443")]
    [InlineData("a1b2c3d4e5f6g7h8-1234567890.us-east-1.elb.amazonaws.com")]
    [InlineData(Uuid + ".azurewebsites.net")]
    public void Parse_Host_IsAccepted(string text) =>
        Assert.Equal("https", ServiceAddress.Parse(text, "Uri", false, hostIsEnough: true).Scheme);
}
