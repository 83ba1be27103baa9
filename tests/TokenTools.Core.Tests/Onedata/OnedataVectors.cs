using System;
using System.IO;
using System.Linq;
using System.Text;
using Newtonsoft.Json.Linq;
using Xunit;

namespace TokenTools.Core.Tests.Onedata;

/// <summary>The known answers in vectors/onedata-tokens.json, which another implementation generated.</summary>
internal static class OnedataVectors
{
    private static readonly JObject All = JObject.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "onedata-tokens.json")));

    public static JObject MacaroonChain => (JObject)All["macaroonChain"]!;

    public static JObject Signed(int index) => (JObject)All["withSecret"]![index]!;

    public static string Text(int index) => (string)Signed(index)["serialized"]!;

    public static TheoryData<string> Names(string list)
    {
        var names = new TheoryData<string>();
        foreach (var vector in All[list]!)
        {
            names.Add((string?)vector["name"] ?? (string)vector["uuid"]!);
        }

        return names;
    }

    public static JObject Named(string list, string name) =>
        (JObject)All[list]!.First(vector => ((string?)vector["name"] ?? (string)vector["uuid"]!) == name);

    public static byte[] Bytes(JToken? text) => Encoding.UTF8.GetBytes((string)text!);

    public static byte[][] ByteLists(JToken? texts) => texts!.Select(Bytes).ToArray();

    public static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
