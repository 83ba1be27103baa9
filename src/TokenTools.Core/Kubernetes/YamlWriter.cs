using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace TokenTools.Kubernetes;

/// <summary>Writes Kubernetes objects that contain objects and text as ASCII YAML that means the same in versions 1.1 and 1.2.</summary>
/// <remarks>
/// Every text is double-quoted on one line, the only style that can represent every text
/// (https://yaml.org/spec/1.2.2/#731-double-quoted-style): <c>yes</c>, <c>0123</c>, <c>1:20</c>, <c># x</c>, tabs and line breaks stay what
/// they are. ASCII, because PowerShell 5.1 pipes ASCII to programs by default ($OutputEncoding), and because NEL, LS, PS and the byte order
/// mark have different meanings in the two versions. A YAML library could do the same, but in Windows PowerShell, an assembly that the
/// module includes can conflict with another version of the assembly.
/// </remarks>
internal static class YamlWriter
{
    // Field names of Kubernetes are camelCase words (https://github.com/kubernetes/community, api-conventions.md). The words that YAML 1.1
    // resolves to another type (https://yaml.org/type/bool.html, null.html) need quotes.
    private static readonly Regex FieldName = new(
        @"\A(?!(?:y|n|yes|no|on|off|true|false|null)\z)[a-z][A-Za-z]*\z", RegexOptions.CultureInvariant);

    /// <summary>Writes a document that starts with <c>---</c>, so that documents can be concatenated.</summary>
    public static void WriteDocument(JObject document, StringBuilder text) => WriteMembers(document, text.Append("---\n"), string.Empty);

    /// <summary>Writes a text as a double-quoted scalar.</summary>
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
                // One escape for both halves: YAML's \u is a character, not a UTF-16 code unit.
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

    // The keys of a Secret's data and stringData are data, not field names, and are always quoted.
    private static void WriteMembers(JObject value, StringBuilder text, string indent, bool keysAreData = false)
    {
        foreach (var member in value.Properties())
        {
            text.Append(indent);
            if (keysAreData || !FieldName.IsMatch(member.Name))
            {
                WriteText(member.Name, text);
            }
            else
            {
                text.Append(member.Name);
            }

            if (member.Value is JObject inner)
            {
                WriteMembers(inner, text.Append(":\n"), indent + "  ", member.Name is "data" or "stringData");
            }
            else if (member.Name is "apiVersion" or "kind")
            {
                // The type of the object, which is never user input.
                text.Append(": ").Append((string)member.Value!).Append('\n');
            }
            else
            {
                WriteText((string)member.Value!, text.Append(": "));
                text.Append('\n');
            }
        }
    }
}
