using System;
using System.IO;
using System.Linq;
using System.Text;
using Newtonsoft.Json.Linq;
using TokenTools.Onedata;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>The macaroons in vectors/macaroon-peers.json, which four other libraries created and verified.</summary>
public class PeerMacaroonTests
{
    private static readonly JObject Vectors = JObject.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "macaroon-peers.json")));

    public static TheoryData<string, string> Macaroons
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var macaroon in Vectors["macaroons"]!)
            {
                data.Add((string)macaroon["library"]!, (string)macaroon["input"]!);
            }

            return data;
        }
    }

    [Fact]
    public void Vectors_Libraries_AreFour() => Assert.Equal(
        ["js-macaroon", "libmacaroons", "macaroons.js", "pymacaroons"],
        Vectors["macaroons"]!.Select(macaroon => ((string)macaroon["library"]!).Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Macaroons))]
    public void Create_Input_EqualsThePeer(string library, string input)
    {
        var (vector, parts) = Find(library, input);
        var ours = Macaroon.Create(Bytes(parts["location"]!), Bytes(parts["identifier"]!), Bytes(parts["secret"]!), Caveats(parts));
        Assert.Equal((string)vector["signature"]!, Convert.ToHexStringLower(ours.Signature));
        if ((string?)vector["serialized"] is { } text)
        {
            Assert.Equal(FromBase64(text), ours.ToPackets());
        }
    }

    [Theory]
    [MemberData(nameof(Macaroons))]
    public void Verify_PeersMacaroon_AcceptsItsSecretOnly(string library, string input)
    {
        var (vector, parts) = Find(library, input);
        if ((string?)vector["serialized"] is not { } text)
        {
            // The signature is all that this library writes.
            Assert.Equal("js-macaroon 3.0.4", library);
            return;
        }

        var its = Macaroon.FromPackets(FromBase64(text));
        Assert.Equal(Bytes(parts["location"]!), its.Location);
        Assert.Equal(Bytes(parts["identifier"]!), its.Identifier);
        Assert.Equal(Caveats(parts), its.Caveats);
        Assert.True(its.Verify(Bytes(parts["secret"]!)));
        Assert.False(its.Verify([.. Bytes(parts["secret"]!), (byte)'x']));

        var narrowed = its.AddCaveats(["data.readonly"u8.ToArray()]);
        Assert.True(narrowed.Verify(Bytes(parts["secret"]!)));
        Assert.NotEqual(its.Signature, narrowed.Signature);
    }

    private static (JObject Vector, JObject Input) Find(string library, string input) => (
        (JObject)Vectors["macaroons"]!.Single(vector => (string)vector["library"]! == library && (string)vector["input"]! == input),
        (JObject)Vectors["inputs"]!.Single(vector => (string)vector["name"]! == input));

    private static byte[] Bytes(JToken text) => Encoding.UTF8.GetBytes((string)text!);

    private static byte[][] Caveats(JObject input) => input["caveats"]!.Select(Bytes).ToArray();

    private static byte[] FromBase64(string base64)
    {
        var text = base64.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
    }
}
