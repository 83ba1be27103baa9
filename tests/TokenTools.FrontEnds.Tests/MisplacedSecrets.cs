using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace TokenTools.FrontEnds.Tests;

/// <summary>Texts of the forms that the platforms' secrets have, and what of them a message may show.</summary>
internal static class MisplacedSecrets
{
    private const string Uuid = "uuid";
    private const string Opaque = "opaque";

    // Where ids are expected, which may be UUIDs or consist of random characters.
    private static readonly string[] Ids =
    [
        "AccountId", "OverrideAccountId", "CloudId", "AtomId", "EnvironmentId", "LocalHostId", "TargetId", "For", "Service", "Consumer",
        "DataPath", "DataObjectId", "Id", "MemberId", "Caveat", "UserId", "KeyId", "UserGroup",
    ];

    /// <summary>The secrets by kind.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Uuid] = "5d7a31c9-4e0b-4f6d-9b1a-c2e8f07d6a43",
        ["installer-token"] = "atom-12f5a22a-1b5c-4a1d-9c0e-7f9c2f4a8d11",
        ["bootstrap-token"] = "YWRtaW46Ym9vdHN0cmFwOk15U2VjcmV0UGFzc3dvcmQ=",
        ["macaroon"] = "MDAxZmxvY2F0aW9uIG9uZWRhdGEub3JnCjAwMzBpZGVudGlmaWVyIDIvbm1kL3Vzci02",
        ["web-token"] = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZG1pbiJ9.c2lnbmF0dXJl",
        ["api-token"] = "BOOMI_TOKEN.user@boomi.com:5d7a31c9-4e0b-4f6d-9b1a-c2e8f07d6a43",
        [Opaque] = "kQ3vZ8xN1pL6tR9wB2yF5hJ7mC4dG0sA",
        ["base64"] = "q83vEjRWeJCrze8S/NFZ4kJCrze8SNFZ4kKvN7w=",
        ["password"] = "x#9T_w%2^Qr7!m",
    };

    /// <summary>A script that gives a sandbox deleted runtimes: a variable's name, and the names of the runtimes.</summary>
    /// <remarks>The error about a runtime that cannot become ONLINE shows the same text as the one after the time is up.</remarks>
    public const string DeletedRuntimes = """
        param($Variable, $Names)
        $target = Get-Variable $Variable -ValueOnly
        $connection = Connect-Boomi -Sandbox $target -PassThru
        foreach ($name in $Names) {
            $target.InstallRuntime((New-InstallerToken ATOM -AsPlainText).Token, $name).SetStatus('OFFLINE', 'DELETED')
        }
        Set-Variable -Scope Global ($Variable + 'Boomi') $connection
        Connect-Boomi -Sandbox $sandbox
        """;

    /// <summary>Asserts that messages show no part of a secret that was given in the place of a setting.</summary>
    /// <param name="kind">The secret's kind.</param>
    /// <param name="key">The setting's key.</param>
    /// <param name="messages">All that was shown.</param>
    public static void AssertHidden(string kind, string key, string messages)
    {
        if (kind is Uuid or Opaque && Ids.Contains(key, StringComparer.Ordinal))
        {
            return;
        }

        var secret = All[kind];
        // What precedes a UUID says only what it is for.
        var start = Math.Max(0, secret.LastIndexOf(':') + 1);
        start = secret.StartsWith("atom-", StringComparison.Ordinal) ? 5 : start;
        for (var i = start; i + 8 <= secret.Length; i++)
        {
            Assert.False(
                messages.Contains(secret.AsSpan(i, 8), StringComparison.OrdinalIgnoreCase), kind + " as " + key + " is shown: " + messages);
        }
    }
}
