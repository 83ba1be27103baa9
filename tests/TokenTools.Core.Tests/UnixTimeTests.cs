using System;
using Newtonsoft.Json.Linq;
using Xunit;

namespace TokenTools.Core.Tests;

/// <summary>Times in seconds. The ends of tokens are tested with what has them (GoodDataConnectionTests, OnezoneScopesTests).</summary>
public class UnixTimeTests
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("1735689600", 1735689600L)]
    [InlineData("1735689600.75", 1735689600L)]
    [InlineData("253402300799", 253402300799L)]
    [InlineData("253402300799.5", 253402300799L)]
    [InlineData("253402300800", null)]
    [InlineData("253402300800.0", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("-1", null)]
    [InlineData("-0.5", null)]
    [InlineData("\"1735689600\"", null)]
    [InlineData("null", null)]
    public void Made_Number_IsATimeIfItIsPlausible(string json, long? seconds) => Assert.Equal(
        seconds is { } known ? DateTimeOffset.FromUnixTimeSeconds(known) : null, UnixTime.Made(JToken.Parse(json)));
}
