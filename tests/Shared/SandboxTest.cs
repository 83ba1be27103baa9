using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TokenTools.Sandbox;
using Xunit;

namespace TokenTools.Tests;

/// <summary>A sandbox and a client without redirects, proxy, cookies and credentials.</summary>
public abstract class SandboxTest : IDisposable
{
    protected SandboxTest()
        : this(null)
    {
    }

    protected SandboxTest(SandboxOptions? options)
    {
        Sandbox = TokenSandbox.Start(options);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
        {
            BaseAddress = Sandbox.Uri,
            Timeout = Limit,
        };
    }

    /// <summary>For what should be there at once, and on a busy machine comes late.</summary>
    protected static TimeSpan Limit { get; } = TimeSpan.FromMinutes(2);

    protected TokenSandbox Sandbox { get; }

    protected HttpClient Client { get; }

    public void Dispose()
    {
        Client.Dispose();
        Sandbox.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static string Basic(string user, string secret) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(user + ":" + secret));

    protected static async Task<JObject> JsonAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        using var text = new System.IO.StringReader(await response.Content.ReadAsStringAsync());
        using var reader = new JsonTextReader(text) { DateParseHandling = DateParseHandling.None };
        return await JObject.LoadAsync(reader);
    }

    protected static HttpRequestMessage Message(
        string method,
        string path,
        string? body = null,
        string contentType = "application/json",
        params (string Name, string Value)[] headers)
    {
        var message = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            message.Content = new StringContent(body, Encoding.UTF8);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    protected Task<HttpResponseMessage> SendAsync(
        string method, string path, string? body = null, params (string Name, string Value)[] headers) =>
        Client.SendAsync(Message(method, path, body, headers: headers));

    /// <summary>Sends Boomi's documented sample request, or another body.</summary>
    protected Task<HttpResponseMessage> MintAsync(
        string body = """{"installType":"MOLECULE","durationMinutes":30}""",
        string? account = null,
        string? authorization = null,
        string prefix = "",
        string query = "") => SendAsync(
            "POST",
            prefix + "/api/rest/v1/" + (account ?? Sandbox.BoomiAccountId) + "/InstallerToken" + query,
            body,
            ("Accept", "application/json"),
            ("Authorization", authorization ?? Basic("BOOMI_TOKEN." + Sandbox.BoomiUserName, Sandbox.BoomiApiToken)));
}
