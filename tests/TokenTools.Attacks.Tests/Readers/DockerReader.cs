using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using TokenTools.Attacks.Tests.Http;
using TokenTools.Attacks.Tests.Support;
using Xunit;

namespace TokenTools.Attacks.Tests.Readers;

/// <summary>docker's own reader of environment files: its client reads them, and sends the variables to a daemon, here a server.</summary>
internal static class DockerReader
{
    /// <summary>The variables of all files in their order, as name=value.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(string folder, IEnumerable<string> files)
    {
        string? created = null;
        using var daemon = HostileServer.Answering(request =>
        {
            if (!request.Target.Contains("/containers/create", StringComparison.Ordinal))
            {
                return HttpAnswer.Of(200, request.Head.StartsWith("HEAD", StringComparison.Ordinal) ? "" : "OK", "Api-Version: 1.41");
            }

            created = request.Body;
            return HttpAnswer.Of(201, "{\"Id\":\"created\",\"Warnings\":[]}", "Content-Type: application/json");
        });
        var start = new ProcessStartInfo(
            "docker", ["create", .. files.SelectMany(static file => new[] { "--env-file", file }), "image"]);
        start.Environment["DOCKER_HOST"] = "tcp://" + daemon.Uri.Authority;
        start.Environment["DOCKER_CONFIG"] = folder;
        start.Environment["NO_PROXY"] = start.Environment["no_proxy"] = "127.0.0.1";
        foreach (var name in new[] { "DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "DOCKER_API_VERSION" })
        {
            start.Environment.Remove(name);
        }

        var result = await ExternalProgram.RunAsync(start);
        Assert.True(result.ExitCode == 0 && created is not null, "docker: " + result.Error);
        return [.. JsonNode.Parse(created)!["Env"]!.AsArray().Select(static variable => variable!.GetValue<string>())];
    }
}
