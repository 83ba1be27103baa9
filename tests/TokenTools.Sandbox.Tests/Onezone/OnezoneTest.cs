using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;
using TokenTools.Tests;
using Xunit;

namespace TokenTools.Sandbox.Tests.Onezone;

/// <summary>Sends requests to the simulated Onezone.</summary>
public abstract class OnezoneTest : SandboxTest
{
    protected static string? Id(JObject? json) => (string?)json?["error"]?["id"];

    protected static string In(int seconds) =>
        DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    protected static string TimeBody(int seconds) => """{"caveats":[{"type":"time","validUntil":@}]}""".Replace(
        "@", In(seconds), StringComparison.Ordinal);

    /// <summary>A token's packets as text, decoded from the description of the format (section 4) without the module's decoder.</summary>
    protected static string[] Packets(string token)
    {
        var base64 = new StringBuilder();
        for (var i = 0; i < token.Length; i++)
        {
            base64.Append(token[i] == '0' ? "0/+/+="[token[++i] - '0'] : token[i]);
        }

        var text = base64.Replace('-', '+').Replace('_', '/').ToString();
        var bytes = Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
        var packets = new List<string>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = int.Parse(Encoding.ASCII.GetString(bytes, at, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            packets.Add(Encoding.Latin1.GetString(bytes, at + 4, length - 5));
            Assert.Equal((byte)'\n', bytes[at + length - 1]);
            at += length;
        }

        return packets.ToArray();
    }

    protected async Task<(int Status, JObject? Json)> AskAsync(string method, string path, string? body, string? token)
    {
        path = path.Replace("{user}", Sandbox.OnezoneUserId, StringComparison.Ordinal).Replace(
            "{provider}", Sandbox.OnezoneProviderId, StringComparison.Ordinal);
        using var response = await SendAsync(method, "/api/v3/onezone/" + path, body, token is null ? [] : [("x-auth-token", token)]);
        return ((int)response.StatusCode, response.Content.Headers.ContentLength > 0 ? await JsonAsync(response) : null);
    }

    protected async Task<string> IssueAsync(string path, string body, string token)
    {
        var (status, json) = await AskAsync("POST", path, body, token);
        Assert.Equal(201, status);
        return (string)json!["token"]!;
    }
}
