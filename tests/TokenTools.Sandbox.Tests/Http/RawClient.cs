using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace TokenTools.Sandbox.Tests.Http;

/// <summary>Sends arbitrary bytes, for requests that no HTTP client sends.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _client = new();

    private RawClient()
    {
    }

    public static async Task<RawClient> ConnectAsync(TokenSandbox sandbox)
    {
        var client = new RawClient();
        await client._client.ConnectAsync(sandbox.Uri.Host, sandbox.Uri.Port);
        client._client.NoDelay = true;
        return client;
    }

    /// <summary>Sends text on a new connection and reads until the server closes it.</summary>
    public static async Task<string> SendAndReadAsync(TokenSandbox sandbox, string text)
    {
        using var client = await ConnectAsync(sandbox);
        await client.SendAsync(text);
        return await client.ReadToEndAsync();
    }

    public async Task SendAsync(string text) => await _client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));

    public async Task<string> ReadToEndAsync()
    {
        using var reader = new StreamReader(_client.GetStream(), Encoding.Latin1, leaveOpen: true);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>Reads until the text has arrived.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        var all = new StringBuilder();
        var buffer = new byte[1024];
        while (!all.ToString().Contains(text, StringComparison.Ordinal))
        {
            var read = await _client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromMinutes(2));
            if (read == 0)
            {
                throw new EndOfStreamException("Received only: " + all);
            }

            all.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return all.ToString();
    }

    public void Dispose() => _client.Dispose();
}
