using System.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Xunit;

namespace TokenTools.Core.Tests;

/// <summary>JSON that is written without Newtonsoft.Json, compared with what it writes.</summary>
public class JsonObjectTextTests
{
    [Fact]
    public void ToString_EveryCharacter_IsWhatNewtonsoftWrites()
    {
        var all = string.Concat(Enumerable.Range(0, 0x10000).Select(static code => (char)code));

        var written = new JsonObjectText().Add("a\"b", all).Add("c", string.Empty).Add("d", int.MinValue).ToString();

        Assert.Equal(new JObject { ["a\"b"] = all, ["c"] = string.Empty, ["d"] = int.MinValue }.ToString(Formatting.None), written);
    }

    [Fact]
    public void ToString_NoMembers_IsAnEmptyObject() => Assert.Equal("{}", new JsonObjectText().ToString());
}
