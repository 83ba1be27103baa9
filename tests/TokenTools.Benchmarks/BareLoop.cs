using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

namespace TokenTools.Benchmarks;

/// <summary>The baseline in C#: an HttpClient and a number of concurrent loops. Called in the measured PowerShell process.</summary>
public static class BareLoop
{
    /// <summary>Requests a number of tokens, and returns how many were issued.</summary>
    public static int Run(string address, string account, string user, string token, int count, int loops)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(address) };
        var tokens = new ConcurrentBag<string>();
        var left = count;
        Task.WhenAll(Enumerable.Range(0, loops).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                using var message = new HttpRequestMessage(HttpMethod.Post, "api/rest/v1/" + account + "/InstallerToken");
                message.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("BOOMI_TOKEN." + user + ":" + token)));
                message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
                message.Content = new StringContent("{\"installType\":\"ATOM\",\"durationMinutes\":60}", Encoding.UTF8, "application/json");
                using var response = await client.SendAsync(message).ConfigureAwait(false);
                response.EnsureSuccessStatusCode();
                tokens.Add((string)JObject.Parse(await response.Content.ReadAsStringAsync().ConfigureAwait(false))["token"]!);
            }
        })).GetAwaiter().GetResult();
        return tokens.Count;
    }
}
