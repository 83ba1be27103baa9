using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace TokenTools.Sandbox.Tests.Onezone;

/// <summary>
/// The examples in Onedata's documentation (onedata-documentation: docs/user-guide/tokens.md, eee5285) and in Onezone's swagger
/// (onezone-swagger: paths, 744de4e) run against the sandbox as printed. Only the variables and ids that they assume are set.
/// </summary>
public sealed class DocumentedExamplesTests : OnezoneTest
{
    private const string UserGuide = """
        # Create a temporary access token valid for 1 hour
        curl ${REST_API}/provider/public/get_current_time
        => 200 timeMillis
        curl -H "${AUTH_HEADER}" -H "${CT}" -X POST ${REST_API}/user/tokens/temporary -d '{
          "type": {
            "accessToken": {}
          },
          "caveats": [
            {
              "type": "time",
              "validUntil": 1582049702
            }
          ]
        }'
        => 201 token
        # Create a named access token for mounting Oneclient in specific Oneprovider
        curl -H "${AUTH_HEADER}" -H "${CT}" -X POST ${REST_API}/user/tokens/named -d '{
          "name": "Oneclient access token",
          "type": {
            "accessToken": {}
          },
          "caveats": [
            {
              "type": "interface",
              "interface": "oneclient"
            },
            {
              "type": "service",
              "whitelist": ["opw-3fe8f8eafb53c7205eeffde461a50348chfaf0"]
            }
          ]
        }'
        => 201 tokenId token
        # Create a named token for readonly access in a specific directory
        # The object id that the page prints has an odd number of digits, which the service rejects.
        curl -H "${AUTH_HEADER}" -H "${CT}" -X POST ${REST_API}/user/tokens/named -d '{
          "name": "Readonly access to experiment data",
          "type": {
            "accessToken": {}
          },
          "caveats": [
            {
              "type": "data.readonly"
            },
            {
              "type": "data.objectid",
              "whitelist": [
                "39592D594E736C676D0000002B43592D347247454C535F6"
              ]
            }
          ]
        }'
        => 400 error
        # Create a named token valid only for a colleague
        curl -H "${BOBS_AUTH_HDR}" -H "${CT}" -X POST ${REST_API}/user/tokens/named -d '{
          "name": "Access token for Alice",
          "type": {
            "accessToken": {}
          },
          "caveats": [
            {
              "type": "consumer",
              "whitelist": ["usr-461698917aa4c176fd86a111b6e7231ca998f1"]
            },
            {
              "type": "data.path",
              "whitelist": [
                "L2U4ZGYwNGJiN2E4ZjlhNjQ0YTc3M2RhZjI0ZmU2MzFiY2hkNWMyCg=="
              ]
            }
          ]
        }'
        => 201 tokenId token
        curl -H "${ALICES_AUTH_HDR}" -H "${CT}" -X POST ${REST_API}/user/tokens/temporary -d '{
          "type": {
            "identityToken": {}
          },
          "caveats": [
            {
              "type": "time",
              "validUntil": 1582049702
            }
          ]
        }'
        => 201 token
        # Create a named invite token for requesting space support with 4 uses
        curl -H "${AUTH_HEADER}" -H "${CT}" -X POST ${REST_API}/user/tokens/named -d '{
          "name": "Support token for My Experiment",
          "type": {
            "inviteToken": {
              "inviteType": "supportSpace",
              "spaceId": "e8df04bb7a8f9a644a773daf24fe631bchd5c2"
            }
          },
          "usageLimit": 4
        }'
        => 201 tokenId token
        # Create a named invite token for inviting space members with certain privileges
        curl -H "${AUTH_HEADER}" -H "${CT}" -X POST ${REST_API}/user/tokens/named -d '{
          "name": "User invite for My Experiment",
          "type": {
            "inviteToken": {
              "inviteType": "userJoinSpace",
              "spaceId": "e8df04bb7a8f9a644a773daf24fe631bchd5c2"
            }
          },
          "privileges": ["space_view", "space_read_data", "space_write_data"]
        }'
        => 201 tokenId token
        """;

    public static TheoryData<string> Examples { get; } = [.. Parse(UserGuide).Select(static example => example.Command)];

    [CurlTheory]
    [MemberData(nameof(Examples))]
    public async Task UserGuide_Example_RunsAsPrinted(string command)
    {
        var example = Parse(UserGuide).Single(example => example.Command == command);
        Prepare();

        var (status, body) = await RunAsync(example.Command);

        Assert.True(example.Status == status, status + " " + body);
        Assert.Equal(example.Keys, ServiceSchema.Parse(body).Properties().Select(static property => property.Name));
    }

