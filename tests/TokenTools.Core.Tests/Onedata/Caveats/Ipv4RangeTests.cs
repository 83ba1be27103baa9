using System.Net;
using TokenTools.Onedata.Caveats;
using Xunit;

namespace TokenTools.Core.Tests.Onedata.Caveats;

public class Ipv4RangeTests
{
    [Theory]
    [InlineData("1.2.3.4", "1.2.3.4", "1.2.3.4")]
    [InlineData("1.2.3.4/32", "1.2.3.4", "1.2.3.4")]
    [InlineData("1.2.3.4/31", "1.2.3.4", "1.2.3.5")]
    [InlineData("192.168.77.200/16", "192.168.0.0", "192.168.255.255")]
    [InlineData("192.168.77.200/9", "192.128.0.0", "192.255.255.255")]
    [InlineData("255.255.255.255/1", "128.0.0.0", "255.255.255.255")]
    [InlineData("9.10.99.100/0", "0.0.0.0", "255.255.255.255")]
    [InlineData("0.0.0.0", "0.0.0.0", "0.0.0.0")]
    public void Parse_AddressWithMask_IsARange(string text, string first, string last)
    {
        Assert.Null(Ipv4Range.Parse(text, out var range));
        Assert.Equal((Number(first), Number(last)), (range.First, range.Last));
        Assert.True(range.Contains(range.First));
        Assert.True(range.Contains(range.Last));
        Assert.False(range.First > 0 && range.Contains(range.First - 1));
        Assert.False(range.Last < uint.MaxValue && range.Contains(range.Last + 1));
    }

    [Theory]
    [InlineData("", "CaveatIpInvalid")]
    [InlineData("1.2.3", "CaveatIpInvalid")]
    [InlineData("1.2.3.4.5", "CaveatIpInvalid")]
    [InlineData("1.2.3.256", "CaveatIpInvalid")]
    [InlineData("1.2.3.-4", "CaveatIpInvalid")]
    [InlineData("1.2.3. 4", "CaveatIpInvalid")]
    [InlineData("1.2.3.4/33", "CaveatIpInvalid")]
    [InlineData("1.2.3.4/", "CaveatIpInvalid")]
    [InlineData("1.2.3.4/8/8", "CaveatIpInvalid")]
    [InlineData("/8", "CaveatIpInvalid")]
    [InlineData("1.2.3.0x4", "CaveatIpLeadingZero")]
    [InlineData("1.2.3.04", "CaveatIpLeadingZero")]
    [InlineData("1.2.3.004", "CaveatIpLeadingZero")]
    [InlineData("00.2.3.4", "CaveatIpLeadingZero")]
    [InlineData("1.2.3.4/08", "CaveatIpLeadingZero")]
    [InlineData("2001:db8::1", "CaveatIpVersion6")]
    [InlineData("::ffff:1.2.3.4", "CaveatIpVersion6")]
    public void Parse_OtherText_IsAProblem(string text, string errorId)
    {
        Assert.Equal(errorId, Ipv4Range.FindProblem(text)?.AsFormat().ErrorId);
        Assert.Equal(errorId, Ipv4Range.Parse(text, out _)?.AsFormat().ErrorId);
    }

    private static uint Number(string address) => (uint)IPAddress.NetworkToHostOrder(System.BitConverter.ToInt32(IPAddress.Parse(address).GetAddressBytes()));
}
