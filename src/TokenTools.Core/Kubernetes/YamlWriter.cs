using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;

namespace TokenTools.Kubernetes;

/// <summary>Writes objects of objects and texts as YAML that readers of 1.1 and 1.2 take alike, in ASCII alone.</summary>
/// <remarks>
/// Every text is in double quotes on one line, the one style that can hold any (https://yaml.org/spec/1.2.2/#731-double-quoted-style):
/// so <c>yes</c>, <c>0123</c>, <c>1:20</c>, <c># x</c>, tabs and ends of lines stay what they are. ASCII, because what PowerShell 5.1
/// pipes to a program is ASCII unless told otherwise ($OutputEncoding), and because NEL, LS, PS and BOM mean different things in the two.
/// </remarks>
internal static class YamlWriter
{
    /// <summary>One document, with <c>---</c> before it, so that any number of them can follow each other.</summary>
    public static void WriteDocument(JObject document, StringBuilder text) => WriteMembers(document, text.Append("---\n"), string.Empty);

    /// <summary>A text as a double-quoted scalar.</summary>
    public static void WriteText(string value, StringBuilder text)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is '"' or '\\')
            {
                text.Append('\\').Append(c);
            }
            else if (c is >= ' ' and <= '~')
            {
                text.Append(c);
            }
            else if (char.IsHighSurrogate(c))
            {
                // One escape for both halves: YAML's \u is a character, not half of one.
                text.Append("\\U").Append(char.ConvertToUtf32(c, value[++i]).ToString("X8", CultureInfo.InvariantCulture));
            }
            else if (c <= '\u00ff')
            {
                text.Append("\\x").Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
            }
            else
            {
                text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            }
        }

        text.Append('"');
    }

    private static void WriteMembers(JObject value, StringBuilder text, string indent)
    {
        foreach (var member in value.Properties())
        {
            text.Append(indent);
            WriteKey(member.Name, text);
            if (member.Value is JObject inner)
            {
                WriteMembers(inner, text.Append(":\n"), indent + "  ");
            }
            else if (member.Name is "apiVersion" or "kind")
            {
                // Our own words, which need no quotes.
                text.Append(": ").Append((string)member.Value!).Append('\n');
            }
            else
            {
                WriteText((string)member.Value!, text.Append(": "));
                text.Append('\n');
            }
        }
    }

    // The names of Kubernetes' own fields are plain, as everybody writes them; y, n, yes, on and the like are shorter or none of them.
    private static void WriteKey(string key, StringBuilder text)
    {
        if (key is "apiVersion" or "kind" or "type" or "metadata" or "name" or "namespace" or "spec" or "stringData"
            or "id" or "hostname" or "adminGroup" or "adminUser" or "adminUserToken" or "adminUserTokenSecret" or "kubernetesSecret" or "key"
            or "tls" or "secretName" or "issuerName" or "issuerType")
        {
            text.Append(key);
        }
        else
        {
            WriteText(key, text);
        }
    }
}
