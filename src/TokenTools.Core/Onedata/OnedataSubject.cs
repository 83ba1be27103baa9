using System;

namespace TokenTools.Onedata;

/// <summary>The subject of a token: its user, Oneprovider or group.</summary>
/// <remarks>
/// Source: ctool:src/auth/aai.erl (identifier form), oz:src/http/rest/translators/token_rest_translator.erl (JSON names).
/// </remarks>
public sealed class OnedataSubject
{
    private static readonly (string Prefix, string Type)[] Kinds = [("usr", "user"), ("prv", "oneprovider"), ("grp", "group")];

    private const string NobodyText = "nobody";

    /// <summary>The user of the connection's token, as a user specifies it.</summary>
    internal const string OwnUser = "user";

    internal OnedataSubject(string type, string? id)
    {
        Type = type;
        Id = id;
    }

    /// <summary><c>user</c>, <c>oneprovider</c>, <c>group</c> or <c>nobody</c>, as the API's JSON names them.</summary>
    public string Type { get; }

    /// <summary>The subject's id; null for <c>nobody</c>.</summary>
    public string? Id { get; }

    /// <summary>The form in identifiers and consumer caveats: <c>usr-…</c>, <c>prv-…</c>, <c>grp-…</c> or <c>nobody</c>.</summary>
    public override string ToString()
    {
        foreach (var (prefix, type) in Kinds)
        {
            if (string.Equals(type, Type, StringComparison.Ordinal))
            {
                return prefix + "-" + Id;
            }
        }

        return NobodyText;
    }

    /// <summary>Parses a subject; null if the text is not one.</summary>
    internal static OnedataSubject? TryParse(string text)
    {
        foreach (var (prefix, type) in Kinds)
        {
            if (text.Length > prefix.Length + 1 && text[prefix.Length] == '-' && text.StartsWith(prefix, StringComparison.Ordinal))
            {
                return new OnedataSubject(type, text.Substring(prefix.Length + 1));
            }
        }

        return text == NobodyText ? new OnedataSubject(NobodyText, null) : null;
    }
}
