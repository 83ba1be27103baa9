using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using TokenTools.Security;
using Xunit;

namespace TokenTools.Core.Tests.Security;

public class ConstantTimeTests
{
    [Fact]
    public void Equal_AnyBytes_EqualsSequenceEqual() => Check.QuickThrowOnFailure(Prop.ForAll<byte[], byte[]>(
        (left, right) => ConstantTime.Equal(left, right) == left.SequenceEqual(right) && ConstantTime.Equal(left, left.ToArray())));

    [Fact]
    public void Equal_EachChangedBit_IsFalse()
    {
        var bytes = "0123456789abcdef"u8.ToArray();
        Assert.True(ConstantTime.Equal(bytes, (byte[])bytes.Clone()));
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            var changed = (byte[])bytes.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(ConstantTime.Equal(bytes, changed));
        }

        Assert.False(ConstantTime.Equal(bytes, bytes[..^1]));
        Assert.False(ConstantTime.Equal(bytes[..^1], bytes));
        Assert.True(ConstantTime.Equal([], []));
    }
}
