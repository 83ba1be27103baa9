using System;
using System.Linq;
using System.Text;
using TokenTools.Onedata;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>Tokens that the tests sign themselves, and the time at which they decode them.</summary>
internal static class OnedataSamples
{
    public const long Now = 1_600_000_000;

    public static readonly byte[] Secret = "0f1e2d3c4b5a69788796a5b4c3d2e1f00123456789abcdeffedcba9876543210"u8.ToArray();

    /// <summary>The text of a time caveat that is valid for an hour.</summary>
    public static string Valid => $"time < {Now + 3600}";

    public static string Path(params string[] paths) =>
        "data.path = " + string.Join("|", paths.Select(path => Convert.ToBase64String(Encoding.UTF8.GetBytes(path))));

    public static string Sign(string identifier, params string[] caveats) => Macaroon.Create(
        "onezone.example.com"u8.ToArray(), Encoding.ASCII.GetBytes(identifier), Secret, caveats.Select(Encoding.ASCII.GetBytes)).Serialize();

    /// <summary>The text of a valid token of a length. Three bytes are four characters, and some are escaped.</summary>
    public static string SignToLength(int length) => Enumerable.Range(0, 400)
        .Select(number => Sign(
            "2/tmp-3/usr-u/act/i" + (number / 20), Valid, new string('a', (length * 3 / 4) - 165 + (number % 20))))
        .First(text => text.Length == length);

    public static OnedataToken Create(string identifier, params string[] caveats) => Decode(Sign(identifier, caveats));

    public static OnedataToken Decode(string text, long now = Now) =>
        OnedataToken.Decode(text, new OnedataDecodeOptions { Now = () => DateTimeOffset.FromUnixTimeSeconds(now) });
}