    // With the id of the token that an earlier example creates.
    [CurlTheory]
    [InlineData("""
        curl -H "${AUTH_HEADER}" -H "${CT}" -X PATCH ${REST_API}/tokens/named/${TOKEN_ID} -d '{
          "revoked": true
        }'
        """, 204)]
    [InlineData("""
        curl -H "x-auth-token: $TOKEN" -X GET \
        https://$HOST/api/v3/onezone/user/tokens/named
        """, 200)]
    [InlineData("""
        curl -u username:password -X GET \
        https://$HOST/api/v3/onezone/tokens/named/$TOKEN_ID
        """, 200)]
    [InlineData("""
        curl -u username:password -X POST -d '{"name": "new-token-1"}' \
        -H 'Content-type: application/json' \
        https://$HOST/api/v3/onezone/user/tokens/named
        """, 201)]
    [InlineData("""
        curl -u username:password -X GET \
        https://$HOST/api/v3/onezone/user/tokens/named/name/new-token
        """, 200)]
    [InlineData("""
        curl -u username:password -H "Content-type: application/json" \
        -X PATCH -d '{"name": "new-name"}' \
        https://$HOST/api/v3/onezone/tokens/named/$TOKEN_ID
        """, 204)]
    [InlineData("""
        curl -u username:password -X GET \
        https://$HOST/api/v3/onezone/tokens/named/$TOKEN_ID/status
        """, 200)]
    [InlineData("""
        curl -u username:password -X DELETE \
        https://$HOST/api/v3/onezone/tokens/named/$TOKEN_ID
        """, 204)]
    [InlineData("curl -u username:password -X GET https://$HOST/api/v3/onezone/user", 200)]
    [InlineData("""
        curl -u username:password -H "Content-type: application/json" -X POST \
        -d '{ "token" : "'$INVITE'" }'  \
        https://$HOST/api/v3/onezone/user/spaces/join
        """, 409)]
    public async Task Swagger_Example_RunsAsPrinted(string command, int expected)
    {
        Prepare();
        var (status, body) = await RunAsync(command.Replace("https://$HOST", "http://$HOST", StringComparison.Ordinal));
        Assert.True(expected == status, status + " " + body);
    }

    private static List<(string Command, int Status, string[] Keys)> Parse(string text)
    {
        var examples = new List<(string, int, string[])>();
        var lines = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("=> ", StringComparison.Ordinal))
            {
                var words = line.Split(' ');
                examples.Add((string.Join('\n', lines), int.Parse(words[1], null), words[2..]));
                lines.Clear();
            }
            else if (!line.StartsWith('#'))
            {
                lines.Add(line);
            }
        }

        return examples;
    }

    // What the examples assume: a Oneprovider that supports the user, a user who can sign in, and some tokens.
    private void Prepare()
    {
        var zone = Sandbox.Zone;
        zone.UserName = "username";
        zone.Password = "password";
        zone.AddProvider(
            new TokenTools.Sandbox.Onezone.ZoneProvider("3fe8f8eafb53c7205eeffde461a50348chfaf0", "Other", "other.example"), zone.User);
        zone.Space.Supports["3fe8f8eafb53c7205eeffde461a50348chfaf0"] = false;
    }

    private async Task<(int Status, string Body)> RunAsync(string command)
    {
        var token = (await AskAsync("POST", "user/tokens/named", """{"name":"new-token"}""", Sandbox.OnezoneUserToken)).Json!;
        var invite = (await AskAsync(
            "POST",
            "user/tokens/named",
            """{"name":"invite","type":{"inviteToken":{"inviteType":"userJoinSpace","spaceId":"@"}}}"""
                .Replace("@", Sandbox.OnezoneSpaceId, StringComparison.Ordinal),
            Sandbox.OnezoneUserToken)).Json!;
        var header = "x-auth-token: " + Sandbox.OnezoneUserToken;
        // The command's options end with what curl needs to print the status after the body.
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(
            "curl() { command curl --silent --show-error --noproxy '*' --write-out '\\n%{http_code}' \"$@\"; }\n" + command);
        foreach (var (name, value) in new[]
        {
            ("REST_API", Sandbox.Uri + "api/v3/onezone"), ("AUTH_HEADER", header), ("BOBS_AUTH_HDR", header),
            ("ALICES_AUTH_HDR", "x-auth-token: " + Sandbox.OnezoneOtherUserToken), ("CT", "content-type: application/json"),
            ("TOKEN", Sandbox.OnezoneUserToken), ("HOST", Sandbox.Uri.Authority), ("TOKEN_ID", (string)token["tokenId"]!),
            ("INVITE", (string)invite["token"]!),
        })
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        var end = output.LastIndexOf('\n');
        return (int.Parse(output[(end + 1)..], null), output[..end]);
    }
}

/// <summary>A test that is skipped where bash or curl is missing.</summary>
public sealed class CurlTheoryAttribute : TheoryAttribute
{
    public CurlTheoryAttribute() =>
        Skip = File.Exists("/bin/bash") && File.Exists("/usr/bin/curl") ? null : "The examples require bash and curl.";
}
