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
}
