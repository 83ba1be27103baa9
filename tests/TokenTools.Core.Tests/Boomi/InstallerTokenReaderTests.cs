using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;
using System.Text;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Boomi;
using TokenTools.Core.Tests.Net;
using TokenTools.Security;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Core.Tests.Boomi;

/// <summary>The service's successful responses: each is a token, or a typed error that does not show the response.</summary>
public class InstallerTokenReaderTests
{
    private static readonly string[] ContentTypes = ["application/json", "application/xml", "text/html;charset=nonsense", "???", "text/plain; charset=utf-7"];

    [Theory]
    [InlineData(Samples.Json)]
    [InlineData(Samples.Xml)]
    [InlineData("\uFEFF" + Samples.Json)]
    [InlineData("\uFEFF" + Samples.Xml)]
    [InlineData("\r\n  " + Samples.Xml)]
    public async Task Read_DocumentedResponseWhateverTheContentType_IsTheToken(string body)
    {
        // An XML declaration is allowed at the very start only.
        body = body.StartsWith('\r') ? "\r\n  " + Samples.Xml[(Samples.Xml.IndexOf('>', StringComparison.Ordinal) + 1)..] : body;
        foreach (var (type, culture) in ContentTypes.SelectMany(type => Cultures.Trying.Select(culture => (type, culture))))
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var token = await ReadAsync(body, type);

            Assert.Equal("MOLECULE", token.InstallType);
            Assert.Equal(Samples.Token, SecureText.Reveal(Assert.IsType<SecureString>(token.Token)));
            Assert.Equal(new DateTimeOffset(2017, 2, 7, 23, 2, 51, 207, TimeSpan.Zero), token.Expiration);
            Assert.Equal(new DateTimeOffset(2017, 2, 7, 22, 32, 51, 207, TimeSpan.Zero), token.Created);
            Assert.Equal("fakeAccountId", token.AccountId);
            Assert.Equal(30, token.DurationMinutes);
            Assert.Equal("3ca45d71-7794-40e2-b94b-182aef8ce5c2", token.CloudId);
            Assert.True(token.IsExpired);
            Assert.Equal(TimeSpan.Zero, token.TimeLeft);
        }
    }

    [Fact]
    public async Task ToString_PlainText_IsTheServicesDocument()
    {
        foreach (var culture in Cultures.Trying)
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var token = await ReadAsync(Samples.Json, asPlainText: true);

            Assert.Equal(Samples.Token, token.Token);
            Assert.True(JToken.DeepEquals(Read(Samples.Json), Read(token.ToString())));
        }
    }

    [Fact]
    public async Task ToString_SecureString_OmitsTheToken()
    {
        var token = await ReadAsync(Samples.Json);

        var expected = Read(Samples.Json);
        expected.Remove("token");
        Assert.True(JToken.DeepEquals(expected, Read(token.ToString())));
    }

    [Theory]
    [InlineData("2017-02-07T22:32:51.207Z", "22:32:51.207")]
    [InlineData("2017-02-07T22:32:51Z", "22:32:51.000")]
    [InlineData("2017-02-07T22:32:51.2Z", "22:32:51.200")]
    [InlineData("2017-02-07T22:32:51.2071234Z", "22:32:51.207")]
    [InlineData("2017-02-07T18:32:51-0400", "22:32:51.000")]
    [InlineData("2017-02-07T18:32:51.207-0400", "22:32:51.207")]
    [InlineData("2017-02-08T04:02:51.207+05:30", "22:32:51.207")]
    [InlineData("2017-02-07T22:32:51.207+0000", "22:32:51.207")]
    public async Task Read_DateInEachFormat_IsUtc(string date, string time)
    {
        var token = await ReadAsync(With("created", "\"" + date + "\""));

        Assert.Equal("2017-02-07 " + time, token.Created.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture));
        Assert.Equal(TimeSpan.Zero, token.Created.Offset);
    }

    [Theory]
    [InlineData("30")]
    [InlineData("\"30\"")]
    [InlineData("[\"Long\", 30]")]
    [InlineData("[\"Long\", \"30\"]")]
    public async Task Read_NumberInEachFormat_IsRead(string number) =>
        Assert.Equal(30, (await ReadAsync(With("durationMinutes", number))).DurationMinutes);

    [Fact]
    public async Task Read_UnknownFieldsAndInstallType_AreAccepted()
    {
        var unknown = await ReadAsync(With("installType", "\"QUANTUM\"").Replace("{\"@type\"", "{\"warnings\":[{\"x\":null}],\"@type\"", StringComparison.Ordinal));
        var withoutCloud = await ReadAsync(With("cloudId", "null"));
        var xml = await ReadAsync(Samples.Xml.Replace(" token=", " purpose=\"x\" token=", StringComparison.Ordinal));

        Assert.Equal("QUANTUM", unknown.InstallType);
        Assert.Null(withoutCloud.CloudId);
        Assert.Equal("MOLECULE", xml.InstallType);
    }

    [Fact]
    public async Task Read_CloudIdWithCredentialOrControlCharacters_IsSanitized()
    {
        var token = await ReadAsync(With("cloudId", "\"" + Requests.Secret + "\\u001b[31m\\u202e\\n" + new string('x', 1000) + "\""));

        Assert.DoesNotContain(Requests.Secret, token.CloudId, StringComparison.Ordinal);
        Assert.Matches(@"\A[ -~]{1,255}\u2026\z", token.CloudId);
    }

    public static TheoryData<string> InvalidResponses()
    {
        var rows = new TheoryData<string>
        {
            "", " ", "null", "true", "42", "\"" + Samples.Token + "\"", "[]", "[" + Samples.Json + "]", "{}", "{\"token\":\"" + Samples.Token + "\"}",
            Samples.Json[..^1], Samples.Json[..(Samples.Json.Length / 2)], Samples.Json + "x", Samples.Json + Samples.Json,
            Samples.Xml[..^1], Samples.Xml[..(Samples.Xml.Length / 2)], "<bns:InstallerToken xmlns:bns=\"http://api.platform.boomi.com/\"/>",
            "<Token token=\"" + Samples.Token + "\"/>", "<!DOCTYPE x [<!ENTITY a \"" + Samples.Token + "\">]><InstallerToken token=\"&a;\"/>",
            "<!doctype html><html><head><title>Sign in " + Samples.Token + "</title></head></html>", "installer token: " + Samples.Token,
            "{\"message\":\"" + Samples.Token + "\"}", new string('[', 100_000), new string('{', 1_000_000),
            string.Concat(Enumerable.Repeat(Samples.Token, 1_000_000 / 45)), "\0\0\0\0",
        };
        foreach (var (field, values) in new Dictionary<string, string[]>
        {
            ["token"] = ["null", "\"\"", "{}", "[]", "true", "1.5", "{\"secret\":\"" + Samples.Token + "\"}"],
            ["installType"] = ["null", "\"\"", "{}", "\"ATOM\\u001b[31m\"", "\"" + Samples.Token + "\"", "\"two words\""],
            ["created"] = ["null", "\"soon\"", "1486506771", "\"07.02.2017\"", "\"2017-02-30T22:32:51Z\"", "\"2017-02-07\"", "{}"],
            ["expiration"] = ["null", "\"never\"", "[]", "\"0000-00-00T00:00:00Z\""],
            ["accountId"] = ["null", "\"\"", "[[[]]]"],
            ["durationMinutes"] = ["null", "\"thirty\"", "-30", "3e1", "99999999999999999999", "[\"Long\"]", "[\"Long\", null]", "{}"],
        })
        {
            foreach (var value in values)
            {
                rows.Add(With(field, value));
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(InvalidResponses))]
    public async Task Read_InvalidResponse_IsUnknownAndShowsNothingOfIt(string body)
    {
        var error = await Assert.ThrowsAsync<TokenOutcomeUnknownException>(() => ReadAsync(body));

        Assert.Equal(200, error.StatusCode);
        Assert.Equal(nameof(Messages.TokenOutcomeUnknown), error.ErrorId);
        Assert.Contains("may have been created", error.Message, StringComparison.Ordinal);
        var cause = Assert.IsType<TokenApiException>(error.InnerException);
        Assert.True(cause.ErrorId is nameof(Messages.ResponseUnreadable) or nameof(Messages.ResponseIncomplete), cause.ErrorId);
        Assert.False(cause.NeverApplied);
        Assert.Null(cause.ServiceError);
        Assert.DoesNotContain("963f3eb3", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ResponseLargerThanAnyToken_IsUnknown()
    {
        var error = await Assert.ThrowsAsync<TokenOutcomeUnknownException>(() => ReadAsync(Samples.Json + new string(' ', 3_000_000)));
        var longToken = await Assert.ThrowsAsync<TokenOutcomeUnknownException>(() => ReadAsync(With("token", "\"" + new string('x', 70_000) + "\"")));

        Assert.Equal(nameof(Messages.ResponseTooLarge), Assert.IsType<TokenApiException>(error.InnerException).ErrorId);
        Assert.Equal(nameof(Messages.ResponseTooLarge), Assert.IsType<TokenApiException>(longToken.InnerException).ErrorId);
    }

    [Theory]
    [InlineData(Samples.Json)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type application/json " + Samples.Token + "\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK " + Samples.Token + "\r\n" + Samples.Token + "\r\n\r\n")]
    [InlineData("HTTP/1.1 OK " + Requests.Secret + "\r\n\r\n")]
    public async Task Read_NotHttp_IsUnknownAndShowsNothingOfIt(string bytes)
    {
        using var server = new RawServer(RawResponse.Text(bytes, Then.Close));
        using var connection = Requests.Boomi(server.Uri);

        var error = await Assert.ThrowsAsync<TokenOutcomeUnknownException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal(TransportFailure.ConnectionLost, Assert.IsType<TokenTransportException>(error.InnerException).Failure);
        Assert.DoesNotContain("963f3eb3", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Requests.Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    public async Task Read_OtherSuccessStatus_IsTheToken(int status)
    {
        using var server = new RawServer(RawResponse.Of(status, Samples.Json));
        using var connection = Requests.Boomi(server.Uri);

        Assert.Equal("MOLECULE", (await connection.CreateInstallerTokenAsync(Requests.Molecule)).InstallType);
    }

    [Fact]
    public async Task Read_NoContent_IsUnknown()
    {
        using var server = new RawServer(RawResponse.Of(204));
        using var connection = Requests.Boomi(server.Uri);

        var error = await Assert.ThrowsAsync<TokenOutcomeUnknownException>(() => connection.CreateInstallerTokenAsync(Requests.Molecule));

        Assert.Equal(nameof(Messages.ResponseUnreadable), Assert.IsType<TokenApiException>(error.InnerException).ErrorId);
    }

    private static JObject Read(string json) =>
        JsonConvert.DeserializeObject<JObject>(json, new JsonSerializerSettings { DateParseHandling = DateParseHandling.None })!;

    private static string With(string field, string value)
    {
        var json = Read(Samples.Json);
        return "{" + string.Join(",", json.Properties().Select(property =>
            "\"" + property.Name + "\":" + (property.Name == field ? value : property.Value.ToString(Formatting.None)))) + "}";
    }

    private static async Task<InstallerToken> ReadAsync(string body, string type = "application/json", bool asPlainText = false)
    {
        using var server = new RawServer(RawResponse.Of(200, Encoding.UTF8.GetBytes(body), "Content-Type: " + type));
        using var connection = Requests.Boomi(server.Uri, new FakeClock());
        return await connection.CreateInstallerTokenAsync(Requests.Molecule, asPlainText);
    }
}
